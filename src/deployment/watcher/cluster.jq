# What is known of the cluster: cluster.json. Of what it ran earlier, the releases whose kernel nodes still run. After it come the ConfigMap
# nvidia-driver-releases as it should be, how much was seen, and lines for people.
include "answers";
include "cache";
include "merged";

kept($cache[0] // {}; $found) as $kept
| answers($cache; $found) as $answers
| def known:
    .images as $images
    | def each($what): $images | with_entries(.value = $answers[question(.value; .key)][$what]) | with_entries(select(.value != null));
    .facts = each("facts") | .reasons = each("reason");
  (.releases | map(known)) as $releases
| (reduce (.earlier[] | known) as $release ({found: [], kernels: unexplained([$releases[].facts[] | kernels]; $releases; $nodes)};
    [$release.facts[] | kernels] as $kernels
    | if .kernels - $kernels == .kernels then . else .found += [$release] | .kernels -= $kernels end) | .found) as $explaining
| ($releases + $explaining
    # An image that the configuration names says itself which version it is: it stands back behind what names the version.
    | sort_by(.version == "")
    | map(if .version == "" then .version = (first(.facts[].version) // first(.images[])) else . end)
    | merged | map({version, image: first(.images[]), why, facts, reasons})) as $wanted
| {
    now: $now,
    releases: $wanted,
    # The release that a MachineConfig names, where it is one of these.
    nodes: ($nodes | map({name, kernel, labels, release: (.release as $release | first($wanted[].version | select(. == $release)) // "")})),
    runs: $runs,
    ledgers: $ledgers[0],
    blind: (.blind + ($blind | split("\n") | map(select(. != ""))))
  }
| ., $kept, "\(.releases | length) releases, \(.nodes | length) GPU nodes and \(.runs | length) runs",
  (.releases[] | "release \(.version): " + (.why | join(", ")) + (.reasons | to_entries | map("; \(.key): \(.value)") | join(""))), .blind[]

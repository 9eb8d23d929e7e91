# Which releases are wanted and why, most urgent first; those that ran earlier, which nodes may still run; and what cannot be seen of them.
# Each has an image for each architecture of nodes: {"version": "4.20.3", "images": {"amd64": "…"}, "why": ["desired"], "channel": false}
# After this come the questions for registries, a line each.
include "answers";
include "cluster-version";
include "merged";
include "versions";

$settings[0] as $settings
| $settings.upgrade as $upgrade
| ($clusterVersion[0] // {}) as $cluster
| ($settings.targets | map({key: .nodeArch, value: .arch}) | from_entries) as $arches
| (reduce ($cluster | named[]) as $update ({}; .[$update.version // ""] //= $update) | del(.[""])) as $named

# A payload has one architecture or all: of another one, nothing will be found in it.
| def everywhere($image): $arches | map_values($image);
  def release($why): {version: (.version // ""), images: everywhere(.image), why: [$why], channel: false};
  def configured:
    if contains("/") then {image: .} | release("named")
    else . as $version | {version: $version} | release("named")
      | .images = ($arches | map_values("\($settings.releaseRepository):\($version)-\(.)")) end;
  def of_channel:
    .arch as $arch
    # A channel that cannot be seen has what was found in it before.
    | (.nodes // [$cache[] | cached[] | select(.channel and ($arch == "multi" or $arch == .arch)) | {version, payload: .image}])
    | map(select(.version | newer_than($cluster | desired | .version))) | newest([$upgrade.offered.perMinor, 1] | max)[]
    | {version, image: .payload} | release("named")
    | .channel = true | if $arch == "multi" then . else .images |= {($arch): .[$arch]} end;
  # The same image as the lookup of a run finds: what the ClusterVersion names goes first.
  def as_the_cluster_names_it:
    $named[.version] as $update
    | .images = if $update then everywhere($update.image) else .images end;

[
  (if $upgrade.desired then $cluster | desired | select(has_image) | release("desired") else empty end),
  (if $upgrade.running then
    ($cluster | recent[]),
    ($nodes | map(.release) | unique[] | $named[.] | values)
    | release("running")
  else empty end),
  ($settings.releases[] | configured),
  ($graphs[] | of_channel),
  ($cluster | offered($upgrade)[] | release("offered"))
]
| {
    releases: (merged | map(as_the_cluster_names_it)),
    earlier: (if $upgrade.running then $cluster | earlier | map(release("running")) else [] end),
    blind: [if $clusterVersion == [] then empty else $cluster | unseen($upgrade) end]
  }
| ., (($cache[0] // {} | fresh($now)) as $fresh
    | .releases[].images | to_entries[] | question(.value; .key) | select($fresh[.] | not))

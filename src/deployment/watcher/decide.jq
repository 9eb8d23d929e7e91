# From what was seen to what is to be done. Input: cluster.json; $settings, $wanted, $registry: what these files have, in a list. Gives
# {ledgers: {"<target>": {labels, annotations, data}}, those that are to be written; failures: [{target, message}] for people; events: the
# builds to ask for; lines: a sentence for each target}
include "ledger";
include "checked";
include "sight";
include "image-state";
include "coverage";
include "kept";

# Why an image is not published; null where that is told of its whole repository, or there is nothing to tell.
def reasonOf($sight; $stopped; $runs; $repository):
  if .state == "unseen" then ($sight.reason | if . == $repository.reason then null else . end)
  elif .state == "failed" then $stopped
  elif .state == "waiting" then "again after \(.next): \(.failure)"
  elif .state == "building" then first($runs[] | select(.done | not) | "run \(.name)")
  else null end;

# An image that is wanted: {key, before, entry, rank, reason, failures: what people are told, events: what its run is asked for with}.
def wantedImage($image; $target; $seen; $ledger; $runs):
  ($image.kernel | ledgerKey) as $key
  | ($runs[$image.kernel] // []) as $own
  | ($ledger.texts[$key] | entryOf($image.kernel)) as $before
  | ($before | caughtUp($own; $target; $seen.now) | forgiven($target; $ledger.retry) | ofImage($image; $target)) as $entry
  | ($entry | sight($image; $target; $seen.repository; $seen.found; $seen.since)) as $sight
  | (first($image.releases[] | select(isVersion($seen.event))) // null) as $release
  | ($entry | stopped($release; $own; $target; $seen.attempts; $seen.event)) as $stopped
  | ($entry | judged($image; $target; $sight; $stopped; $own; $seen.now))
  | {
      $key, $before, entry: ., rank: $image.rank, reason: reasonOf($sight; $stopped; $own; $seen.repository),
      failures: [
        ($entry | select(.run != $before.run and .failure != "") | "\(.run): \(.failure)"),
        (select(.state == "failed" and $before.state != "failed" and $stopped != .failure) | "\(.kernel): \($stopped)")
      ],
      events: [select(.state == "queued") | {target: $target.name, $release, kernel, attempt: nextAttempt($own)}]
    };

# An image that the ledger has and nobody wants.
def otherImage($key; $target; $seen; $ledger; $runs):
  ($ledger.texts[$key] | entryOf($key)) as $before
  | ($runs[$before.kernel] // []) as $own
  | {$key, $before, entry: ($before | caughtUp($own; $target; $seen.now) | unwanted($own))};

# What cannot be seen of a target, a sentence each.
def unseen($needed; $target; $seen):
  $seen.blind[],
  ($needed.unseen[] | "release \(.release): \(.reason)"),
  ($seen.repository.reason // empty),
  ($needed.unknown[]
    | select(.tags == [] or (all(.tags[]; $seen.found["\($target.image):\(.)"].proof) | not))
    | "kernel \(.kernel) of \(.nodes | listed) is "
      + if ($target.kernel // .kernel) != .kernel then "not \($target.kernel), for which the target has a driver toolkit of its own: select these nodes by another driver"
        else "in no release that is known: add the release that has it to releases, or a driver with driverToolkit and kernel" end);

# A target: {name, images, line, write: its ledger as it is to be written, or null}.
def decided($target; $needed; $seen; $found; $runs):
  ($found // {} | {texts: (.data // {} | del(.coverage)), retry: (.annotations[mark("retry")] // "")}) as $ledger
  | [$needed.images[] | wantedImage(.; $target; $seen; $ledger; $runs)] as $images
  | ($images | map({(.key): true}) | add // {}) as $known
  | [$ledger.texts | keys_unsorted[] | select($known[.] | not) | otherImage(.; $target; $seen; $ledger; $runs)] as $others
  | [unseen($needed; $target; $seen)] as $unseen
  | answer($images; $unseen) as $answer
  | {
      name: $target.name, $images, line: "\($target.name): \(summary($images; $answer))",
      write: ($found | kept($images + $others; $ledger.texts; coverageText($images; $unseen; $answer); $answer; $target; $seen.now))
    };

. as $cluster
| $settings[0] as {$targets, $upgrade}
| (reduce .runs[] as $run ({}; .[$run.target // ""][$run.kernel] += [$run])) as $runs
| {now, since: (.now | before(lasting)), blind, attempts: $upgrade.attempts, event: $settings[0].event, found: $registry[0].images} as $seen
| [ $targets[] as $target
    | ($registry[0].repositories[$target.image] | if .tags then {tags: (.tags | map({(.): true}) | add // {})} else . end) as $repository
    | decided($target; $wanted[0][$target.name]; $seen + {$repository}; $cluster.ledgers[$target.name]; $runs[$target.name] // {}) ]
| {
    ledgers: (map(select(.write) | {(.name): .write}) | add // {}),
    failures: [.[] | .name as $target | .images[].failures[] | {$target, message: .}],
    events: ([.[].images[] | select(.events != [])] | sort_by(.rank)
      | .[:[0, $upgrade.maxConcurrent - ([$cluster.runs[] | select(.done | not)] | length)] | max] | map(.events[])),
    lines: map(.line)
  }

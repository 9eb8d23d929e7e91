# The state of an image: from its entry in the ledger, its runs, and what the registry shows of it.
include "ledger";

# Whether an event may name this release. $event: what one may name.
def isVersion($event): length <= $event.longestPart and test($event.version);

# The kernel as it is in the name of a run, but for characters.
def inRunName: sub("[.](x86_64|aarch64)([+]64k)?$"; "");

# The entry with every run that has ended. A run does not name its recipe: that of another configuration may be another.
def caughtUp($runs; $target; $now):
  reduce ($runs | map(select(.done)) | sort_by(.ended))[] as $run (.;
    recorded($run + {signer: "", tags: [], image: $target.image,
      recipe: (if $run.configuration == $target.configuration then $target.recipe else "unknown" end)}; $now));

# The entry without failures that count no more: of another configuration, or from before $retry.
def forgiven($target; $retry):
  if .failure != "" and (.configuration != $target.configuration or .ended < $retry) then . + {failures: 0, failure: "", next: ""} else . end;

# The number of the next attempt.
def nextAttempt($runs): 1 + ([.attempts, $runs[].attempt] | max);

# Why there is no other attempt, in one sentence; null: there is one. $release: which one its event would name, or null.
def stopped($release; $runs; $target; $attempts; $event):
  if .failure | isPermanent then .failure
  elif .failures >= $attempts then "stopped after \(.failures) attempts: \(.failure)"
  elif nextAttempt($runs) > $event.mostAttempts then
    "stopped after \($event.mostAttempts) attempts, more than the name of a run has room for: delete its runs, and its entry in ConfigMap nvidia-driver-ledger-\($target.name)"
  elif $release == null or (.kernel | inRunName | length > $event.longestPart) then
    "no event can name this kernel, or a release that has it: start its run by hand, with the params of dist/runs"
  else null end;

# The entry as it is to be written, of an image that is wanted.
def judged($image; $target; $sight; $stopped; $runs; $now):
  . + {kernel: $image.kernel, image: $target.image} + ($image | {tags, releases, wanted})
  | if $sight.published then
      . + {state: "published", digest: $sight.digest, signer: $sight.signer, failures: 0, failure: "", recipe: $target.recipe, since: "", next: ""}
      + if $sight.seen then {checked: $now} else {} end
    else
      .since |= (if . == "" then $now else . end)
      | if $sight.reason then .state = "unseen"
        else
          . + {digest: $sight.digest, signer: $sight.signer, checked: "", recipe: (if $sight.digest == "" then "" else .recipe end)}
          | .state = if any($runs[]; .done | not) then "building"
            elif $stopped then "failed"
            elif .next > $now then "waiting"
            else "queued" end
        end
    end;

# The entry of an image that is not wanted any more.
def unwanted($runs): . + {state: (if any($runs[]; .done | not) then "building" else "unwanted" end), releases: [], wanted: "no", since: "", next: ""};

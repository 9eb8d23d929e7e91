# The ledger of a target: what is known of every image that it ever needed. Definitions only, for whoever writes it: report and watcher.

# The entry of an image that nobody has told anything of.
def newEntry($kernel):
  {state: "unwanted", kernel: $kernel, image: "", tags: [], releases: [], wanted: "no", digest: "", signer: "", attempts: 0, failures: 0,
    failure: "", run: "", recipe: "", configuration: "", since: "", ended: "", checked: "", next: ""};

# The key of a kernel's entry: a ConfigMap's has no +.
def ledgerKey: gsub("\\+"; "_");

# From the text of an entry (null where there is none), whatever somebody wrote there: all fields in their order.
def entryOf($kernel): newEntry($kernel) + (first(strings | fromjson? | objects) // {});

# To the text: a line for each field, for people who look into the ConfigMap.
def written: "{\n" + ([to_entries[] | "  \(.key | tojson): \(.value | tojson)"] | join(",\n")) + "\n}\n";

# Seconds from the end of this many failures in a row to another attempt.
def backoff: [300 * pow(2; . - 1), 21600] | min;

# How the sentence of a run begins that no task says why it ended.
def untold: "report: transient error: run ";

# Seconds from the end of an entry's run to another attempt. A run that Tekton ended by itself, as it does where the API server is away
# while it reads a Task, has failed of nothing that a pause would mend: the first time there is none.
def pause: (if .failure | startswith(untold) then .failures - 1 else .failures end) | if . == 0 then 0 else backoff end;

# Whether another attempt does not help, from the sentence of the first task that failed.
def isPermanent: test("^[^ ]+: permanent error: ");

# What a run failed of. One that was cancelled, or ended without its report, has no sentence that tells whether another attempt helps.
def failureOf($run):
  $run.outcome
  | if test("^[^ ]+: (permanent|transient) error: ") then .
    else untold + "\($run.name) ended, and no task says why: " + (if . == "" then "see its TaskRuns" else . end) end;

# The tags of one image that these and more are: another version of the driver, which the part before the OS tag tells, is another image.
def tagsWith($more): ($more[0] // "" | sub("[^-]*$"; "")) as $image | map(select(startswith($image))) | . + ($more - .);

# The entry after a run of its image has ended; the same where it has that run already, or a later one. $run:
# {name, attempt (0: not known), succeeded, outcome, digest, signer, tags, image, recipe, configuration, ended, release (may be left out)}
def recorded($run; $now):
  if .run == $run.name or $run.ended < .ended then .
  else
    .configuration as $before
    | . + {run: $run.name, image: $run.image, tags: (.tags | tagsWith($run.tags)), attempts: ([.attempts, $run.attempt] | max),
        releases: (.releases + ([$run.release // "" | select(. != "")] - .releases)), configuration: $run.configuration, ended: $run.ended}
    # A run may fail after it has published.
    | if $run.succeeded or $run.digest != "" then
        # Tags that it did not make may point elsewhere.
        (if .tags - $run.tags == [] then $now else "" end) as $checked
        | . + {state: "published", digest: $run.digest, signer: $run.signer, failures: 0, failure: "", recipe: $run.recipe, since: "",
            checked: $checked, next: ""}
      else
        . + {failures: ((if $before == .configuration then .failures else 0 end) + 1), failure: failureOf($run),
          since: (if .since == "" then $now else .since end)}
        | if .failure | isPermanent then . + {state: "failed", next: ""}
          else . + {state: "waiting", next: ((.ended | fromdateiso8601) + pause | todateiso8601)} end
      end
  end;

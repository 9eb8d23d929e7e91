# From the ledgers that there are, and the names of those that there should be ($ARGS.positional): {ledger, uid, problems} of each with
# which something is wrong, a sentence for each problem.

# Seconds since a time; what is none was in 1970.
def age: ($now | fromdateiso8601) - (try fromdateiso8601 catch 0);

# Seconds for people.
def long: if . >= 7200 then "\(. / 3600 | floor) h" else "\(. / 60 | floor) min" end;

def since: "since \(.), for \(age | long)";

def watcher: "see the newest Job of CronJob nvidia-driver-watcher in namespace \($namespace)";

def cause: if .failure != "" then .failure elif .state == "unseen" then "its registry does not answer" else "it is \(.state)" end;

def missing:
  .data // {} | del(.coverage)[] | fromjson? | objects
  | select(.state != "published" and .wanted != "no" and .since != "" and (.since | age) > $deadline)
  | "the image for kernel \(.kernel) of release \(.releases | join(", ")) \(if .state == "unseen" then "cannot be seen" else "is missing" end) \(.since | since): \(cause)";

# The text ends with what cannot be seen.
def unseen:
  select(.metadata.labels["nvidia-driver-pipelines/coverage"] == "cannot-see")
  | (.data.coverage // "" | rtrimstr("\n") | split("\n") | last // watcher | ltrimstr("cannot be seen: ")) as $what
  | .metadata.annotations["nvidia-driver-pipelines/since"] // ""
  | select(age > $deadline)
  | "nobody can tell \(since): \($what)";

def problems:
  (.metadata.annotations["nvidia-driver-pipelines/updated"] // "") as $updated
  | if ($updated | age) > 3600 then "its ledger was not written \($updated | since): \(watcher)" else missing, unseen end;

[inputs | if .kind == "List" then .items[] else . end] as $all
| $ARGS.positional[] as $name
| first(($all[] | select(.metadata.name == $name)), {})
| (.metadata.labels["nvidia-driver-pipelines/target"] // $name) as $target
| [if . == {} then "the watcher has not made it: \(watcher)" else problems end | "\($target): \(.)"] as $problems
| select($problems != [])
| {ledger: $name, uid: (.metadata.uid // ""), problems: $problems}

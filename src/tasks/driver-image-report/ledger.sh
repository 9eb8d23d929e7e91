#!/usr/bin/env bash
# Keeps what came of a run in the ledger of its target, and as an event of it: both are there when the run is gone. Other writers lose
# nothing. The run fails of nothing that goes wrong here.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
: "${PIPELINE_RUN:?}" "${NAMESPACE:?}" "${PUSH_STATUS:?}"

if [[ -z $LEDGER ]]; then exit 0; fi
tries=10
cd "$(mktemp -d)"

# warn WHAT, WHY: says what is missing now
warn() { log "warning: $1: let this service account get pipelineruns, list taskruns, get and update configmap $LEDGER, and create events"; }

# read_json FILE RESOURCE...: ends the step where it cannot be read
read_json() {
  local file=$1
  shift
  ask oc get "$@" --namespace "$NAMESPACE" -o json >"$file" && return 0
  warn "nothing is kept of $PIPELINE_RUN: $1 cannot be read: $(why)"
  exit 0
}

read_ledger() {
  read_json ledger.json configmap "$LEDGER" --ignore-not-found
  [[ ! -s ledger.json ]] || return 0
  log "warning: nothing is kept of $PIPELINE_RUN: there is no configmap $LEDGER: let the watcher make it"
  exit 0
}

# keep KERNEL: writes the entry; where another was faster, into what that one wrote
keep() {
  local try
  for ((try = 1; try <= tries; try++)); do
    jq --slurpfile found found.json -f keep.jq ledger.json >kept.json
    if ask oc replace --namespace "$NAMESPACE" -f kept.json >/dev/null; then
      log "$1 in ledger $LEDGER has run $PIPELINE_RUN"
      return 0
    fi
    if ! words | grep -q Conflict; then
      warn "$1 in ledger $LEDGER has not run $PIPELINE_RUN: $(why)"
      return 0
    fi
    sleep 1
    read_ledger
  done
  log "warning: $1 in ledger $LEDGER has not run $PIPELINE_RUN: others wrote the ledger at each of $tries tries: leave it to the watcher"
}

read_ledger
read_json run.json pipelinerun "$PIPELINE_RUN"
read_json tasks.json taskruns --selector "tekton.dev/pipelineRun=$PIPELINE_RUN"

# Which kernel was wanted is told by whoever asked for it, else by the lookup: it has it also where it failed later on. What it found of
# another kernel is nothing of this image.
jq -n --slurpfile run run.json --slurpfile tasks tasks.json --arg pushed "$PUSH_STATUS" --arg outcome "$(<"$OUTCOME_FILE")" \
  --arg recipe "$RECIPE" --arg now "$(date -u +%FT%TZ)" '
  def param($name): first($run[0].spec.params[]? | select(.name == $name).value) // "";
  def ours($name): $run[0].metadata.labels["nvidia-driver-pipelines/" + $name] // "";
  def result($task; $name): first($tasks[0].items[] | select(.metadata.labels["tekton.dev/pipelineTask"] == $task)
    | .status.results[]? | select(.name == $name).value) // "";
  result("lookup"; "kernel") as $there
  | (param("kernel") | if . == "" then $there else . end) as $kernel
  | def found($name): if $there == $kernel then result("lookup"; $name) else "" end;
  ($pushed == "Succeeded") as $succeeded
  | {$kernel, run: {name: $run[0].metadata.name, attempt: (ours("attempt") | tonumber? // 0), $succeeded, $outcome,
      digest: (if $succeeded then result("driver-image-push"; "IMAGE_DIGEST") else "" end), signer: found("signer"),
      tags: (found("tags") | split(" ")), image: param("image"), $recipe, configuration: ours("configuration"), ended: $now,
      release: found("openshift-version")}}' >found.json
cat >keep.jq <<'JQ'
#include tasks/ledger.jq
$found[0] as {$kernel, $run} | ($kernel | ledgerKey) as $key
# Not by |=: that of jq 1.6 deletes where `first` is used on its right.
| .data[$key] = (.data[$key] | entryOf($kernel) | recorded($run; $run.ended) | written)
JQ

kernel=$(jq -r .kernel found.json)
if [[ -n $kernel ]]; then
  keep "$kernel"
else
  log "$PIPELINE_RUN found out no kernel: ledger $LEDGER has no entry of it"
fi

jq -n --slurpfile found found.json --slurpfile ledger ledger.json --slurpfile run run.json '
  $found[0].run as {$name, $image, $digest, $succeeded, $outcome, $ended}
  | {
    apiVersion: "v1", kind: "Event", metadata: ($ledger[0].metadata | {generateName: "\(.name).", namespace}),
    involvedObject: ({apiVersion: "v1", kind: "ConfigMap"} + ($ledger[0].metadata | {name, namespace, uid})),
    related: ({apiVersion: "tekton.dev/v1", kind: "PipelineRun"} + ($run[0].metadata | {name, namespace, uid})),
    type: (if $succeeded then "Normal" else "Warning" end),
    reason: (if $succeeded then "DriverImagePublished" else "DriverImageFailed" end),
    # What failed after it leaves the image published.
    message: ("\($name): " + (if $succeeded and ($outcome | startswith("published: ") | not) then "published: \($image)@\($digest); " else "" end)
      + $outcome),
    source: {component: "nvidia-driver-pipelines"},
    firstTimestamp: $ended, lastTimestamp: $ended, count: 1
  }' >event.json
if ask oc create --namespace "$NAMESPACE" -f event.json >/dev/null; then
  log "event of ledger $LEDGER tells what came of $PIPELINE_RUN"
else
  warn "no event tells what came of $PIPELINE_RUN: $(why)"
fi

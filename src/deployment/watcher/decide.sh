#!/usr/bin/env bash
# Writes down in the ledgers what was seen, and asks the listener for the builds that are due. Other writers lose nothing.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../../tasks/prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../../tasks/retry.sh
# shellcheck source=src/deployment/watcher/api.sh
. api.sh
# shellcheck source=src/deployment/watcher/ledgers.sh
. ledgers.sh
: "${SETTINGS:?}" "${PROGRAMS:?}" "${WORK:?}" "${NAMESPACE:?}" "${LISTENER:?}"

start=$SECONDS
tries=5
cd "$(mktemp -d)"
cp "$WORK/cluster.json" cluster.json

decide() {
  jq -L "$PROGRAMS" -f "$PROGRAMS/decide.jq" --slurpfile settings "$SETTINGS" --slurpfile wanted "$WORK/wanted.json" \
    --slurpfile registry "$WORK/registry.json" cluster.json >decision.json
}

# announce TARGET: what failed of its images becomes events of its ledger, written.json
announce() {
  jq -c --arg target "$1" --arg now "$(date -u +%FT%TZ)" --slurpfile ledger written.json '.failures[] | select(.target == $target) | {
      apiVersion: "v1", kind: "Event", metadata: ($ledger[0].metadata | {generateName: "\(.name).", namespace}),
      involvedObject: ({apiVersion: "v1", kind: "ConfigMap"} + ($ledger[0].metadata | {name, namespace, uid})),
      type: "Warning", reason: "DriverImageFailed", message: .message[:1000], source: {component: "nvidia-driver-pipelines"},
      firstTimestamp: $now, lastTimestamp: $now, count: 1
    }' decision.json >events
  while read -r event; do
    printf '%s' "$event" >event.json
    log "$1: $(jq -r .message event.json)"
    ask oc create --namespace "$NAMESPACE" -f event.json >/dev/null ||
      log "warning: no event tells it: $(why): let the service account of this pod create events"
  done <events
}

# write_ledgers: fails quietly where somebody else wrote one in between
write_ledgers() {
  local target verb status conflicts=0
  jq -r '.ledgers | keys[]' decision.json >targets
  while read -r target; do
    jq --arg target "$target" --arg namespace "$NAMESPACE" --slurpfile cluster cluster.json '
      ($cluster[0].ledgers[$target] // {}) as $ledger
      | .ledgers[$target]
      | {apiVersion: "v1", kind: "ConfigMap", metadata: ({name: "nvidia-driver-ledger-\($target)", $namespace, labels, annotations}
          + ($ledger | {resourceVersion} | map_values(strings))), data}' decision.json >ledger.json
    verb=replace
    jq -e .metadata.resourceVersion ledger.json >/dev/null || verb=create
    status=0
    ask oc "$verb" --namespace "$NAMESPACE" -f ledger.json -o json >written.json || status=$?
    if ((status == 0)); then
      announce "$target"
    elif words | grep -Eq 'AlreadyExists|Conflict|NotFound'; then
      conflicts=$((conflicts + 1))
    else
      fail_after "$status" "ledger nvidia-driver-ledger-$target cannot be written" "let the service account of this pod create and update configmaps"
    fi
  done <targets
  ((conflicts == 0))
}

# post FILE: asks the listener for a build. The same event again makes no other run.
post() { ask curl --silent --show-error --fail --max-time 20 --output /dev/null --header 'Content-Type: application/json' --data "@$1" "$LISTENER"; }

decide
for ((try = 1; ; try++)); do
  ! write_ledgers || break
  ((try < tries)) ||
    fail_transient "the ledgers in namespace $NAMESPACE cannot be written: somebody else wrote them at each of $tries tries: see who does, then run again"
  read_ledgers >ledgers.json
  jq --slurpfile ledgers ledgers.json '.ledgers = $ledgers[0]' cluster.json >cluster.new
  mv cluster.new cluster.json
  decide
done
jq -r '.lines[]' decision.json >&2

asked=0
retry_tries=2
jq -c '.events[]' decision.json >builds
while read -r build; do
  printf '%s' "$build" >build.json
  post build.json ||
    fail_after $? "the listener $LISTENER does not take the event $build" "see that its pod runs and what its log says"
  log "asked for $build"
  asked=$((asked + 1))
done <builds
done_in "decision, which asks for $asked builds," "$start"

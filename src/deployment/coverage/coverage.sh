#!/usr/bin/env bash
# Fails while an image that the cluster needs is missing for too long, or nobody can tell: from the ledgers that the watcher keeps.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../../tasks/prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../../tasks/retry.sh
: "${LEDGERS:?}" "${DEADLINE_SECONDS:?}" "${NAMESPACE:?}" "${PROGRAMS:?}"

start=$SECONDS
read -ra names <<<"$LEDGERS"
# One of several may be missing: the others are printed all the same.
found=$(ask oc get configmaps "${names[@]}" --namespace "$NAMESPACE" --ignore-not-found -o json) ||
  fail_after $? "the ledgers in namespace $NAMESPACE cannot be read" "let this service account get them"
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
problems=$(jq --null-input --compact-output --argjson deadline "$DEADLINE_SECONDS" --arg now "$now" --arg namespace "$NAMESPACE" \
  --from-file "$PROGRAMS/coverage.jq" --args "${names[@]}" <<<"$found")
if [[ -z $problems ]]; then
  log "all of ${#names[@]} targets are covered"
  done_in "coverage" "$start"
  exit 0
fi

# event PROBLEMS OF A LEDGER: says so at the ledger, for who looks there
event() {
  local file
  file=$(mktemp)
  jq --arg namespace "$NAMESPACE" --arg now "$now" '{
    apiVersion: "v1", kind: "Event", metadata: {generateName: "\(.ledger).", namespace: $namespace},
    involvedObject: {apiVersion: "v1", kind: "ConfigMap", name: .ledger, namespace: $namespace, uid: .uid},
    type: "Warning", reason: "DriverImageMissing", message: (.problems | join("; "))[:1000], source: {component: "nvidia-driver-pipelines"},
    firstTimestamp: $now, lastTimestamp: $now, count: 1
  }' <<<"$1" >"$file"
  ask oc create --filename "$file" >/dev/null || log "warning: no event tells of it: $(why): let this service account create events"
}

while IFS= read -r ledger; do
  jq -r '.problems[]' <<<"$ledger" >&2
  event "$ledger"
done <<<"$problems"
sentence=$(jq -rs 'map(.problems[]) | join("; ")' <<<"$problems")
fail "$(wc -l <<<"$problems") of ${#names[@]} targets are not covered: ${sentence:0:1000}"

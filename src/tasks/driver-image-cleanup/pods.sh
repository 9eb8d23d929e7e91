#!/usr/bin/env bash
# Deletes pods of the run that would hold their place on the node for ever: where a step was killed together with Tekton's entry point
# (want of memory), the steps after it wait for a word that nobody writes.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
: "${PIPELINE_RUN:?}" "${NAMESPACE:?}"

start=$SECONDS
pods=$(ask oc get pods --namespace "$NAMESPACE" --selector "tekton.dev/pipelineRun=$PIPELINE_RUN" -o json) ||
  fail_after $? "the pods of $PIPELINE_RUN cannot be read" "let this service account list and delete pods"
removed=0
while read -r pod; do
  ask oc delete pod "$pod" --namespace "$NAMESPACE" --ignore-not-found --wait=false >&2 ||
    fail_after $? "pod $pod cannot be deleted" "let this service account list and delete pods"
  removed=$((removed + 1))
done < <(jq -r '.items[] | select(.status.phase == "Running" and any(.status.containerStatuses[]?; .state.terminated.exitCode == 137)).metadata.name' <<<"$pods")
done_in "removal of $removed pods that hang" "$start"

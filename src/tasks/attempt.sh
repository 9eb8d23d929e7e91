#!/usr/bin/env bash
# Ends a further attempt at once where the attempt before it failed for good: Tekton's retries know no difference.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. prelude.sh
: "${POD_NAME:?}" "${TASK_RUN:?}" "${NAMESPACE:?}"

# The pod's name tells (tektoncd/pipeline, pkg/pod/pod.go); Tekton's own count stays what it was at the first attempt.
number=${POD_NAME##*-pod-retry}
[[ $number != "$POD_NAME" ]] || exit 0
# The runs of a task keep what became of their earlier attempts (tektoncd/pipeline, TaskRunStatusFields.RetriesStatus).
before=$(oc get taskrun "$TASK_RUN" --namespace "$NAMESPACE" -o json |
  jq -r '.status.retriesStatus[-1] | (.results[]? | select(.name == "failure").value), (.conditions[]?.message)' | head -n 1) ||
  log "warning: what became of attempt $number cannot be read; let this service account get taskruns"
log "attempt $number before this one ended with: ${before:-nothing that is known}"
[[ ${before:-} != "permanent error: "* ]] || fail "${before#permanent error: }"

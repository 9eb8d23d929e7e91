#!/usr/bin/env bash
# Ends a further attempt at once where the attempt before it failed for good: Tekton's retries know no difference.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. prelude.sh
: "${RETRY_COUNT:?}" "${TASK_RUN:?}" "${NAMESPACE:?}"

if ((RETRY_COUNT == 0)); then exit 0; fi
# The runs of a task keep what became of their earlier attempts (tektoncd/pipeline, TaskRunStatusFields.RetriesStatus).
before=$(oc get taskrun "$TASK_RUN" --namespace "$NAMESPACE" -o json |
  jq -r '.status.retriesStatus[-1] | (.results[]? | select(.name == "failure").value), (.conditions[]?.message)' | head -n 1) ||
  log "warning: what became of attempt $RETRY_COUNT cannot be read; let this service account get taskruns"
log "attempt $RETRY_COUNT before this one ended with: ${before:-nothing that is known}"
[[ ${before:-} != "permanent error: "* ]] || fail "${before#permanent error: }"

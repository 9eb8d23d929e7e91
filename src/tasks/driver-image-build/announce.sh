#!/usr/bin/env bash
# Makes the name under which the build registers an event of the namespace, which is there when log and pod are gone.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/driver-image-build/leftover.sh
. leftover.sh
: "${SUBSCRIPTION:?}" "${SYSTEM_NAME:?}" "${TASK_RUN:?}" "${TASK_RUN_UID:?}" "${NAMESPACE:?}"

if [[ $SUBSCRIPTION != activation-key ]]; then exit 0; fi
event=$(mktemp)
jq --null-input --arg taskRun "$TASK_RUN" --arg uid "$TASK_RUN_UID" --arg namespace "$NAMESPACE" --arg now "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
  --arg message "registers system $SYSTEM_NAME at Red Hat until the build ends; should it stay: $(removal_of "$SYSTEM_NAME")" '{
    apiVersion: "v1", kind: "Event", metadata: {generateName: "\($taskRun).", namespace: $namespace},
    involvedObject: {apiVersion: "tekton.dev/v1", kind: "TaskRun", name: $taskRun, namespace: $namespace, uid: $uid},
    type: "Normal", reason: "RegistersAtRedHat", message: $message, source: {component: "nvidia-driver-pipelines"},
    firstTimestamp: $now, lastTimestamp: $now, count: 1
  }' >"$event"
if ask oc create --filename "$event" >/dev/null; then
  log "event RegistersAtRedHat of TaskRun $TASK_RUN names system $SYSTEM_NAME"
else
  log "warning: no event names system $SYSTEM_NAME: $(why): let this service account create events"
fi

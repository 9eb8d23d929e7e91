#!/usr/bin/env bash
# One run at a time makes an image: takes the Lease of the image, and waits for a run that has it and is still alive. It is never given
# back: a run that has ended has it no more.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
: "${IMAGE:?}" "${DRIVER_VERSION:?}" "${TASK_RUN:?}" "${NAMESPACE:?}"

start=$SECONDS
lease=nvidia-driver-$(printf '%s\n' "$IMAGE" "$DRIVER_VERSION" "$(<"$KERNEL_FILE")" | sha256sum | cut -c 1-20)
file=$(mktemp)
rights="let this service account get taskruns and pipelineruns, and get, create and update leases"

# read_object KIND NAME: as JSON; nothing where it does not exist
read_object() { ask oc get "$1" "$2" --namespace "$NAMESPACE" -o json --ignore-not-found || fail_after $? "$1 $2 cannot be read" "$rights"; }

# write_lease VERB RESOURCE_VERSION: writes it with this run as its holder; fails quietly where another was faster
write_lease() {
  jq -n --arg name "$lease" --arg image "$IMAGE" --arg version "$2" --arg now "$(date -u +%FT%T.000000Z)" --argjson holder "$holder" '{
    apiVersion: "coordination.k8s.io/v1", kind: "Lease",
    metadata: ({name: $name, ownerReferences: [$holder], annotations: {"nvidia-driver-pipelines/image": $image}}
      + if $version == "" then {} else {resourceVersion: $version} end),
    spec: {holderIdentity: ($holder | .kind + "/" + .name + "/" + .uid), acquireTime: $now}}' >"$file"
  ask oc "$1" --namespace "$NAMESPACE" -f "$file" >/dev/null && return 0
  words | grep -Eq 'AlreadyExists|Conflict|NotFound' || fail_after "$permanent" "lease $lease cannot be written" "$rights"
  return 1
}

# is_alive KIND/NAME/UID: whether that run has not ended
is_alive() {
  local kind name uid run
  IFS=/ read -r kind name uid <<<"$1"
  run=$(read_object "$kind" "$name") || exit $?
  [[ -n $run ]] && jq -e --arg uid "$uid" '.metadata.uid == $uid
    and (any(.status.conditions[]?; .type == "Succeeded" and .status != "Unknown") | not)' <<<"$run" >/dev/null
}

# The run that this task belongs to; the task's own run, where it was started alone.
own=$(read_object taskrun "$TASK_RUN")
holder=$(jq -c '(first(.metadata.ownerReferences[]? | select(.kind == "PipelineRun")) // {apiVersion, kind, name: .metadata.name, uid: .metadata.uid})
  | {apiVersion, kind, name, uid}' <<<"$own")
identity=$(jq -r '.kind + "/" + .name + "/" + .uid' <<<"$holder")

waited=''
while true; do
  found=$(read_object lease "$lease")
  other=$(jq -r '.spec.holderIdentity // empty' <<<"$found")
  if [[ -z $found ]]; then
    ! write_lease create '' || break
  elif [[ $other == "$identity" ]]; then
    break
  elif [[ -z $other ]] || ! is_alive "$other"; then
    ! write_lease replace "$(jq -r .metadata.resourceVersion <<<"$found")" || break
  else
    [[ $waited == "$other" ]] || log "$other is making the same image: waiting until it has ended"
    waited=$other
    sleep 5
  fi
done
done_in "taking of lease $lease" "$start"

#!/usr/bin/env bash
# Applies an NVIDIADriver resource, when that is safe: the operator never checks that an image exists, and takes node after node down.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/certificates.sh
. ../certificates.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/registry-answers.sh
. ../registry-answers.sh
# shellcheck source=src/tasks/registry-token.sh
. ../registry-token.sh
# shellcheck source=src/tasks/oc-registry.sh
. ../oc-registry.sh
# shellcheck source=src/tasks/os-tags.sh
. ../os-tags.sh
# shellcheck source=src/tasks/nvidia-driver-apply/nodes.sh
. nodes.sh
# shellcheck source=src/tasks/nvidia-driver-apply/status.sh
. status.sh
: "${MANIFEST:?}" "${IMAGE:?}" "${TAGS:?}" "${NODE_ARCH:?}" "${ROLLOUT:?}" "${TIMEOUT_SECONDS:?}" "${REPLACED:?}" "${KERNEL?}"

start=$SECONDS
use_token
use_registry "$(mktemp -d)"
manifest=$(jq -r '.metadata.name, .spec.version,
  ([{"nvidia.com/gpu.present": "true"} + (.spec.nodeSelector // {}) | to_entries[] | .key + "=" + .value] | join(","))' <<<"$MANIFEST")
{ read -r name && read -r version && read -r selector; } <<<"$manifest"

# end STATE: the result, and the end
end() {
  result "$STATE_FILE" "$1"
  done_in "apply of NVIDIADriver $name: $1" "$start"
  exit 0
}

nodes=$(gpu_nodes "$selector")
# A moved tag reaches no node that has pulled it: the resource has no digest, and what is there is not pulled again (IfNotPresent).
stale='' label=${KERNEL//+/_}
[[ $REPLACED == none ]] || stale=$(nodes_of_kernel "$nodes" "$label")
result "$STALE_NODES_FILE" "${stale:-none}"
[[ -z $stale ]] ||
  log "nodes of kernel $KERNEL ($stale): where they have the earlier image ${REPLACED// / or }, they keep it until they are restarted: README, Controlled restart; oc get nodes -l feature.node.kubernetes.io/kernel-version.full=$label"
missing=$(missing_tags "$nodes" "$version")
if [[ -n $missing ]]; then
  log "NVIDIADriver $name stays as it is: these images are not published yet"
  log "$missing"
  end waiting
fi

existing=$(ask oc get nvidiadriver "$name" -o json --ignore-not-found) ||
  fail_after $? "NVIDIADriver $name cannot be read" "is the GPU operator installed, and may this service account get nvidiadrivers?"
if [[ -n $existing ]]; then
  compared=$(jq -r --argjson wanted "$MANIFEST" '.spec.version, (("driverType", "usePrecompiled") as $field
    | select(.spec[$field] != $wanted.spec[$field]) | "\($field) \(.spec[$field] | tojson), wanted is \($wanted.spec[$field] | tojson)")' <<<"$existing")
  { read -r found && mapfile -t fixed; } <<<"$compared"
  ((${#fixed[@]} == 0)) ||
    fail "NVIDIADriver $name has ${fixed[0]}, and the field cannot be changed: oc delete nvidiadriver $name, then run again"
  if [[ $ROLLOUT == manual && $found != "$version" ]]; then
    log "rollout is manual: NVIDIADriver $name stays at version $found; $version is published for all its nodes. To roll it out:"
    log "  oc patch nvidiadriver $name --type merge --patch '{\"spec\":{\"version\":\"$version\"}}'"
    end held
  fi
fi

file=$(mktemp)
printf '%s' "$MANIFEST" >"$file"
ask oc apply --server-side --field-manager nvidia-driver-pipelines --force-conflicts -f "$file" >&2 ||
  fail_after $? "NVIDIADriver $name cannot be applied" "correct what the API server refuses, or let this service account create and patch nvidiadrivers"
if [[ -z $nodes ]]; then
  log "no GPU node matches its node selector yet"
  end pending
fi
await_status "$name" "$existing"

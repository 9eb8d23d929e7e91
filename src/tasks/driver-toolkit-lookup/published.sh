#!/usr/bin/env bash
# Whether the wanted image is published: every tag resolves to one digest with our proof mark and the hash of the same inputs.
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
: "${IMAGE:?}" "${MODULE_FLAVOUR:?}" "${RUNFILE_SHA256:?}" "${SIGNER:?}" "${PACKAGES?}" "${ENTRY_POINT:?}" "${DRIVER_TYPE:?}" "${NODE_ARCH:?}"

start=$SECONDS
use_token
use_registry "$(mktemp -d)"
read -ra tags <"$TAGS_FILE" || true

case $SIGNER in
  self-signed) signer=self-signed ;;
  secret | external)
    [[ -f $CERTIFICATE_FILE ]] || fail "the signing Secret has no key public_key.der: create it with --from-file=public_key.der"
    signer=sha256:$(sha256sum "$CERTIFICATE_FILE" | cut -d ' ' -f 1)
    ;;
  *) fail "signer \"$SIGNER\" is unknown: use self-signed, secret or external" ;;
esac
# A subject is one input more where it is given: without one the hash is what it was before there were any.
named=()
if [[ $signer == self-signed && -n $SUBJECT ]]; then named=("subject $SUBJECT"); fi
# What shapes the image, and nothing of where it comes from: another mirror is no reason to build again.
# A vGPU guest driver has more: it is none of the others, and its entry point is mended.
guest=()
[[ $DRIVER_TYPE != vgpu ]] || guest=("type vgpu" "edits $ENTRY_POINT_EDITS")
base=$(<"$BASE_IMAGE_FILE") rhel=$(<"$RHEL_VERSION_FILE")
inputs=$(printf '%s\n' "modules $MODULE_FLAVOUR" "runfile $RUNFILE_SHA256" "signer $signer" "${named[@]}" "base ${base#*@}" \
  "entry point" "$(grep "^${rhel%%.*} " <<<"$ENTRY_POINT" | cut -d ' ' -f 2,3)" "packages $PACKAGES" \
  ${CVE_UPDATES:+"updates $CVE_UPDATES"} "${guest[@]}" | sha256sum | cut -d ' ' -f 1)

declare -A found_digest=() found_inputs=()
digest=none
for tag in "${tags[@]}"; do
  info=$(image_info "$IMAGE:$tag" "linux/$NODE_ARCH")
  read -r found_digest["$tag"] found_inputs["$tag"] < <(proof "$info") || true
  [[ $digest != none || ${found_inputs[$tag]} != "$inputs" ]] || digest=${found_digest[$tag]}
done

state=published replaced=''
for tag in "${tags[@]}"; do
  [[ ${found_digest[$tag]} != "$digest" ]] || continue
  state=partly-tagged
  [[ ${found_digest[$tag]} != absent ]] || continue
  [[ ${found_inputs[$tag]} != foreign || $ADOPT == true ]] ||
    fail "$IMAGE:$tag is somebody else's image (${found_digest[$tag]} has no proof mark): nothing was changed; publish to another repository, or set adopt: true to take the tag over"
  [[ $RETAG != never ]] ||
    fail "$IMAGE:$tag was built from other inputs (${found_digest[$tag]}) and retag is never: undo the change of inputs, or set retag: always"
  # What nodes may run that have pulled it by this tag.
  [[ " $replaced " == *" ${found_digest[$tag]} "* ]] || replaced+="${replaced:+ }${found_digest[$tag]}"
done
[[ $digest != none ]] || state=missing

result "$SIGNER_FILE" "$signer"
result "$INPUTS_FILE" "$inputs"
result "$DIGEST_FILE" "$digest"
result "$REPLACED_FILE" "${replaced:-none}"
result "$STATE_FILE" "$state"
done_in "question whether $IMAGE:${tags[0]} is published" "$start"

#!/usr/bin/env bash
# Publishes a proven image: the same digest under every tag. Nothing is deleted: another tag may share the manifest.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/registry-answers.sh
. ../registry-answers.sh
# shellcheck source=src/tasks/registry-token.sh
. ../registry-token.sh
# shellcheck source=src/tasks/skopeo-registry.sh
. ../skopeo-registry.sh
# shellcheck source=src/tasks/certificates.sh
. ../certificates.sh
# shellcheck source=src/tasks/registry-address.sh
. ../registry-address.sh
# shellcheck source=src/tasks/http-answer.sh
. ../http-answer.sh
# shellcheck source=src/tasks/registry-http.sh
. ../registry-http.sh
# shellcheck source=src/tasks/anonymous-pull.sh
. ../anonymous-pull.sh
# shellcheck source=src/tasks/driver-image-push/private.sh
. private.sh
: "${IMAGE:?}" "${TAGS:?}" "${DRIVER_TYPE:?}" "${WORK:?}"

start=$SECONDS
use_token
use_registry
proven=$(<"$WORK/proven")
digest=${proven#*@}
read -ra tags <<<"$TAGS"
if [[ $DRIVER_TYPE == vgpu ]]; then
  refuse_public "$proven"
  # The unsigned modules: this run may have been the first to push there.
  refuse_public "$IMAGE-kmod"
  # Without a tag nobody finds it, and the repository is there to be asked: many registries make it at the first push.
  if [[ $proven != "$IMAGE@$digest" ]]; then
    transfer skopeo copy --quiet --preserve-digests "${copy_options[@]}" "docker://$proven" "docker://$IMAGE@$digest" ||
      fail_registry $? "$IMAGE@$digest cannot be written"
    refuse_public "$IMAGE@$digest"
  fi
fi
if [[ $STATE != published ]]; then
  for tag in "${tags[@]}"; do
    transfer skopeo copy --quiet --preserve-digests "${copy_options[@]}" "docker://$proven" "docker://$IMAGE:$tag" ||
      fail_registry $? "$IMAGE:$tag cannot be written (the next run sets the tags that are missing)"
    log "published $IMAGE:$tag"
  done
  for tag in "${tags[@]}"; do
    found=$(digest_of "$IMAGE:$tag")
    [[ $found == "$digest" ]] || fail "$IMAGE:$tag is $found, wanted is $digest: does somebody else write there? see who, then run again"
  done
fi
result "$IMAGE_URL_FILE" "$IMAGE:${tags[0]}"
result "$IMAGE_DIGEST_FILE" "$digest"
done_in "publishing under ${#tags[@]} tags" "$start"

#!/usr/bin/env bash
# Publishes a proven image: the same digest under every tag. Nothing is deleted: another tag may share the manifest.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/registry-answers.sh
. ../registry-answers.sh
# shellcheck source=src/tasks/skopeo-registry.sh
. ../skopeo-registry.sh
: "${IMAGE:?}" "${TAGS:?}" "${WORK:?}"

start=$SECONDS
use_registry
proven=$(<"$WORK/proven")
digest=${proven#*@}
read -ra tags <<<"$TAGS"
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

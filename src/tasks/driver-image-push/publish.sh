#!/usr/bin/env bash
# Publishes a proven image: the same digest under every tag. Nothing is deleted: another tag may share the manifest.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
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
    skopeo copy --quiet --preserve-digests "${copy_options[@]}" "docker://$proven" "docker://$IMAGE:$tag" ||
      fail "$IMAGE:$tag cannot be written: check that the Secret with the registry's credentials may write there; run again to set the missing tags"
    log "published $IMAGE:$tag"
  done
  for tag in "${tags[@]}"; do
    found=$(digest_of "$IMAGE:$tag")
    [[ $found == "$digest" ]] || fail "$IMAGE:$tag is $found, wanted is $digest: does somebody else write there? run again"
  done
fi
result "$IMAGE_URL_FILE" "$IMAGE:${tags[0]}"
result "$IMAGE_DIGEST_FILE" "$digest"
done_in "publishing under ${#tags[@]} tags" "$start"

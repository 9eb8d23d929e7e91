#!/usr/bin/env bash
# Removes what a run left in <image>-staging, and nothing anywhere else. A registry that lets nobody delete is no reason to fail.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/registry-answers.sh
. ../registry-answers.sh
# shellcheck source=src/tasks/skopeo-registry.sh
. ../skopeo-registry.sh
: "${IMAGE:?}" "${STAGING_TAG:?}"

if [[ -n $TOKEN_REGISTRY ]]; then
  log "$IMAGE is in OpenShift's own registry, which deletes nothing: its image stream tags are removed instead"
  exit 0
fi
start=$SECONDS
use_registry
removed=0
for tag in "$STAGING_TAG-kmod" "$STAGING_TAG"; do
  reference=$IMAGE-staging:$tag
  if ask skopeo delete "${skopeo_options[@]}" "docker://$reference"; then
    removed=$((removed + 1))
  elif ! is_absent; then
    log "warning: $reference is not removed: $(why)"
  fi
done
done_in "removal of $removed staging images" "$start"

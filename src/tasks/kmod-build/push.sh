#!/usr/bin/env bash
# Puts a folder into an image of one layer and pushes it; a folder that came from the registry stays as it is.
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
# shellcheck source=src/tasks/buildah.sh
. ../buildah.sh
: "${FOLDER:?}" "${REFERENCE:?}" "${WORK:?}"

if [[ -s $RESULT_FILE ]]; then
  log "$(<"$RESULT_FILE") is in the registry: nothing to push"
  exit 0
fi

start=$SECONDS
use_token
use_registry
prepare_buildah
[[ $REFERENCE != @* ]] || REFERENCE=$(<"${REFERENCE#@}")
container=$(buildah from scratch)
# The modes and owners of a folder on a volume are the pod's, not ours: a group of the namespace, and the setgid bit.
find "$FOLDER" -exec chmod g-s,go-w {} +
buildah copy --quiet --chown 0:0 "$container" "$FOLDER" / >/dev/null
# What whoever takes the image has to know of it, a line each.
if [[ -f $FOLDER.labels ]]; then
  while read -r label; do buildah config --label "nvidia-driver-pipelines.$label" "$container"; done <"$FOLDER.labels"
fi
# One time for all files: the same content has the same digest, whoever packs it.
buildah commit --quiet --rm --format oci --timestamp 0 "$container" packed >/dev/null
push_image packed "$REFERENCE" "$WORK/digest"
result "$RESULT_FILE" "${REFERENCE%:*}@$(<"$WORK/digest")"
done_in "push of $REFERENCE" "$start"

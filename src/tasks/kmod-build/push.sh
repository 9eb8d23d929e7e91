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
# shellcheck source=src/tasks/packed-folder.sh
. ../packed-folder.sh
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
pack_folder "$FOLDER"
push_image packed "$REFERENCE" "$WORK/digest"
result "$RESULT_FILE" "${REFERENCE%:*}@$(<"$WORK/digest")"
done_in "push of $REFERENCE" "$start"

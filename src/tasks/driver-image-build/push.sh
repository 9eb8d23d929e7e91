#!/usr/bin/env bash
# Pushes the built image into the staging repository, where no GPU operator looks.
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
: "${REFERENCE:?}" "${WORK:?}"

start=$SECONDS
use_token
use_registry
prepare_buildah
push_image driver-image "$REFERENCE" "$WORK/digest"
result "$STAGED_IMAGE_FILE" "${REFERENCE%:*}@$(<"$WORK/digest")"
done_in "push of $REFERENCE" "$start"

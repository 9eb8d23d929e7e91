#!/usr/bin/env bash
# Pulls what the image is made of, so that the build itself needs no registry's credentials.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/skopeo-registry.sh
. ../skopeo-registry.sh
# shellcheck source=src/tasks/buildah.sh
. ../buildah.sh
: "${BASE_IMAGE:?}" "${KMOD_PACKAGE_IMAGE:?}"

start=$SECONDS
prepare_buildah
AUTH_FILE=$PULL_AUTH_FILE use_registry
buildah pull --quiet "${skopeo_options[@]}" "$BASE_IMAGE" >/dev/null || fail "base image $BASE_IMAGE cannot be pulled: check the pull Secret"
AUTH_FILE=$PUSH_AUTH_FILE use_registry
buildah pull --quiet "${skopeo_options[@]}" "$KMOD_PACKAGE_IMAGE" >/dev/null || fail "$KMOD_PACKAGE_IMAGE cannot be pulled: check the push Secret"
done_in "pull of base image and modules" "$start"

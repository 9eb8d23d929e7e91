#!/usr/bin/env bash
# Pulls what the image is made of, so that the build itself needs no registry's credentials.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/skopeo-registry.sh
. ../skopeo-registry.sh
# shellcheck source=src/tasks/buildah.sh
. ../buildah.sh
: "${BASE_IMAGE:?}" "${KMOD_PACKAGE_IMAGE:?}" "${WORK:?}"

start=$SECONDS
prepare_buildah
AUTH_FILE=$PULL_AUTH_FILE
use_registry
buildah pull --quiet "${skopeo_options[@]}" "$BASE_IMAGE" >/dev/null || fail "base image $BASE_IMAGE cannot be pulled: check the pull Secret"
AUTH_FILE=$PUSH_AUTH_FILE
use_registry
digest=$(digest_of "$KMOD_PACKAGE_IMAGE")
[[ -n $digest ]] || fail "$KMOD_PACKAGE_IMAGE does not exist: kmod-build has not pushed it; run again"
name=${KMOD_PACKAGE_IMAGE%@*}
[[ ${name##*/} != *:* ]] || name=${name%:*}
printf '%s' "$name@$digest" >"$WORK/kmod-package-image"
buildah pull --quiet "${skopeo_options[@]}" "$name@$digest" >/dev/null || fail "$name@$digest cannot be pulled: check the push Secret"
log "modules: $name@$digest"
done_in "pull of base image and modules" "$start"

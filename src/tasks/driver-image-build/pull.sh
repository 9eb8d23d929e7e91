#!/usr/bin/env bash
# Pulls what the image is made of, so that the build itself needs no registry's credentials.
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
# shellcheck source=src/tasks/image-name.sh
. ../image-name.sh
# shellcheck source=src/tasks/buildah.sh
. ../buildah.sh
: "${BASE_IMAGE:?}" "${KMOD_PACKAGE_IMAGE:?}" "${WORK:?}"

start=$SECONDS
prepare_buildah
AUTH_FILE=$PULL_AUTH_FILE
use_registry
transfer buildah pull --quiet "${skopeo_options[@]}" "$BASE_IMAGE" >/dev/null || fail_registry $? "base image $BASE_IMAGE cannot be pulled"
AUTH_FILE=$PUSH_AUTH_FILE
use_token
use_registry
digest=$(digest_of "$KMOD_PACKAGE_IMAGE")
[[ -n $digest ]] || fail "$KMOD_PACKAGE_IMAGE does not exist: kmod-build has not pushed it; run again"
name=$(without_tag "$KMOD_PACKAGE_IMAGE")
printf '%s' "$name@$digest" >"$WORK/kmod-package-image"
transfer buildah pull --quiet "${skopeo_options[@]}" "$name@$digest" >/dev/null || fail_registry $? "$name@$digest cannot be pulled"
log "modules: $name@$digest"
done_in "pull of base image and modules" "$start"

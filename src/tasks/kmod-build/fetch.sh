#!/usr/bin/env bash
# Looks for the unsigned modules that an earlier build made of the same runfile by the same script; takes them when they are there.
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
: "${IMAGE:?}" "${KERNEL:?}" "${DRIVER_VERSION:?}" "${MODULE_FLAVOUR:?}" "${RUNFILE_SHA256:?}" "${COMPILE_SHA256:?}" "${WORK:?}"

start=$SECONDS
use_token
use_registry
hash=$(printf '%s\n' "$RUNFILE_SHA256" "$COMPILE_SHA256" | sha256sum | cut -c 1-12)
tag=$DRIVER_VERSION-$MODULE_FLAVOUR-${KERNEL//+/_}-$hash
printf '%s' "$IMAGE-kmod:$tag" >"$WORK/kmod-reference"

digest=$(digest_of "$IMAGE-kmod:$tag")
if [[ -z $digest ]]; then
  log "$IMAGE-kmod:$tag does not exist: the modules have to be compiled"
  exit 0
fi
transfer skopeo copy --quiet "${copy_options[@]}" "docker://$IMAGE-kmod@$digest" "dir:$WORK/kmod-image" || fail_registry $? "$IMAGE-kmod@$digest cannot be pulled"
mkdir -p "$WORK/kmod"
jq -r '.layers[].digest' "$WORK/kmod-image/manifest.json" | while read -r layer; do
  tar -C "$WORK/kmod" --no-same-owner -xf "$WORK/kmod-image/${layer#sha256:}"
done
rm -r "$WORK/kmod-image"
result "$KMOD_IMAGE_FILE" "$IMAGE-kmod@$digest"
done_in "fetch of the compiled modules, nothing to compile," "$start"

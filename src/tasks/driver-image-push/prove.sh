#!/usr/bin/env bash
# Proves the staged image as a whole, before a tag that the GPU operator can see points to it. An image that is published already was proven.
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
# shellcheck source=src/tasks/page-size.sh
. ../page-size.sh
: "${IMAGE:?}" "${STATE:?}" "${DIGEST:?}" "${INPUTS:?}" "${SIGNER:?}" "${STAGING_TAG:?}" "${KERNEL:?}" "${DRIVER_VERSION:?}" "${DRIVER_TYPE:?}" "${PACKAGES?}" "${NODE_ARCH:?}" "${WORK:?}"
: "${ARCH:?}" "${MODULE_FLAVOUR:?}" "${DRIVER_TOOLKIT_IMAGE:?}" "${BASE_IMAGE:?}"

if [[ $STATE != missing ]]; then
  printf '%s@%s' "$IMAGE" "$DIGEST" >"$WORK/proven"
  log "$IMAGE@$DIGEST is proven already"
  exit 0
fi

start=$SECONDS
use_token
use_registry
prepare_buildah
staged_digest=$(digest_of "$IMAGE-staging:$STAGING_TAG")
[[ -n $staged_digest ]] || fail "$IMAGE-staging:$STAGING_TAG does not exist: the build has not pushed it"
staged=$IMAGE-staging@$staged_digest

declare -A texts=()
# take_texts KIND FILTER JSON: the texts that a jq filter gives by their names
take_texts() {
  local name text
  while IFS=$'\t' read -r name text; do texts["$1 $name"]=$text; done < <(jq -r "$2 // {} | to_entries[] | [.key, .value] | @tsv" <<<"$3")
}
config=$(ask skopeo inspect --config "${skopeo_options[@]}" "docker://$staged") || fail_registry $? "$staged cannot be read"
take_texts config '.config.Labels + {architecture}' "$config"
# label NAME: a label of ours
label() { printf '%s' "${texts["config nvidia-driver-pipelines.$1"]:-}"; }
# wanted WHAT FOUND WANTED
wanted() { [[ $2 == "$3" ]] || fail "$staged is not the image that was wanted: its $1 is \"$2\", wanted is \"$3\"; nothing was published"; }
wanted architecture "${texts["config architecture"]}" "$NODE_ARCH"
wanted "proof mark" "$(label proof)" 1
wanted "hash of inputs" "$(label inputs)" "$INPUTS"
wanted kernel "$(label kernel)" "$KERNEL"
wanted "driver version" "$(label driver-version)" "$DRIVER_VERSION"
wanted signer "$(label signer)" "$SIGNER"
wanted "architecture label" "$(label arch)" "$ARCH"
wanted "page size" "$(label page-size)" "$(page_size "$KERNEL")"
wanted "module flavour" "$(label module-flavour)" "$MODULE_FLAVOUR"
wanted "driver toolkit" "$(label driver-toolkit)" "$DRIVER_TOOLKIT_IMAGE"
case $SIGNER in sha256:*) wanted "signing certificate" "$(label certificate)" "$SIGNER" ;; esac
manifest=$(ask skopeo inspect --raw "${skopeo_options[@]}" "docker://$staged") || fail_registry $? "the manifest of $staged cannot be read"
take_texts annotation .annotations "$manifest"
annotation() { printf '%s' "${texts["annotation org.opencontainers.image.$1"]:-}"; }
wanted "annotation of the driver version" "$(annotation version)" "$DRIVER_VERSION"
wanted "annotation of the base image" "$(annotation base.digest)" "${BASE_IMAGE#*@}"

cat >"$WORK/prove-in-image.sh" <<'PROOF'
#include tasks/driver-image-push/prove-in-image.sh
PROOF
container=$(transfer buildah from --pull --quiet "${skopeo_options[@]}" "docker://$staged") || fail_registry $? "$staged cannot be pulled"
findings=$(buildah run --isolation chroot --env KERNEL="$KERNEL" --env DRIVER_VERSION="$DRIVER_VERSION" --env PACKAGES="$PACKAGES" --env DRIVER_TYPE="$DRIVER_TYPE" \
  --env SIGNER_NAME="$(label signer-name)" --env CERTIFICATE="$(label certificate)" --volume "$WORK/prove-in-image.sh:/run/prove-in-image.sh:ro" "$container" -- bash /run/prove-in-image.sh) ||
  fail "the proof of $staged could not run to its end: see above; nothing was published"
if [[ -n $findings ]]; then
  log "$findings"
  fail "$staged is not proven, nothing was published: $(head -n 1 <<<"$findings")"
fi
# The certificate that nodes with Secure Boot have to trust, as it lies in the image.
buildah run --isolation chroot "$container" -- cat /usr/share/nvidia-driver-pipelines/public_key.der >"$WORK/public_key.der" ||
  fail "$staged holds no signing certificate: see above; nothing was published"
printf '%s' "$staged" >"$WORK/proven"
done_in "proof of $staged" "$start"

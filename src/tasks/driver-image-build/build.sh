#!/usr/bin/env bash
# Builds the driver image from what is in the storage already. The one step that sees a subscription.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/buildah.sh
. ../buildah.sh
: "${BASE_IMAGE:?}" "${DRIVER_VERSION:?}" "${KERNEL:?}" "${INPUTS:?}" "${SUBSCRIPTION:?}" "${WORK:?}"

start=$SECONDS
prepare_buildah
context=$WORK/context
KMOD_PACKAGE_IMAGE=$(<"$WORK/kmod-package-image")
# made_of NAME: a label of the modules' image
made_of() { buildah inspect --type image --format "{{index .OCIv1.Config.Labels \"nvidia-driver-pipelines.$1\"}}" "$KMOD_PACKAGE_IMAGE"; }
cat >"$context/Containerfile" <<'CONTAINERFILE'
#include driver-image-build/Containerfile
CONTAINERFILE
cat >"$context/install.sh" <<'INSTALL'
#include driver-image-build/install.sh
INSTALL
# The modes of files on a volume are the pod's: the namespace's group, the setgid bit.
find "$context" -exec chown 0:0 {} + -exec chmod g-s,go-w {} +

options=()
case $SUBSCRIPTION in
  activation-key)
    for key in org activationkey; do
      [[ -s /secrets/activation-key/$key ]] || fail "the activation key Secret has no key \"$key\": create it with --from-literal=$key=…"
    done
    ;;
  entitlement)
    compgen -G '/secrets/entitlement/*.pem' >/dev/null || fail "the entitlement Secret holds no certificate (*.pem)"
    # A copy: dnf wants plain files, and a Secret's are links.
    mkdir -p "$WORK/entitlement"
    cp -L /secrets/entitlement/*.pem "$WORK/entitlement/"
    options+=(--volume "$WORK/entitlement:/etc/pki/entitlement:ro")
    ;;
  none) ;;
  *) fail "subscription \"$SUBSCRIPTION\" is unknown: use activation-key, entitlement or none" ;;
esac
# Build secrets are files and always there; without an activation key they are empty.
for key in org activationkey; do
  file=/secrets/activation-key/$key
  [[ $SUBSCRIPTION == activation-key ]] || file=/dev/null
  options+=(--secret "id=$key,src=$file")
done
for label in proof=1 "inputs=$INPUTS" "driver-version=$DRIVER_VERSION" "kernel=$KERNEL" "module-flavour=$MODULE_FLAVOUR" "signer=$SIGNER" \
  "signer-name=$(made_of signer-name)" "kmod-image=$(made_of kmod-image)" "driver-toolkit=$DRIVER_TOOLKIT_IMAGE" "packages=$PACKAGES"; do
  options+=(--label "nvidia-driver-pipelines.$label")
done
for argument in BASE_IMAGE KMOD_PACKAGE_IMAGE DRIVER_VERSION ARCH KERNEL RHEL_VERSION PACKAGES SUBSCRIPTION SYSTEM_NAME RPM_BASE_URL RPM_GPG_KEY; do
  options+=(--build-arg "$argument=${!argument}")
done

# buildah is a child of ours, so that TERM can end it, and what runs inside it sees its end and unregisters.
buildah build --isolation chroot --pull=never --layers=false --format oci --tag driver-image "${options[@]}" "$context" >"$WORK/build.log" 2>&1 &
tail --pid=$! --sleep-interval=0.5 --lines=+1 --follow "$WORK/build.log" >&2 &
trap 'kill -TERM %1; wait' TERM INT
built=yes
wait %1 || built=no
wait %2 || true
if [[ $built == no ]]; then
  cause=$(grep -E '^(permanent|transient) error: ' "$WORK/build.log" | tail -n 1) || cause=$(grep '^Error: ' "$WORK/build.log" | tail -n 1) || true
  [[ $cause != "transient error: "* ]] || fail_transient "${cause#transient error: }"
  cause=${cause#permanent error: }
  fail "${cause:-buildah ended without a word: was it killed for want of memory? The events of the pod say so}"
fi
done_in "build of the driver image" "$start"

#!/usr/bin/env bash
# Builds the driver image from what is in the storage already. The one step that sees a subscription.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/buildah.sh
. ../buildah.sh
# shellcheck source=src/tasks/certificates.sh
. ../certificates.sh
# shellcheck source=src/tasks/driver-image-build/leftover.sh
. leftover.sh
# shellcheck source=src/tasks/driver-image-build/registration.sh
. registration.sh
# shellcheck source=src/tasks/rpm-base-url.sh
. ../rpm-base-url.sh
# shellcheck source=src/tasks/page-size.sh
. ../page-size.sh
# shellcheck source=src/tasks/driver-image-build/labels.sh
. labels.sh
: "${BASE_IMAGE:?}" "${DRIVER_VERSION:?}" "${KERNEL:?}" "${INPUTS:?}" "${SUBSCRIPTION:?}" "${DRIVER_TYPE:?}" "${WORK:?}"

start=$SECONDS
prepare_buildah
context=$WORK/context
KMOD_PACKAGE_IMAGE=$(<"$WORK/kmod-package-image")
# made_of NAME: a label of the modules' image
made_of() { buildah inspect --type image --format "{{index .OCIv1.Config.Labels \"nvidia-driver-pipelines.$1\"}}" "$KMOD_PACKAGE_IMAGE"; }
cat >"$context/Containerfile" <<'CONTAINERFILE'
#include tasks/driver-image-build/Containerfile
CONTAINERFILE
cat >"$context/install.sh" <<'INSTALL'
#include tasks/driver-image-build/install.sh
INSTALL
mkdir -p "$context/repositories"
# repository NAME ID URL KEY: a file of dnf's, for the time of the build
repository() {
  printf '[%s]\nname=%s\nbaseurl=%s\nenabled=1\n' "$2" "$2" "$(rpm_base_url "$3" "$ARCH" "$RHEL_VERSION")" >>"$context/repositories/$1.repo"
  if [[ -n $4 ]]; then printf 'gpgcheck=1\ngpgkey=%s\n' "$4"; else printf 'gpgcheck=0\n'; fi >>"$context/repositories/$1.repo"
}
[[ -z $RPM_BASE_URL ]] || repository nvidia-driver nvidia-driver "$RPM_BASE_URL" "$RPM_GPG_KEY"
while read -r id url key; do
  [[ -z $id ]] || repository nvidia-driver-rhel "$id" "$url" "$key"
done <<<"$RHEL_REPOSITORIES"
[[ ! -f $CA_FILE ]] || ca_bundle "$context/repositories/ca.crt"
# There is one for a vGPU guest driver.
mkdir -p "$context/runfile"
# The modes of files on a volume are the pod's: the namespace's group, the setgid bit.
find "$context" -exec chown 0:0 {} + -exec chmod g-s,go-w {} +

# Within the 30 s that a pod has after TERM: at most 8 s for a registration that is on its way, 2 s, and two tries of 8 s to undo it.
interrupted() {
  trap '' TERM INT
  log "interrupted: the build is given up"
  end_jobs
  unregister 2 8
  exit 143
}
trap interrupted TERM INT
# However else it ends.
trap 'unregister 5 30' EXIT

options=()
case $SUBSCRIPTION in
  activation-key)
    prepare_registration
    status=0
    register || status=$?
    if ((status != 0)); then
      unregister 5 30
      fail_after "$status" "Red Hat's subscription management does not register system $SYSTEM_NAME" \
        "check the keys org and activationkey of the activation key Secret"
    fi
    options+=(--volume "$registration/consumer:/etc/pki/consumer" --volume "$registration/entitlement:/etc/pki/entitlement"
      --volume "$registration/redhat.repo:/etc/yum.repos.d/redhat.repo")
    ;;
  entitlement)
    # A copy: what is done to it in the build is nobody else's.
    mkdir "$registration/entitlement"
    cp /entitlement/*.pem "$registration/entitlement/"
    options+=(--volume "$registration/entitlement:/etc/pki/entitlement:ro")
    ;;
  none) : ;;
  *) fail "subscription \"$SUBSCRIPTION\" is unknown: use activation-key, entitlement or none" ;;
esac
describe_image
for argument in BASE_IMAGE KMOD_PACKAGE_IMAGE DRIVER_TYPE DRIVER_VERSION ARCH KERNEL RHEL_VERSION PACKAGES CVE_UPDATES SUBSCRIPTION RUNFILE_URL RUNFILE_SHA256; do
  options+=(--build-arg "$argument=${!argument}")
done

# A job of its own, with a process group: a signal to the step is ours to pass on.
: >"$WORK/build.log" # before tail looks for it
set -m
buildah build --isolation chroot --pull=never --layers=false --format oci --tag driver-image "${options[@]}" "$context" >"$WORK/build.log" 2>&1 &
build_job=$!
set +m
tail --pid="$build_job" --sleep-interval=0.1 --lines=+1 --follow "$WORK/build.log" >&2 &
built=yes
wait "$build_job" || built=no
# For the rest of its log; however that ends.
wait
unregister 5 30
if [[ $built == no ]]; then
  # What our own script says comes before what buildah says of it.
  cause=$(sed -nE '/^(permanent|transient) error: /p' "$WORK/build.log" | tail -n 1)
  [[ -n $cause ]] || cause=$(sed -n '/^Error: /p' "$WORK/build.log" | tail -n 1)
  [[ $cause != "transient error: "* ]] || fail_transient "${cause#transient error: }"
  cause=${cause#permanent error: }
  fail "${cause:-buildah ended without a word: was it killed for want of memory? The events of the pod say so}"
fi
done_in "build of the driver image" "$start"

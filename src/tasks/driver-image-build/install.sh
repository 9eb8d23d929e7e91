#!/usr/bin/env bash
# Inside the image: installs the RPM of the modules and the userspace driver, in one transaction, from NVIDIA's and Red Hat's repositories.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
: "${KERNEL:?}" "${DRIVER_VERSION:?}" "${RHEL_VERSION:?}" "${PACKAGES:?}" "${SUBSCRIPTION:?}" "${SYSTEM_NAME:?}"

start=$SECONDS
options=(--assumeyes --setopt=install_weak_deps=False --setopt=tsflags=nodocs --best --releasever="$RHEL_VERSION")
# Exact versions are asked for: a module stream that is not enabled must not hide them (RHEL 10 has none at all).
options+=('--setopt=*.module_hotfixes=1')

# subscription-manager leaves a container alone while this link is there, and while it finds marks of one.
unlock_subscription_manager() {
  rm -f /etc/rhsm-host /etc/pki/entitlement-host
  export SMDEV_CONTAINER_OFF=1
}

unregister() {
  [[ -f /etc/pki/consumer/cert.pem ]] || return 0
  if subscription-manager unregister >&2; then log "system $SYSTEM_NAME is unregistered"; else log "warning: system $SYSTEM_NAME is still registered"; fi
}

case $SUBSCRIPTION in
  activation-key)
    [[ -f /run/secrets/org && -f /run/secrets/activationkey ]] || fail "the activation key Secret needs the keys org and activationkey"
    unlock_subscription_manager
    trap unregister EXIT
    trap 'exit 143' TERM INT
    log "registering system $SYSTEM_NAME"
    subscription-manager register --name="$SYSTEM_NAME" --org="$(</run/secrets/org)" --activationkey="$(</run/secrets/activationkey)" >&2 ||
      fail "Red Hat's subscription management refuses the registration: check org and activationkey in the activation key Secret"
    ;;
  entitlement) unlock_subscription_manager ;;
esac

if [[ -n $RPM_BASE_URL ]]; then
  rm -f /etc/yum.repos.d/cuda*.repo
  printf '[nvidia-driver]\nname=NVIDIA driver\nbaseurl=%s\nenabled=1\n%s\n' "$RPM_BASE_URL" \
    "$([[ -n $RPM_GPG_KEY ]] && printf 'gpgcheck=1\ngpgkey=%s' "$RPM_GPG_KEY" || echo gpgcheck=0)" >/etc/yum.repos.d/nvidia-driver.repo
fi

read -ra packages <<<"$PACKAGES"
dnf install "${options[@]}" kmod "${packages[@]}" /run/rpms/*.rpm >&2 ||
  fail "the userspace driver $DRIVER_VERSION cannot be installed: see above which RPM is missing; drivers[].packages of the configuration names them"
depmod -a "$KERNEL"

dnf clean all >&2
rm -rf /var/cache/dnf /var/log/dnf* /var/log/rhsm /var/log/hawkey.log /etc/yum.repos.d/cuda*.repo /etc/yum.repos.d/nvidia-driver.repo
done_in "installation of $(rpm -q kmod-nvidia) and ${#packages[@]} userspace RPMs" "$start"

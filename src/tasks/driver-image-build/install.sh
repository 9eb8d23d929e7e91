#!/usr/bin/env bash
# Inside the image: installs the RPM of the modules and the userspace driver, in one transaction, from NVIDIA's and Red Hat's repositories;
# for a vGPU guest driver, what its userspace needs, and then that from the runfile. Then brings up to date what is named.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# What is written on the way must not be in the layer.
TMPDIR=$(mktemp -d)
export TMPDIR
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/runfile.sh
. ../runfile.sh
# shellcheck source=src/tasks/driver-image-build/install-guest.sh
. install-guest.sh
# shellcheck source=src/tasks/driver-image-build/repositories.sh
. repositories.sh
: "${KERNEL:?}" "${DRIVER_VERSION:?}" "${RHEL_VERSION:?}" "${PACKAGES?}" "${SUBSCRIPTION:?}" "${DRIVER_TYPE:?}"

start=$SECONDS
options=(--assumeyes --setopt=install_weak_deps=False --setopt=tsflags=nodocs --best --releasever="$RHEL_VERSION")
# Exact versions are asked for: a module stream that is not enabled must not hide them (RHEL 10 has none at all).
options+=('--setopt=*.module_hotfixes=1')

# What is out of the way while dnf works, and back after; the image keeps it.
away=()
put_away() { [[ ! -e $1 && ! -L $1 ]] || { mv "$1" "$1.away" && away+=("$1"); }; }

# dnf's plugin leaves the certificates alone where these lead to a host's, and in a container.
if [[ $SUBSCRIPTION != none ]]; then
  export SMDEV_CONTAINER_OFF=1
  for link in /etc/rhsm-host /etc/pki/entitlement-host; do put_away "$link"; done
fi

# Repositories of the configuration are in place of those of the base image, which a cluster without internet cannot reach.
given=/run/repositories
if [[ -f $given/nvidia-driver.repo ]]; then
  rm -f /etc/yum.repos.d/cuda*.repo
  cp "$given/nvidia-driver.repo" /etc/yum.repos.d/
fi
if [[ -f $given/nvidia-driver-rhel.repo ]]; then
  for file in /etc/yum.repos.d/ubi*.repo; do put_away "$file"; done
  cp "$given/nvidia-driver-rhel.repo" /etc/yum.repos.d/
fi
# Red Hat's own name their authority themselves.
[[ ! -f $given/ca.crt ]] || options+=(--setopt=sslcacert="$given/ca.crt")

read -ra packages <<<"$PACKAGES"
read -ra updates <<<"$CVE_UPDATES"
what="the userspace driver $DRIVER_VERSION cannot be installed" fix="drivers[].packages of the configuration names the RPMs"
[[ -z $CVE_UPDATES ]] || fix="drivers[].packages and .cveUpdates of the configuration name the RPMs"
[[ $SUBSCRIPTION != none ]] || fix+="; without a subscription, those of RHEL come from sources.rhel"
found=$(absent "${packages[@]}" "${updates[@]}") || fail_dnf $? "$what" "$fix"
missing=()
for package in $found; do
  # What the base image has already needs no repository, unless it is to be brought up to date.
  if [[ " $CVE_UPDATES " == *" $package "* ]] || ! rpm -q "$package" >/dev/null; then missing+=("$package"); fi
done
if ((${#missing[@]} > 0)); then
  listed=$(printf ', %s' "${missing[@]}")
  fail "$what: no repository has ${listed#, }$(other_versions "${missing[@]}"): $fix"
fi
transfer dnf install "${options[@]}" kmod "${packages[@]}" /run/rpms/*.rpm >&2 || fail_dnf $? "$what" "$fix"

if ((${#updates[@]} > 0)); then
  listed=$(query '%{name}\n' "${updates[@]}") || fail_dnf $? "$what" "$fix"
  # What a plugin of dnf says besides is no name.
  mapfile -t names < <(sort -u <<<"$listed" | sed -E '/^$| /d')
  for name in "${names[@]}"; do
    rpm -q "$name" >/dev/null || fail "$name cannot be brought up to date, the image does not have it: remove it from drivers[].cveUpdates"
  done
  transfer dnf upgrade "${options[@]}" "${updates[@]}" >&2 || fail_dnf $? "${updates[*]} cannot be brought up to date" "$fix"
  log "brought up to date: $(rpm -q "${names[@]}" | paste -sd ' ')"
fi
[[ $DRIVER_TYPE != vgpu ]] || install_guest /run/runfile/driver.run
depmod -a "$KERNEL"

dnf clean all >&2
rm -rf /var/cache/dnf /var/log/dnf* /var/log/rhsm /var/log/hawkey.log /etc/yum.repos.d/cuda*.repo /etc/yum.repos.d/nvidia-driver*.repo
for file in "${away[@]}"; do mv "$file.away" "$file"; done
rm -rf "$TMPDIR"
done_in "installation of $(rpm -q kmod-nvidia) and ${#packages[@]} userspace RPMs" "$start"

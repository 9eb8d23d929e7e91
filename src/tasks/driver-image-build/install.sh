#!/usr/bin/env bash
# Inside the image: installs the RPM of the modules and the userspace driver, in one transaction, from NVIDIA's and Red Hat's repositories.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# What is written on the way must not be in the layer.
TMPDIR=$(mktemp -d)
export TMPDIR
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
: "${KERNEL:?}" "${DRIVER_VERSION:?}" "${RHEL_VERSION:?}" "${PACKAGES:?}" "${SUBSCRIPTION:?}"

start=$SECONDS
options=(--assumeyes --setopt=install_weak_deps=False --setopt=tsflags=nodocs --best --releasever="$RHEL_VERSION")
# Exact versions are asked for: a module stream that is not enabled must not hide them (RHEL 10 has none at all).
options+=('--setopt=*.module_hotfixes=1')

# dnf's plugin leaves the certificates alone where these lead to a host's, and in a container; the image keeps its links.
away=()
if [[ $SUBSCRIPTION != none ]]; then
  export SMDEV_CONTAINER_OFF=1
  for link in /etc/rhsm-host /etc/pki/entitlement-host; do
    [[ ! -e $link && ! -L $link ]] || { mv "$link" "$link.away" && away+=("$link"); }
  done
fi

if [[ -n $RPM_BASE_URL ]]; then
  rm -f /etc/yum.repos.d/cuda*.repo
  printf '[nvidia-driver]\nname=NVIDIA driver\nbaseurl=%s\nenabled=1\n%s\n' "$RPM_BASE_URL" \
    "$([[ -n $RPM_GPG_KEY ]] && printf 'gpgcheck=1\ngpgkey=%s' "$RPM_GPG_KEY" || echo gpgcheck=0)" >/etc/yum.repos.d/nvidia-driver.repo
fi

read -ra packages <<<"$PACKAGES"
status=0
transfer dnf install "${options[@]}" kmod "${packages[@]}" /run/rpms/*.rpm >&2 || status=$?
if ((status != 0)); then
  # Of what dnf says, the line that names an RPM: its last is advice.
  cause=$(words | grep -m 1 -E 'nothing provides|Unable to find a match|cannot install|conflicts with|Status code|No space left' | sed -E 's/^[ -]*(Error: )?//') ||
    cause=$(why)
  what="the userspace driver $DRIVER_VERSION cannot be installed: $cause"
  if ((status == transient)); then fail_transient "$what: see that the RPM repositories can be reached from the cluster, then run again"; fi
  fail "$what: drivers[].packages of the configuration names the RPMs"
fi
depmod -a "$KERNEL"

dnf clean all >&2
rm -rf /var/cache/dnf /var/log/dnf* /var/log/rhsm /var/log/hawkey.log /etc/yum.repos.d/cuda*.repo /etc/yum.repos.d/nvidia-driver.repo
for link in "${away[@]}"; do mv "$link.away" "$link"; done
rm -rf "$TMPDIR"
done_in "installation of $(rpm -q kmod-nvidia) and ${#packages[@]} userspace RPMs" "$start"

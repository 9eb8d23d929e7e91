#!/usr/bin/env bash
# Makes the small world that the e2e suites run in: registry content, a web server, Secrets' contents. Again is quick: what is there stays.
# `up.sh upgrade` makes besides what only the suite `upgrade` needs: seven more kernels and 31 releases, and promtool
# of Debian's package prometheus; `up.sh drivers` what only the suite `drivers` needs; both may be named.
set -euo pipefail
# shellcheck source=test/e2e/world/settings.sh
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
for file in base step-image driver-toolkit thin-toolkit releases cuda-base runfiles rpms server keys drivers entitlement signer-image; do
  # shellcheck source=/dev/null
  . "$world/$file.sh"
done

suites=" $* "
packages=(debootstrap buildah skopeo jq openssl xz-utils curl)
[[ $suites != *' upgrade '* ]] || packages+=(prometheus)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if ((${#missing[@]} > 0)); then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

start=$SECONDS
part base "$world/base.sh"
part step_image "$world/base.sh" "$world/step-image.sh" "$world/stand-ins/oc"
part compiler "$world/base.sh" "$world/driver-toolkit.sh"
part driver_toolkit_a "$world/base.sh" "$world/driver-toolkit.sh"
part driver_toolkit_b "$world/base.sh" "$world/driver-toolkit.sh"
part driver_toolkit_bare "$world/base.sh" "$world/driver-toolkit.sh"
part driver_toolkit_c "$world/base.sh" "$world/driver-toolkit.sh" "$world/thin-toolkit.sh"
part releases "$world/driver-toolkit.sh" "$world/thin-toolkit.sh" "$world/releases.sh"
part cuda_base "$world/base.sh" "$world/cuda-base.sh" "$world/stand-ins/subscription-manager"
part tiny_runfiles "$world"/tiny/* "$world/runfiles.sh"
part real_runfile "$world/tiny/installer.sh" "$world/runfiles.sh"
part misfit_runfile "$world/tiny/installer.sh" "$world/runfiles.sh"
part rpms "$world/rpms.sh"
part keys "$world/keys.sh"
if [[ $suites == *' upgrade '* ]]; then
  for name in d e f g h i j a98; do part "driver_toolkit_$name" "$world/base.sh" "$world/driver-toolkit.sh" "$world/thin-toolkit.sh"; done
  part upgrade_releases "$world/driver-toolkit.sh" "$world/thin-toolkit.sh" "$world/releases.sh"
fi
if [[ $suites == *' drivers '* ]]; then
  part driver_toolkit_el10 "$world/base.sh" "$world/driver-toolkit.sh" "$world/thin-toolkit.sh"
  part driver_toolkit_arm "$world/settings.sh"
  part driver_releases "$world"/{driver-toolkit,thin-toolkit,releases,settings,drivers}.sh
  part driver_rpms "$world/rpms.sh" "$world/drivers.sh"
  part cuda_13 "$world/base.sh" "$world/cuda-base.sh" "$world/drivers.sh" "$world/stand-ins/subscription-manager"
  part ubi_base "$world/base.sh" "$world/cuda-base.sh" "$world/drivers.sh" "$world"/stand-ins/subscription-manager{,-plugin.py} "$home/keys/faulty/tls.crt"
  part driver_runfiles "$world"/tiny/* "$world"/guest/* "$world/runfiles.sh" "$world/drivers.sh"
  part entitlement "$world/entitlement.sh"
  part signer_image "$world/base.sh" "$world/signer-image.sh"
fi
serve
say "the world is there after $((SECONDS - start)) s: $home"

#!/usr/bin/env bash
# Makes the small world that the e2e suites run in: registry content, a web server, Secrets' contents. Again is quick: what is there stays.
# `up.sh upgrade` makes besides what only the suite `upgrade` needs: seven more kernels and 31 releases, and promtool
# of Debian's package prometheus.
set -euo pipefail
# shellcheck source=test/e2e/world/settings.sh
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
for file in base step-image driver-toolkit thin-toolkit releases cuda-base runfiles rpms server keys; do
  # shellcheck source=/dev/null
  . "$world/$file.sh"
done

packages=(debootstrap buildah skopeo jq openssl xz-utils curl)
[[ ${1:-} != upgrade ]] || packages+=(prometheus)
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
if [[ ${1:-} == upgrade ]]; then
  for name in d e f g h i j a98; do part "driver_toolkit_$name" "$world/base.sh" "$world/driver-toolkit.sh" "$world/thin-toolkit.sh"; done
  part upgrade_releases "$world/driver-toolkit.sh" "$world/thin-toolkit.sh" "$world/releases.sh"
fi
serve
say "the world is there after $((SECONDS - start)) s: $home"

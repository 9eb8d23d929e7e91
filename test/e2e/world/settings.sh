# shellcheck shell=bash
# shellcheck disable=SC2034 # for the parts, which source this file
# Where the world keeps what it makes, and how its parts are made: once, until what they are made of changes.
set -euo pipefail
: "${E2E_REGISTRY:?}" "${E2E_REGISTRY_ADDRESS:?}" "${E2E_SECURE_REGISTRY:?}" "${E2E_NODE_ADDRESS:?}"

world=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${E2E_HOME:-/var/tmp/nvidia-drivers-e2e}
http=$home/http
server_url=http://$E2E_NODE_ADDRESS:8088
# What not everybody gets: protected.mjs, which the suite `drivers` starts.
protected_url=https://$E2E_NODE_ADDRESS:8443
mkdir -p "$home/stamps" "$http"

# The drivers and kernels that stand for real ones.
real_driver=535.309.01 tiny_driver=535.300.01 next_driver=535.300.02 misfit_driver=535.261.03
kernel_a=5.14.0-570.62.1.el9_6.x86_64 headers_a=6.1.0-56
kernel_b=5.14.0-570.72.1.el9_6.x86_64 headers_b=6.1.0-47
# More kernels, by the name of their toolkit: A's files under another release.
declare -A thin_kernels=()
for name in c d e f g h i j; do thin_kernels[$name]=5.14.0-570.$((81 + ${#thin_kernels[@]})).1.el9_6.x86_64; done
# Of the suite `drivers`: a branch that RHEL 10 has, a version that only vGPU guests have; a kernel of RHEL 10, one of another architecture.
new_driver=580.300.01 vgpu_driver=535.300.09
thin_kernels[el10]=6.12.0-211.7.1.el10_2.x86_64
kernel_arm=5.14.0-570.62.1.el9_6.aarch64
export real_driver tiny_driver next_driver misfit_driver new_driver vgpu_driver kernel_a headers_a kernel_b headers_b kernel_arm server_url http

say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }

# part NAME FILE...: runs the function make_NAME, unless it was run with the same files before
part() {
  local name=$1 start=$SECONDS want
  shift
  want=$({ cat "$@"; declare -f "make_$name"; echo "$server_url $E2E_SECURE_REGISTRY"; } | sha256sum)
  [[ -f $home/stamps/$name && $(<"$home/stamps/$name") == "$want" ]] && in_registry "$name" && return
  say "$name: making it"
  "make_$name"
  echo "$want" >"$home/stamps/$name"
  say "$name: done in $((SECONDS - start)) s"
}

# in_registry NAME: whether the image that the part pushes is still there; parts without one have no reference
in_registry() {
  local reference=$home/stamps/$1.image
  [[ ! -f $reference ]] || skopeo inspect --no-tags --tls-verify=false "docker://$(<"$reference")" >/dev/null 2>&1
}

# publish PART CONTAINER REPOSITORY:TAG: commits a container and pushes it
publish() {
  buildah commit --quiet --format oci --rm "$2" "localhost/$3" >/dev/null
  buildah push --quiet --tls-verify=false "localhost/$3" "docker://$E2E_REGISTRY_ADDRESS/$3"
  echo "$E2E_REGISTRY_ADDRESS/$3" >"$home/stamps/$1.image"
}

# digest REPOSITORY:TAG
digest() { skopeo inspect --no-tags --tls-verify=false --format '{{.Digest}}' "docker://$E2E_REGISTRY_ADDRESS/$1"; }

# install CONTAINER PACKAGE...: Debian packages, without leaving apt's lists in the image
install_packages() {
  local container=$1
  shift
  buildah run --isolation chroot --volume "$home/apt-lists:/var/lib/apt/lists" --volume "$home/apt-archives:/var/cache/apt/archives" \
    --volume /etc/resolv.conf:/etc/resolv.conf:ro "$container" -- \
    sh -c "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $*" >"$home/apt.log" 2>&1 ||
    { tail -n 20 "$home/apt.log" >&2; return 1; }
}

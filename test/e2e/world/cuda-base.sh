# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# The CUDA base: real dnf, rpm and kmod, NVIDIA's repository preset, and the stand-in for subscription-manager.

make_cuda_base() {
  local container
  container=$(buildah from localhost/e2e/base:1)
  install_packages "$container" dnf rpm
  buildah copy --quiet --chmod 0755 "$container" "$world/stand-ins/subscription-manager" /usr/local/bin/subscription-manager >/dev/null
  cuda_settings "$container" 9 rpms/cuda
  publish cuda_base "$container" nvidia/cuda:12.8.1-base-ubi9
}

# cuda_settings CONTAINER RHEL REPOSITORY: which RHEL it is, as dnf and subscription-manager see it, and where NVIDIA's RPMs are
cuda_settings() {
  rm -rf "$home/cuda"
  mkdir -p "$home/cuda/etc/yum.repos.d" "$home/cuda/etc/dnf/vars"
  printf '[cuda]\nname=CUDA\nbaseurl=%s/%s\nenabled=1\ngpgcheck=0\n' "$server_url" "$3" >"$home/cuda/etc/yum.repos.d/cuda.repo"
  ln -sfn /run/secrets/rhsm "$home/cuda/etc/rhsm-host"
  printf '%s' "$server_url" >"$home/cuda/etc/rhsm-server"
  printf '%s' "$2" >"$home/cuda/etc/rhel"
  buildah copy --quiet "$1" "$home/cuda" / >/dev/null
  # By it dnf knows which modules its system may have.
  buildah run --isolation chroot "$1" -- sed -i -e '/^PLATFORM_ID=/d' -e "\$a PLATFORM_ID=\"platform:el$2\"" /usr/lib/os-release
}

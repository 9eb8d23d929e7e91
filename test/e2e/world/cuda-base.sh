# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# The CUDA base: real dnf, rpm and kmod, NVIDIA's repository preset, and the stand-in for subscription-manager.

make_cuda_base() {
  local container
  container=$(buildah from localhost/e2e/base:1)
  install_packages "$container" dnf rpm
  buildah copy --quiet --chmod 0755 "$container" "$world/stand-ins/subscription-manager" /usr/local/bin/subscription-manager >/dev/null
  mkdir -p "$home/cuda/etc/yum.repos.d" "$home/cuda/etc/dnf/vars"
  printf '[cuda]\nname=CUDA\nbaseurl=%s/rpms/cuda\nenabled=1\ngpgcheck=0\n' "$server_url" >"$home/cuda/etc/yum.repos.d/cuda.repo"
  ln -sfn /run/secrets/rhsm "$home/cuda/etc/rhsm-host"
  printf '%s' "$server_url" >"$home/cuda/etc/rhsm-server"
  buildah copy --quiet "$container" "$home/cuda" / >/dev/null
  publish cuda_base "$container" nvidia/cuda:12.8.1-base-ubi9
}

# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# What only the suite `drivers` needs: RHEL 10, another architecture, a base with what RHEL gives, runfiles of a newer branch and of vGPU.

make_driver_toolkit_el10() { thin_toolkit el10 10.2; }

# What of it is read, and nothing that would run.
make_driver_toolkit_arm() {
  local container
  printf '{"KERNEL_VERSION": "%s", "RT_KERNEL_VERSION": "", "RHEL_VERSION": "9.6"}\n' "$kernel_arm" >"$home/driver-toolkit-release.json"
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$home/driver-toolkit-release.json" /etc/driver-toolkit-release.json >/dev/null
  buildah config --arch arm64 "$container"
  publish driver_toolkit_arm "$container" ocp/driver-toolkit:arm
}

make_driver_releases() {
  release 4.23.1 el10 10.2.20261104-0 driver_releases
  release 4.23.2 'b el10' 9.6.20261111-0 driver_releases
  release 4.20.7 arm 9.6.20251119-0 driver_releases aarch64
}

make_driver_rpms() {
  local name rhel
  # Names of branch 580, as the package rules have them; the last two have versions of their own.
  local names=(nvidia-driver-cuda nvidia-driver-libs libnvidia-ml nvidia-persistenced nvidia-fabricmanager libnvidia-nscq nvidia-imex libnvsdm)
  rm -rf "$home/specs"
  for rhel in el9 el10; do
    for name in "${names[@]}"; do spec "cuda-$rhel" "$name" "$new_driver" "$rhel"; done
    spec "cuda-$rhel" nvlsm 2025.10 "$rhel"
    spec "cuda-$rhel" infiniband-diags 57 "$rhel"
    spec "cuda-$rhel" cuda-compat-13-1 13.1 "$rhel"
    spec "cuda-$rhel" cuda-cudart-13-1 13.1 "$rhel"
    spec "cuda-$rhel" kmod 28 "$rhel"
  done
  module_stream "$new_driver" "${names[@]}" >"$home/specs/cuda-el9/modules.yaml"
  # What was in the base image when it was made, and what has been mended since.
  spec ubi-before openssl-libs 3.0.1
  spec ubi openssl-libs 3.0.7
  repositories driver-rpms
}

# module_stream VERSION NAME...: on RHEL 9 NVIDIA's RPMs are those of a module's stream, which hides them from dnf until somebody enables it
module_stream() {
  local version=$1
  shift
  printf '%s\n' '---' 'document: modulemd' 'version: 2' 'data:' '  name: nvidia-driver' '  stream: "580-dkms"' '  version: 20261104000000' \
    '  context: e2e00000' '  arch: x86_64' '  summary: Stands for a stream of NVIDIA' '  description: Stands for a stream of NVIDIA' \
    '  license:' '    module: [Apache-2.0]' '  artifacts:' '    rpms:'
  printf -- "    - %s-3:$version-1.el9.x86_64\n" "$@"
  echo ...
}

make_cuda_13() {
  local container rhel
  for rhel in 9 10; do
    container=$(buildah from localhost/nvidia/cuda:12.8.1-base-ubi9)
    cuda_settings "$container" "$rhel" "driver-rpms/cuda-el$rhel"
    publish cuda_13 "$container" "nvidia/cuda:13.1.0-base-ubi$rhel"
  done
  # In the registry of NVIDIA both architectures have one name; nothing of this one is run.
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$world/drivers.sh" /something >/dev/null
  buildah config --arch arm64 "$container"
  publish cuda_13 "$container" nvidia/cuda-arm64:13.1.0-base-ubi9
}

# A base with a part of UBI that has a newer version by now, and with what makes an entitlement a repository: the plugin of dnf.
make_ubi_base() {
  local container plugins=/usr/lib/dnf-plugins
  container=$(buildah from localhost/nvidia/cuda:12.8.1-base-ubi9)
  buildah run --isolation chroot --volume "$http/driver-rpms/ubi-before:/rpms:ro" "$container" -- \
    sh -euc "dnf install --assumeyes --disablerepo='*' --releasever=9 /rpms/*.rpm && sed -i '/^\[main\]/a pluginpath=$plugins' /etc/dnf/dnf.conf" >"$home/dnf.log" 2>&1 ||
    { tail -n 20 "$home/dnf.log" >&2; return 1; }
  printf '[ubi-9-baseos-rpms]\nname=UBI\nbaseurl=%s/driver-rpms/ubi\nenabled=1\ngpgcheck=0\n' "$server_url" >"$home/ubi.repo"
  printf '%s' "$protected_url/rpms/rhel" >"$home/rhel-content"
  buildah copy --quiet "$container" "$home/ubi.repo" /etc/yum.repos.d/ubi.repo >/dev/null
  buildah copy --quiet "$container" "$home/rhel-content" /etc/rhel-content >/dev/null
  buildah copy --quiet "$container" "$home/keys/faulty/tls.crt" /etc/rhsm/ca/redhat-uep.pem >/dev/null
  buildah copy --quiet "$container" "$world/stand-ins/subscription-manager-plugin.py" "$plugins/subscription_manager.py" >/dev/null
  publish ubi_base "$container" nvidia/cuda-ubi:12.8.1-base-ubi9
}

make_driver_runfiles() {
  local folder=$home/runfile arch
  for arch in x86_64 aarch64; do
    tiny_modules "$new_driver" "$folder"
    runfile "$new_driver" "$folder" "tesla/$new_driver/NVIDIA-Linux-$arch-$new_driver.run"
  done
  tiny_modules "$vgpu_driver" "$folder"
  cp "$world/guest/nvidia-installer" "$folder/"
  guest_userspace "$folder/userspace"
  runfile "$vgpu_driver" "$folder" "licensed/$vgpu_driver/NVIDIA-Linux-x86_64-$vgpu_driver-grid.run"
}

# guest_userspace FOLDER: where NVIDIA's installer puts what a vGPU guest needs
guest_userspace() {
  local program library
  mkdir -p "$1"/usr/{bin,lib64} "$1/etc/nvidia"
  for program in nvidia-smi nvidia-gridd nvidia-topologyd nvidia-persistenced; do
    printf '#!/bin/sh\necho "stands for %s %s"\n' "$program" "$vgpu_driver" >"$1/usr/bin/$program"
    chmod 0755 "$1/usr/bin/$program"
  done
  for library in libnvidia-ml libcuda; do
    printf 'stands for %s %s\n' "$library" "$vgpu_driver" >"$1/usr/lib64/$library.so.$vgpu_driver"
    ln -s "$library.so.$vgpu_driver" "$1/usr/lib64/$library.so.1"
  done
  printf '# FeatureType=0\n' >"$1/etc/nvidia/gridd.conf.template"
}

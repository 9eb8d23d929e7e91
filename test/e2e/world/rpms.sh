# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# RPM repositories: what NVIDIA's userspace is called and requires, with nothing in it; made by the real rpmbuild and createrepo_c.

# Names of branch 535, as the package rules have them.
userspace=(nvidia-driver-cuda nvidia-driver-libs nvidia-driver-NVML libnvidia-ml nvidia-persistenced nvidia-fabric-manager libnvidia-nscq-535)

make_rpms() {
  local container version name
  container=$(buildah from localhost/e2e/base:1)
  install_packages "$container" rpm createrepo-c
  rm -rf "$home/specs" "$http/rpms"
  mkdir -p "$home/specs" "$http/rpms/cuda" "$http/rpms/rhel"
  for version in "$real_driver" "$tiny_driver" "$next_driver"; do
    for name in "${userspace[@]}"; do spec "$name" "$version" >"$home/specs/$name-$version.spec"; done
  done
  spec cuda-compat-12-8 12.8 >"$home/specs/cuda-compat.spec"
  spec cuda-cudart-12-8 12.8 >"$home/specs/cuda-cudart.spec"
  # Debian's kmod is in the image already; the RPM of that name is empty.
  spec kmod 28 >"$home/specs/kmod.spec"
  spec ocl-icd 2.3 >"$home/specs/ocl-icd.spec"
  # shellcheck disable=SC2016 # the shell in the container expands it
  buildah run --isolation chroot --volume "$home/specs:/specs" --volume "$http/rpms:/rpms" "$container" -- sh -euc '
    for spec in /specs/*.spec; do rpmbuild --quiet -bb --target x86_64 --define "_topdir /tmp/rpm" --define "_rpmdir /rpms/cuda" --define "_build_name_fmt %%{NAME}-%%{VERSION}.rpm" "$spec"; done
    mv /rpms/cuda/ocl-icd* /rpms/rhel/
    createrepo_c --quiet /rpms/cuda; createrepo_c --quiet /rpms/rhel' >"$home/rpms.log" 2>&1 || { tail -n 20 "$home/rpms.log" >&2; return 1; }
  buildah rm "$container" >/dev/null
}

# spec NAME VERSION: nvidia-driver-cuda wants the modules of its version, and something that only a subscription gives
spec() {
  local requires=''
  [[ $1 != nvidia-driver-cuda ]] || requires=$'Requires: nvidia-kmod = 3:'"$2"$'\nRequires: ocl-icd'
  cat <<SPEC
Name: $1
Epoch: 3
Version: $2
Release: 1.el9
Summary: Stands for NVIDIA's RPM of this name
License: Apache-2.0
$requires
%description
Stands for NVIDIA's RPM of this name.
%install
mkdir -p %{buildroot}/usr/share/stand-ins
echo $1 $2 >%{buildroot}/usr/share/stand-ins/$1
%files
/usr/share/stand-ins/$1
SPEC
}

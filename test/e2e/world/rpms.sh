# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# RPM repositories: what NVIDIA's userspace is called and requires, with nothing in it; made by the real rpmbuild and createrepo_c.

# Names of branch 535, as the package rules have them.
userspace=(nvidia-driver-cuda nvidia-driver-libs nvidia-driver-NVML libnvidia-ml nvidia-persistenced nvidia-fabric-manager libnvidia-nscq-535)

make_rpms() {
  local version name
  rm -rf "$home/specs"
  for version in "$real_driver" "$misfit_driver" "$tiny_driver" "$next_driver"; do
    for name in "${userspace[@]}"; do spec cuda "$name" "$version"; done
  done
  spec cuda cuda-compat-12-8 12.8
  spec cuda cuda-cudart-12-8 12.8
  # Debian's kmod is in the image already; the RPM of that name is empty.
  spec cuda kmod 28
  spec rhel ocl-icd 2.3
  # What the userspace of a vGPU guest needs.
  spec rhel libglvnd-glx 1.3
  repositories rpms
}

# spec REPOSITORY NAME VERSION [DIST]: nvidia-driver-cuda wants the modules of its version, and something that only a subscription gives
spec() {
  local requires=''
  [[ $2 != nvidia-driver-cuda ]] || requires=$'Requires: nvidia-kmod = 3:'"$3"$'\nRequires: ocl-icd'
  mkdir -p "$home/specs/$1"
  cat >"$home/specs/$1/$2-$3.spec" <<SPEC
Name: $2
Epoch: 3
Version: $3
Release: 1.${4:-el9}
Summary: Stands for NVIDIA's RPM of this name
License: Apache-2.0
$requires
%description
Stands for NVIDIA's RPM of this name.
%install
mkdir -p %{buildroot}/usr/share/stand-ins
echo $2 $3 >%{buildroot}/usr/share/stand-ins/$2
%files
/usr/share/stand-ins/$2
SPEC
}

# repositories FOLDER: in $http/FOLDER an RPM repository for each folder of specs, with the modules that its modules.yaml tells
repositories() {
  local container
  container=$(buildah from localhost/e2e/base:1)
  install_packages "$container" rpm createrepo-c
  rm -rf "${http:?}/$1"
  mkdir -p "$http/$1"
  # shellcheck disable=SC2016 # the shell in the container expands it
  buildah run --isolation chroot --volume "$home/specs:/specs" --volume "$http/$1:/rpms" "$container" -- sh -euc '
    for specs in /specs/*; do
      repository=/rpms/${specs##*/}
      mkdir "$repository"
      for spec in "$specs"/*.spec; do rpmbuild --quiet -bb --target x86_64 --define "_topdir /tmp/rpm" --define "_rpmdir $repository" --define "_build_name_fmt %%{NAME}-%%{VERSION}.rpm" "$spec"; done
      createrepo_c --quiet "$repository"
      if [ -f "$specs/modules.yaml" ]; then modifyrepo_c --mdtype=modules "$specs/modules.yaml" "$repository/repodata"; fi
    done' >"$home/rpms.log" 2>&1 || { tail -n 20 "$home/rpms.log" >&2; return 1; }
  buildah rm "$container" >/dev/null
}

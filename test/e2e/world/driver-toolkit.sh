# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# Driver toolkits: Debian's kernel headers and modules under the name of an el9 release that is compiled into them, with the
# compiler, rpmbuild and sign-file. The release file is all that the last layer holds, as in OpenShift's.

make_compiler() {
  local container
  container=$(buildah from localhost/e2e/base:1)
  install_packages "$container" gcc-12 gcc make libelf-dev rpm binutils bc cpio
  publish compiler "$container" e2e/compiler:1
}

make_driver_toolkit_a() { driver_toolkit a "$kernel_a" "$headers_a" 9.6; }
make_driver_toolkit_b() { driver_toolkit b "$kernel_b" "$headers_b" 9.6; }

# One that lacks the headers, as a toolkit may lack those of 64 KiB pages.
make_driver_toolkit_bare() {
  buildah tag localhost/e2e/base:1 localhost/e2e/toolkit-bare-files:1
  toolkit_image bare "$kernel_a" 9.6
}

# kernel_files RELEASE DEBIAN-VERSION FOLDER: headers and modules, laid out as RHEL does
kernel_files() {
  local release=$1 debian=$2 folder=$3 debs=$home/debs-$2 root=$home/kernel-$2 headers
  mkdir -p "$debs" "$root"
  (cd "$debs" && apt-get download -qq "linux-headers-$debian-common" "linux-headers-$debian-amd64" linux-kbuild-6.1 \
    "$(apt-cache depends "linux-image-$debian-amd64" >/dev/null 2>&1 && echo "linux-image-$debian-amd64")") || return 1
  for deb in "$debs"/*.deb; do dpkg-deb -x "$deb" "$root"; done
  headers=$folder/usr/src/kernels/$release
  mkdir -p "$headers" "$folder/usr/lib/modules"
  # As on RHEL and Debian, /lib is a link; a folder of that name would hide the one of the image.
  ln -s usr/lib "$folder/lib"
  cp -a "$root/usr/src/linux-headers-$debian-common/." "$headers/"
  cp -a "$root/usr/src/linux-headers-$debian-amd64/"{include,arch,.config,Module.symvers} "$headers/"
  rm -rf "$headers"/{scripts,tools}
  cp -a "$root/usr/lib/linux-kbuild-6.1/"{scripts,tools} "$headers/"
  printf '%s' "$release" >"$headers/include/config/kernel.release"
  printf '#define UTS_RELEASE "%s"\n' "$release" >"$headers/include/generated/utsrelease.h"
  cp -a "$root/lib/modules/$debian-amd64" "$folder/lib/modules/$release"
  rm -rf "$folder/lib/modules/$release"/{build,source}
  # Drivers that no GPU driver needs only make the image large.
  find "$folder/lib/modules/$release/kernel/drivers" -mindepth 1 -maxdepth 1 ! -name gpu ! -name acpi ! -name i2c ! -name video ! -name platform \
    ! -name infiniband ! -name char ! -name base ! -name hid ! -name input -exec rm -rf {} +
  rm -rf "$folder/lib/modules/$release/kernel/"{fs,sound,net}
  ln -s "/usr/src/kernels/$release" "$folder/lib/modules/$release/build"
  depmod -b "$folder" "$release"
  rm "$folder/lib"
  rm -rf "$root" "$debs"
}

driver_toolkit() {
  local name=$1 release=$2 debian=$3 rhel=$4 folder=$home/toolkit-$1 container
  rm -rf "$folder"
  mkdir -p "$folder"
  kernel_files "$release" "$debian" "$folder"
  container=$(buildah from localhost/e2e/compiler:1)
  buildah add --quiet "$container" "$folder" / >/dev/null
  buildah commit --quiet --rm "$container" "localhost/e2e/toolkit-$name-files:1" >/dev/null
  rm -rf "$folder"
  toolkit_image "$name" "$release" "$rhel"
}

# toolkit_image NAME RELEASE RHEL: the files of a toolkit and, in a layer of its own, the release file
toolkit_image() {
  local name=$1 release=$2 rhel=$3 container
  printf '{"KERNEL_VERSION": "%s", "RT_KERNEL_VERSION": "%s+rt", "RHEL_VERSION": "%s"}\n' "$release" "$release" "$rhel" >"$home/driver-toolkit-release.json"
  container=$(buildah from "localhost/e2e/toolkit-$name-files:1")
  buildah copy --quiet "$container" "$home/driver-toolkit-release.json" /etc/driver-toolkit-release.json >/dev/null
  publish "driver_toolkit_$name" "$container" "ocp/driver-toolkit:$name"
}

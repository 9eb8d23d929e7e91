# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# Driver toolkits of more kernels, cheaply: toolkit A's files under another release. What compiles the release in is a file of its own,
# all else a link.

make_driver_toolkit_c() { thin_toolkit c; }
make_driver_toolkit_d() { thin_toolkit d; }
make_driver_toolkit_e() { thin_toolkit e; }
make_driver_toolkit_f() { thin_toolkit f; }
make_driver_toolkit_g() { thin_toolkit g; }
make_driver_toolkit_h() { thin_toolkit h; }
make_driver_toolkit_i() { thin_toolkit i; }
make_driver_toolkit_j() { thin_toolkit j; }

# Kernel A itself, in a toolkit that says it is of another RHEL.
make_driver_toolkit_a98() {
  buildah tag localhost/e2e/toolkit-a-files:1 localhost/e2e/toolkit-a98-files:1
  toolkit_image a98 "$kernel_a" 9.8
}

# thin_toolkit NAME [RHEL]
thin_toolkit() {
  local name=$1 release=${thin_kernels[$1]} folder=$home/toolkit-$1 container mounted
  rm -rf "$folder"
  container=$(buildah from localhost/e2e/toolkit-a-files:1)
  mounted=$(buildah mount "$container")
  thin_headers "$mounted/usr/src/kernels/$kernel_a" "$release" "$folder/usr/src/kernels/$release"
  thin_modules "$mounted/usr/lib/modules/$kernel_a" "$release" "$folder/usr/lib/modules/$release"
  buildah umount "$container" >/dev/null
  buildah add --quiet "$container" "$folder" / >/dev/null
  buildah commit --quiet --rm "$container" "localhost/e2e/toolkit-$name-files:1" >/dev/null
  rm -rf "$folder"
  toolkit_image "$name" "$release" "${2:-9.6}"
}

# thin_headers THOSE-OF-A RELEASE FOLDER: of the thousand marks in include/config, make wants none that is not there
thin_headers() {
  local folder=$3 real=/usr/src/kernels/$kernel_a
  mkdir -p "$folder/include/config" "$folder/include/generated"
  links "$1" "$real" "$folder"
  links "$1/include" "$real/include" "$folder/include"
  ln -s "$real/include/config/auto.conf" "$folder/include/config/"
  links "$1/include/generated" "$real/include/generated" "$folder/include/generated"
  rm "$folder/include/generated/utsrelease.h"
  printf '%s' "$2" >"$folder/include/config/kernel.release"
  printf '#define UTS_RELEASE "%s"\n' "$2" >"$folder/include/generated/utsrelease.h"
}

# thin_modules THOSE-OF-A RELEASE FOLDER: depmod's files name modules from the folder on, so those of A are right
thin_modules() {
  mkdir -p "$3"
  cp "$1"/modules.* "$3/"
  ln -s "../$kernel_a/kernel" "$3/kernel"
  ln -s "/usr/src/kernels/$2" "$3/build"
}

# links FOLDER ITS-PLACE INTO: a link in INTO to all that FOLDER holds and INTO does not
links() {
  local entry
  for entry in "$1"/* "$1"/.[!.]*; do
    [[ ! -e $entry || -e $3/${entry##*/} ]] || ln -s "$2/${entry##*/}" "$3/${entry##*/}"
  done
}

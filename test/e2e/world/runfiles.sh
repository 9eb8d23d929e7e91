# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# Runfiles: NVIDIA's real module source of Debian's non-free section, and tiny ones of ours that compile in seconds.

make_tiny_runfiles() {
  local version
  for version in "$tiny_driver" "$next_driver"; do
    tiny_modules "$version" "$home/runfile"
    runfile "$version" "$home/runfile"
  done
}

# tiny_modules VERSION FOLDER: the source of our modules, as a runfile holds it
tiny_modules() {
  rm -rf "$2"
  mkdir -p "$2/kernel" "$2/firmware"
  cp "$world"/tiny/{Makefile,Kbuild,*.c} "$2/kernel/"
  printf '%s' "$1" >"$2/kernel/version"
  cp -r "$2/kernel" "$2/kernel-open"
}

make_real_runfile() { debian_runfile nvidia-kernel-source nvidia-kernel "$real_driver" kernel; }

# A real driver that does not fit the real kernel A: its nv-pci.c calls pci_resize_resource with an argument less.
make_misfit_runfile() { debian_runfile nvidia-open-kernel-source nvidia-open-kernel "$misfit_driver" kernel-open; }

# debian_runfile PACKAGE FOLDER VERSION MODULES: a runfile of the modules' source that the package has in modules/FOLDER
debian_runfile() {
  local folder=$home/runfile debs=$home/nvidia-debs container
  rm -rf "$folder" "$debs"
  mkdir -p "$folder/firmware" "$debs"
  container=$(buildah from localhost/e2e/base:1)
  buildah run --isolation chroot --volume "$home/apt-lists:/var/lib/apt/lists" --volume "$debs:/debs" --volume /etc/resolv.conf:/etc/resolv.conf:ro \
    "$container" -- sh -c "apt-get update -qq && cd /debs && apt-get download -qq '$1=$3-*'" >"$home/apt.log" 2>&1 ||
    { tail -n 20 "$home/apt.log" >&2; say "Debian has no $1 $3 any more: which version is there now?"; return 1; }
  buildah rm "$container" >/dev/null
  dpkg-deb -x "$debs/$1"_*.deb "$debs/root"
  tar -C "$debs" -xf "$debs/root/usr/src/$2.tar.xz"
  mv "$debs/modules/$2" "$folder/$4"
  runfile "$3" "$folder"
  rm -rf "$debs"
}

# runfile VERSION FOLDER [FILE]: firmware is a stand-in, no GPU will load it
runfile() {
  local file=$http/${3:-tesla/$1/NVIDIA-Linux-x86_64-$1.run}
  mkdir -p "${file%/*}"
  for firmware in gsp_tu10x gsp_ga10x; do printf 'stands for %s of %s\n' "$firmware" "$1" >"$2/firmware/$firmware.bin"; done
  printf 'The licence of the sources is in their files.\n' >"$2/LICENSE"
  { cat "$world/tiny/installer.sh"; tar -C "$2" --sort=name --mtime=@0 --owner=0 --group=0 -cf - . | xz -T 2 -1; } >"$file"
  rm -rf "$2"
}

# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# Debian, as small as it goes: what every image of the world is made from.

make_base() {
  mkdir -p "$home/apt-lists/partial" "$home/apt-archives/partial"
  rm -rf "$home/root"
  debootstrap --variant=minbase --include=ca-certificates,curl,openssl,xz-utils,kmod bookworm "$home/root" http://deb.debian.org/debian >"$home/debootstrap.log"
  printf 'deb http://deb.debian.org/debian bookworm main contrib non-free\ndeb http://deb.debian.org/debian-security bookworm-security main contrib non-free\n' \
    >"$home/root/etc/apt/sources.list"
  rm -rf "$home/root"/var/{lib/apt/lists,cache/apt,log}/* "$home/root"/usr/share/{doc,man,locale}/*
  local container
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$home/root" / >/dev/null
  buildah config --arch amd64 --cmd /bin/bash "$container"
  publish base "$container" e2e/base:1
  rm -rf "$home/root"
}

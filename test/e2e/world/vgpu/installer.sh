#!/bin/sh
# Unpacks itself as NVIDIA's installer of vGPU guests does: --extract-only --target DIR; else installs what it holds, with the options given.
set -eu
archive() { sed '1,/^ARCHIVE$/d' "$0" | tar -C "$1" -xJf -; }
if [ "${1:-}" = --extract-only ] && [ "${2:-}" = --target ] && [ "$#" -eq 3 ]; then
  mkdir "$3"
  archive "$3"
  exit 0
fi
folder=$(mktemp -d)
archive "$folder"
status=0
(cd "$folder" && ./nvidia-installer "$@") || status=$?
rm -rf "$folder"
exit "$status"
# shellcheck disable=SC2317 # what follows is the archive
ARCHIVE

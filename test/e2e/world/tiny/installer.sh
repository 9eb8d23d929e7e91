#!/bin/sh
# Unpacks itself as NVIDIA's installer does, and does nothing else: --extract-only --target DIR
set -eu
if [ "$#" -ne 3 ] || [ "$1" != --extract-only ] || [ "$2" != --target ]; then
  echo "usage: $0 --extract-only --target DIR" >&2
  exit 1
fi
mkdir "$3"
sed '1,/^ARCHIVE$/d' "$0" | tar -C "$3" -xJf -
exit 0
# shellcheck disable=SC2317 # what follows is the archive
ARCHIVE

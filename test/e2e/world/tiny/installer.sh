#!/bin/sh
# Unpacks itself as NVIDIA's installer does, and does nothing else: --extract-only --target DIR
set -eu
[ "${1:-}" = --extract-only ] && [ "${2:-}" = --target ] && [ -n "${3:-}" ] && [ $# -eq 3 ] || { echo "usage: $0 --extract-only --target DIR" >&2; exit 1; }
mkdir "$3"
sed '1,/^ARCHIVE$/d' "$0" | tar -C "$3" -xJf -
exit 0
ARCHIVE

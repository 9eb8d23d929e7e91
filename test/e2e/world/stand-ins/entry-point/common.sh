# shellcheck shell=bash
would_load() {
  local kernel=$1 module
  shift
  for module; do modprobe -S "$kernel" --show-depends "$module"; done
}

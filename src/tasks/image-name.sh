# shellcheck shell=bash
# Names of images.

# without_tag REFERENCE: the repository of an image
without_tag() {
  local name=${1%@*}
  [[ ${name##*/} != *:* ]] || name=${name%:*}
  printf '%s' "$name"
}

# shellcheck shell=bash
# The OS tags that the GPU operator's generations ask for. OS_TAGS holds the rules, a line each: `rhel rhel{version} rhel{major}`.

# os_tags ID VERSION: one tag a line, for the ID and VERSION_ID of a node's /etc/os-release
os_tags() {
  local id tags tag
  while read -r id tags; do
    [[ $id == "$1" ]] || continue
    for tag in $tags; do
      tag=${tag//\{version\}/$2}
      printf '%s\n' "${tag//\{major\}/${2%%.*}}"
    done
  done <<<"$OS_TAGS"
}


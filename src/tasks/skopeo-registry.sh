# shellcheck shell=bash
# Asking a registry with skopeo. AUTH_FILE and CA_FILE may name files that are not there: an open registry, public authorities.

skopeo_options=()
copy_options=()

# use_registry: credentials and authorities for the calls that follow
use_registry() {
  skopeo_options=()
  copy_options=()
  if [[ -f $AUTH_FILE ]]; then
    skopeo_options+=(--authfile "$AUTH_FILE")
    copy_options+=(--authfile "$AUTH_FILE")
  fi
  if [[ -f $CA_FILE ]]; then
    skopeo_options+=(--cert-dir "${CA_FILE%/*}")
    copy_options+=(--src-cert-dir "${CA_FILE%/*}" --dest-cert-dir "${CA_FILE%/*}")
  fi
}

# digest_of REFERENCE: the digest of an image; nothing where it does not exist; fails on any other answer
digest_of() {
  local output
  if output=$(skopeo inspect --format '{{.Digest}}' "${skopeo_options[@]}" "docker://$1" 2>&1); then
    printf '%s' "$output"
  elif [[ $output =~ manifest\ unknown|name\ unknown|not\ found ]]; then
    return 0
  else
    log "$output"
    fail "cannot ask the registry for $1: check the Secret with its credentials ($AUTH_FILE) and the ConfigMap with its authority ($CA_FILE)"
  fi
}


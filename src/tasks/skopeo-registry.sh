# shellcheck shell=bash
# Asking a registry with skopeo. Needs retry.sh and registry-answers.sh. AUTH_FILE and CA_FILE may name files that are not there: an open
# registry, public authorities.

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
  local status=0
  ask skopeo inspect --format '{{.Digest}}' "${skopeo_options[@]}" "docker://$1" || status=$?
  ((status == 0)) || is_absent || fail_registry "$status" "$1 cannot be read"
}

# push_image IMAGE REFERENCE FILE: pushes an image of buildah's storage; FILE then has its digest
push_image() {
  transfer buildah push --quiet "${skopeo_options[@]}" --digestfile "$3" "$1" "docker://$2" || fail_registry $? "$2 cannot be pushed"
}

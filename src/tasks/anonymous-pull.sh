# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # $http_status, $scheme and what else registry-http.sh sets
# Whether everybody may pull from a repository, asked as everybody: without a login, or with the token that a registry gives to everybody.
# Needs retry.sh, http-answer.sh, registry-http.sh and registry-address.sh. No Secret is read.
# Source: https://distribution.github.io/distribution/spec/auth/token/; opencontainers/distribution-spec, spec.md (Pulling manifests).
# OpenShift's own gives everybody a token, too, and refuses it with 401 where not everybody may get imagestreams/layers (openshift/image-registry,
# pkg/dockerregistry/server/auth.go at 0e07a077).

# What to do where the registry cannot be asked at all.
anonymous_advice="see that it speaks TLS, and that caConfigMap names the authority of its certificate where that is not a public one"

# What an image may be.
manifest_types='application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json'
manifest_types+=', application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json'

# ask_anonymously NAME PATH: leaves in $http_status what everybody is answered; fails as `retry` does
ask_anonymously() {
  : >"$work/login"
  retry anonymous_answer "$2" || return $?
  [[ $http_status == 401 ]] || return 0
  challenge
  [[ $scheme == bearer ]] || return 0
  retry api --get --data-urlencode "service=$service" --data-urlencode "scope=repository:$1:pull" "$realm" || return $?
  if [[ $http_status != 200 ]] || ! take_token; then
    http_status=401
    return 0
  fi
  retry anonymous_answer "$2" --header "@$work/login"
}

# anonymous_answer PATH CURL-OPTION...
anonymous_answer() { api --header "Accept: $manifest_types" "${@:2}" "https://$address/v2/$1"; }

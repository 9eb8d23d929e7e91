# shellcheck shell=bash
# shellcheck disable=SC2034 # AUTH_FILE, CA_FILE and token_login: for whoever asks the registry after this
# The login at OpenShift's own registry, which is asked with the tokens of the API server: that of the step's service account.
# Source: openshift/image-registry, pkg/dockerregistry/server/auth.go (getOpenShiftAPIToken: any user name, the token as password)

token_login=no

# use_token: where TOKEN_REGISTRY names the registry, AUTH_FILE is a file of this step from here on, with the token as the login there, and
# the registry is trusted. The token outlives the task; no step refreshes it.
use_token() {
  [[ -n ${TOKEN_REGISTRY:-} ]] || return 0
  token_login=yes
  trust_services
  AUTH_FILE=${CA_FILE%/*}/config.json
  jq -n --arg registry "$TOKEN_REGISTRY" --rawfile token "$TOKEN_FOLDER/token" \
    '{auths: {($registry): {auth: ("serviceaccount:" + ($token | rtrimstr("\n")) | @base64)}}}' >"$AUTH_FILE"
}

# trust_services: where TOKEN_REGISTRY names the registry, CA_FILE is a file of this step from here on, with the authority of the cluster's
# services beside the others
trust_services() {
  local folder file
  [[ -n ${TOKEN_REGISTRY:-} ]] || return 0
  # A folder that nobody else reads.
  folder=$(mktemp -d)
  for file in "$CA_FILE" "$TOKEN_FOLDER/service-ca.crt"; do
    [[ -f $file ]] || continue
    # A file need not end in a newline.
    printf '%s\n' "$(<"$file")" >>"$folder/ca-bundle.crt"
  done
  CA_FILE=$folder/ca-bundle.crt
}

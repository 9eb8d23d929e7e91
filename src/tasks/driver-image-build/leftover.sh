# shellcheck shell=bash
# Systems that stay registered, by Red Hat's API: an activation key can neither list nor remove any.
# https://docs.redhat.com/en/documentation/subscription_central/1-latest/html/using_apis_in_red_hat_subscription_management/index

# removal_of NAME: what somebody with an offline token can do should the system stay registered; among an account's first 1000
removal_of() {
  printf '%s' "with an offline token of https://access.redhat.com/management/api in the file offline-token: " \
    "tr -d '\\n' <offline-token | curl -sS -d grant_type=refresh_token -d client_id=rhsm-api --data-urlencode refresh_token@- $RHSM_SSO_URL" \
    " | jq -r '\"Authorization: Bearer \\(.access_token)\"' >authorization; " \
    "for offset in {0..900..100}; do curl -sS -H @authorization \"$RHSM_API_URL/systems?limit=100&offset=\$offset\"; done" \
    " | jq -r '.body[] | select(.name == \"$1\").uuid'" \
    " | xargs -rI{} curl -sS -H @authorization -X DELETE $RHSM_API_URL/systems/{}; rm authorization"
}

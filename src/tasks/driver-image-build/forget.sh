#!/usr/bin/env bash
# Removes systems that earlier builds left at Red Hat, where there is a token for its API: those of an earlier attempt of this run, and
# ours that nobody has heard of for a day, which is longer than any build. It only warns: the build needs none of it.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/certificates.sh
. ../certificates.sh
# shellcheck source=src/tasks/download.sh
. ../download.sh
: "${SUBSCRIPTION:?}" "${SYSTEM_NAME:?}" "${SYSTEMS:?}" "${RHSM_API_URL:?}" "${RHSM_SSO_URL:?}"

secret=/secrets/rhsm-api-token/offline-token
if [[ $SUBSCRIPTION != activation-key || ! -s $secret ]]; then exit 0; fi
start=$SECONDS
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ca_bundle "$folder/ca"
# Whoever waits for a clean list waits for the build: three tries are enough.
retry_tries=3

# give_up WHAT: the build goes on
give_up() {
  log "warning: $1: $(why): systems of earlier builds may stay registered"
  exit 0
}

# api URL FILE OPTION...: its answer into FILE; the access token, of five minutes, is a header from a file
api() { retry curl_file "$1" "$2" "$folder/ca" --header "@$folder/authorization" "${@:3}"; }

tr -d '[:space:]' <"$secret" >"$folder/offline-token"
retry curl_file "$RHSM_SSO_URL" "$folder/token" "$folder/ca" --data grant_type=refresh_token --data client_id=rhsm-api \
  --data-urlencode "refresh_token@$folder/offline-token" || give_up "no access token for Red Hat's API at $RHSM_SSO_URL"
jq -er 'if .access_token then "Authorization: Bearer \(.access_token)" else error("no access_token in it") end' "$folder/token" \
  >"$folder/authorization" 2>"$retry_words" || give_up "the answer of $RHSM_SSO_URL is not understood"

# The first 10000 of them. Of each: uuid, name, and lastCheckin, a time such as 2019-09-16T12:41:15.000Z; one without a time is left alone.
page=100
for ((offset = 0; offset < 10000; offset += page)); do
  api "$RHSM_API_URL/systems?limit=$page&offset=$offset" "$folder/page" || give_up "the systems at $RHSM_API_URL cannot be listed"
  jq -r --arg own "$SYSTEM_NAME" --arg ours "$SYSTEMS" '.body[] | select(.name == $own or ((.name | startswith($ours)) and .lastCheckin
    and (.lastCheckin | sub("[.][0-9]+"; "") | fromdateiso8601) < now - 86400)) | "\(.uuid) \(.name)"' "$folder/page" \
    >>"$folder/leftover" 2>"$retry_words" || give_up "the answer of $RHSM_API_URL is not understood"
  (($(jq '.body | length' "$folder/page") == page)) || break
done

while read -r uuid name; do
  api "$RHSM_API_URL/systems/$uuid" "$folder/answer" --request DELETE || {
    log "warning: system $name of an earlier build cannot be removed: $(why)"
    continue
  }
  log "system $name of an earlier build is removed"
done <"$folder/leftover"
done_in "search for systems of earlier builds" "$start"

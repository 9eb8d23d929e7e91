#!/usr/bin/env bash
# Whether the push Secret, or the service account, may pull from and push to the three repositories: by beginning an upload, and taking it back.
# Sources: https://distribution.github.io/distribution/spec/api/; opencontainers/distribution-spec, spec.md (Pushing blobs).
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/certificates.sh
. ../certificates.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/registry-token.sh
. ../registry-token.sh
# shellcheck source=src/tasks/registry-answers.sh
. ../registry-answers.sh
# shellcheck source=src/tasks/registry-address.sh
. ../registry-address.sh
# shellcheck source=src/tasks/driver-image-preflight/finding.sh
. finding.sh
# shellcheck source=src/tasks/driver-image-preflight/finding-after.sh
. finding-after.sh
# shellcheck source=src/tasks/http-answer.sh
. ../http-answer.sh
# shellcheck source=src/tasks/registry-http.sh
. ../registry-http.sh
# shellcheck source=src/tasks/driver-image-preflight/registry-login.sh
. registry-login.sh
: "${IMAGE:?}" "${SECRET:?}" "${FINDINGS:?}"

start=$SECONDS
umask 077
work=$(mktemp -d)
use_token
registry_address "$IMAGE" "$work"
# Whose login it is, what to do where it is refused, and whose rights count.
holder="the Secret $SECRET" valid="write valid ones that may push and pull into it" granted="the account of the Secret $SECRET"
if [[ $token_login == yes ]]; then
  holder="the service account of this pod" valid="is it OpenShift's own registry? Then run again"
  granted="$holder, which the manifests bind to system:image-builder in namespace ${path%%/*},"
fi

# may_pull NAME, may_push NAME: what is refused is a finding
may_pull() {
  local status=0
  retry api "${account[@]}" "https://$address/v2/$1/tags/list?n=1" || status=$?
  if ((status != 0)); then
    finding_after "$status" "$host/$1 cannot be read" "$(registry_advice)"
  elif [[ $http_status != 200 && $http_status != 404 ]]; then
    finding permanent "$host/$1 cannot be pulled from (answer $http_status): let $granted pull there"
  fi
}
may_push() {
  local status=0
  begin_upload "$1" "${account[@]}" || status=$?
  if ((status != 0)); then
    finding_after "$status" "$host/$1 cannot be pushed to" "$(registry_advice)"
  elif [[ $http_status != 202 ]]; then
    finding permanent "$host/$1 cannot be pushed to (answer $http_status): let $granted push there, and create the repository where the registry does not do it"
  else
    log "$host/$1 can be pushed to"
    take_back "${account[@]}"
  fi
}

# begin_upload NAME CURL-OPTION...
begin_upload() { retry api --request POST --header 'Content-Length: 0' "${@:2}" "https://$address/v2/$1/blobs/uploads/"; }

# take_back CURL-OPTION...: ends the upload that was begun. Registries forget it in the end; a login is for this registry only.
take_back() {
  local url
  url=$(header location)
  [[ $url != /* ]] || url=https://$address$url
  [[ $url == "https://$address/"* ]] || return 0
  api --request DELETE "$@" "$url" || log "the upload that was begun cannot be taken back: the registry forgets it later"
}

status=0
retry api "https://$address/v2/" || status=$?
if ((status != 0)); then
  finding_after "$status" "registry $host cannot be reached" "$(registry_advice)"
  exit 0
fi
if [[ $http_status != 200 && $http_status != 401 ]]; then
  finding permanent "$host is no registry (answer $http_status of https://$address/v2/): correct image of the configuration"
  exit 0
fi
scheme=open
# Some let everybody in, to read, and want a login for the rest.
if [[ $http_status == 200 ]]; then begin_upload "$path" || true; fi
case $http_status in
  401) challenge ;;
  202) take_back ;;
esac
if [[ $scheme == unknown ]]; then
  finding permanent "registry $host wants a login that is neither basic nor by token: use another one"
  exit 0
fi
for name in "$path" "$path-kmod" "$path-staging"; do
  login "$name"
  [[ $logged_in == yes ]] || continue
  account=(--header "@$work/login")
  may_pull "$name"
  may_push "$name"
done
done_in "check of the registry" "$start"

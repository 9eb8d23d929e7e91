# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # $headers, $short: http-answer.sh; $work: who sources it
# Asking a registry with curl, and what it wants for an answer. Needs http-answer.sh, and the authorities in $work/ca.crt.

# api CURL-OPTION... URL: one answer, over TLS only: its status in $http_status, its body in the file $body
body=$(mktemp)
api() {
  http_status=$(curl --silent --show-error --proto '=https' "${short[@]}" --cacert "$work/ca.crt" --dump-header "$headers" --output "$body" \
    --write-out '%{http_code}' "$@") || return $?
  case $http_status in
    408 | 425 | 429 | 5??)
      printf 'answer with status %s\n' "$http_status" >&2
      return 1
      ;;
  esac
}

# challenge: how the registry wants to be asked, after its answer 401: $scheme, and for tokens $realm and $service
# Source: https://distribution.github.io/distribution/spec/auth/token/
challenge() {
  local wanted
  wanted=$(header www-authenticate)
  scheme=unknown realm='' service=''
  if grep -iq '^bearer ' <<<"$wanted"; then
    scheme=bearer
    realm=$(sed -nE '/^bearer /I s/.*[ ,]realm="([^"]*)".*/\1/Ip' <<<"$wanted")
    service=$(sed -nE '/^bearer /I s/.*[ ,]service="([^"]*)".*/\1/Ip' <<<"$wanted")
  elif grep -iq '^basic' <<<"$wanted"; then
    scheme=basic
  fi
}

# take_token: the token of the answer, as the header $work/login
take_token() { jq -er '"Authorization: Bearer " + ((.token // .access_token) | strings)' "$body" >"$work/login" 2>/dev/null; }

#!/usr/bin/env bash
# Whether a key in a PKCS#11 token signs, and is that of the certificate: a few bytes are signed, once. Runs in an image of the user's.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/pkcs11-token.sh
. ../pkcs11-token.sh
# shellcheck source=src/tasks/driver-image-preflight/finding.sh
. finding.sh
: "${SIGNER:?}" "${SECRET:?}" "${FINDINGS:?}"

if [[ $SIGNER != external ]]; then
  log "signer is $SIGNER: no token is asked"
  exit 0
fi
start=$SECONDS
work=$(mktemp -d)
# ends WHAT: a finding that a signature is not worth trying with
ends() {
  finding permanent "$1"
  exit 0
}

problem=$(pin_problem)
[[ -z $problem ]] || ends "$problem"
find_token || ends "$no_way"
if ! openssl x509 -inform DER -in /secrets/certificate/public_key.der -out "$work/certificate.pem" 2>/dev/null; then
  log "the certificate is none: the token is not asked"
  exit 0
fi
printf 'nvidia-driver-pipelines' >"$work/probe"
status=0
sign_by_token "$work/probe" "$work/certificate.pem" "$work/signature" || status=$?
if ((status == transient)); then
  finding transient "$(token_problem "$status")"
elif ((status != 0)); then
  finding permanent "$(token_problem "$status")"
elif ! openssl cms -verify -binary -inform DER -in "$work/signature" -content "$work/probe" -certfile "$work/certificate.pem" -noverify \
  -out /dev/null 2>/dev/null; then
  finding permanent "the signature of the key $KEY_URI is not by the certificate public_key.der in the Secret $SECRET: name the right key, or write its certificate into the Secret"
fi
done_in "check of the token of $KEY_URI" "$start"

#!/usr/bin/env bash
# Makes the signatures of the modules with a key in a PKCS#11 token. Runs in an image of the user's, and is the one step that sees the PIN;
# the step `sign` trusts none of it, and appends only what is by the certificate.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/pkcs11-token.sh
. ../pkcs11-token.sh
: "${SECRET:?}" "${WORK:?}" "${SIGNATURES:?}"

if [[ -z $KEY_URI ]]; then
  log "no key of a token is used: the step sign signs"
  exit 0
fi
start=$SECONDS
problem=$(pin_problem)
[[ -z $problem ]] || fail "$problem"
find_token || fail "$no_way"

certificate=$(mktemp)
openssl x509 -inform DER -in /secrets/certificate/public_key.der -out "$certificate" ||
  fail "public_key.der of the Secret $SECRET is no certificate in DER: make it with openssl x509 -outform DER"
for module in "$WORK"/kmod/modules/*.ko; do
  status=0
  sign_by_token "$module" "$certificate" "$SIGNATURES/${module##*/}.p7s" || status=$?
  if ((status == transient)); then fail_transient "$(token_problem "$status")"; fi
  ((status == 0)) || fail "$(token_problem "$status")"
done
done_in "signing of $(find "$SIGNATURES" -name '*.p7s' | wc -l) modules by the token of $KEY_URI" "$start"

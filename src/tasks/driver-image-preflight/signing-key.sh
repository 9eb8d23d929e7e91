#!/usr/bin/env bash
# Whether the signing Secret holds a key and its certificate. The key is read by openssl alone; one in a token is another step's.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/driver-image-preflight/finding.sh
. finding.sh
: "${SIGNER:?}" "${SECRET:?}" "${FINDINGS:?}"

if [[ $SIGNER != secret && $SIGNER != external ]]; then
  log "signer is $SIGNER: no key is needed"
  exit 0
fi
key=/secrets/signing/private_key.priv certificate=/secrets/signing/public_key.der
of_key='' of_certificate=''
if [[ $SIGNER == external ]]; then
  log "the key is in a token"
elif [[ ! -f $key ]]; then
  finding permanent "the Secret $SECRET has no key private_key.priv: create it with --from-file=private_key.priv"
elif ! of_key=$(openssl pkey -in "$key" -passin pass: -pubout 2>/dev/null); then
  finding permanent "private_key.priv of the Secret $SECRET is no private key in PEM without a password: make it with openssl pkey"
fi
if [[ ! -f $certificate ]]; then
  finding permanent "the Secret $SECRET has no key public_key.der: create it with --from-file=public_key.der"
elif ! of_certificate=$(openssl x509 -inform DER -in "$certificate" -noout -pubkey 2>/dev/null); then
  finding permanent "public_key.der of the Secret $SECRET is no certificate in DER: make it with openssl x509 -outform DER"
elif ! openssl x509 -inform DER -in "$certificate" -noout -checkend 0 >/dev/null; then
  finding permanent "the certificate public_key.der of the Secret $SECRET is expired since $(openssl x509 -inform DER -in "$certificate" -noout -enddate | cut -d = -f 2): make a new one for the key, and enroll it on the nodes"
fi
[[ -z $of_key || -z $of_certificate || $of_key == "$of_certificate" ]] ||
  finding permanent "private_key.priv and public_key.der of the Secret $SECRET do not belong together: make both from one key pair"
log "the Secret $SECRET is checked"

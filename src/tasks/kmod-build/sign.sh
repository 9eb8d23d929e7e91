#!/usr/bin/env bash
# Signs the modules with the key of the Secret, or with a key pair that exists for this build only. The one step that sees a key.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
: "${KERNEL:?}" "${SIGNER:?}" "${KEY:?}" "${WORK:?}"

start=$SECONDS
if [[ $SIGNER == self-signed ]]; then
  key=$KEY/private_key.priv certificate=$KEY/public_key.der
  openssl req -x509 -new -newkey rsa:4096 -nodes -sha256 -days 36500 -batch -subj '/CN=nvidia-driver-pipelines self-signed' \
    -addext basicConstraints=critical,CA:FALSE -addext keyUsage=digitalSignature \
    -keyout "$key" -outform DER -out "$certificate" 2>/dev/null
else
  key=/secrets/signing/private_key.priv certificate=/secrets/signing/public_key.der
  [[ -f $key && -f $certificate ]] || fail "the signing Secret needs the keys private_key.priv and public_key.der"
  [[ $SIGNER == "sha256:$(sha256sum "$certificate" | cut -d ' ' -f 1)" ]] ||
    fail "the certificate in the signing Secret is not the one that the lookup saw ($SIGNER): the Secret was changed meanwhile; run again"
  public=$(openssl x509 -inform DER -in "$certificate" -noout -pubkey 2>/dev/null) ||
    fail "public_key.der of the signing Secret is no certificate in DER: convert it with openssl x509 -outform DER, and create the Secret again"
  [[ $(openssl pkey -in "$key" -pubout 2>/dev/null) == "$public" ]] ||
    fail "private_key.priv and public_key.der of the signing Secret do not belong together: make both from one key pair"
fi

rm -rf "$WORK/signed"
mkdir "$WORK/signed"
for module in "$WORK"/kmod/modules/*.ko; do
  "/usr/src/kernels/$KERNEL/scripts/sign-file" sha256 "$key" "$certificate" "$module" "$WORK/signed/${module##*/}"
done
cp "$certificate" "$WORK/public_key.der"
done_in "signing of $(find "$WORK/signed" -name '*.ko' | wc -l) modules" "$start"

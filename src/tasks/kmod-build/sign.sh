#!/usr/bin/env bash
# Signs the modules with the key of the Secret, or with a key pair that exists for this build only; of a key in a token it appends the
# signatures that the step before made. The one step that sees a key.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
: "${KERNEL:?}" "${SIGNER:?}" "${KEY:?}" "${SIGNATURES:?}" "${WORK:?}"

start=$SECONDS
key=/secrets/signing/private_key.priv certificate=/secrets/signing/public_key.der

# make_pair: a key pair for this build. Each line of SUBJECT is checked, for openssl reads it as a part of its configuration.
make_pair() {
  local line value='[A-Za-z0-9]([A-Za-z0-9 .,_@:()&+-]*[A-Za-z0-9.)])?'
  key=$KEY/private_key.priv certificate=$KEY/public_key.der
  : "${SUBJECT:=commonName=nvidia-driver-pipelines self-signed}"
  [[ $SUBJECT == commonName=* ]] || fail "the subject of the signing certificate has no commonName in its first line: \"$SUBJECT\": write one"
  while read -r line; do
    [[ $line =~ ^(commonName|organizationName|emailAddress)=$value$ ]] ||
      fail "\"$line\" is no line of a certificate's subject: write commonName, organizationName or emailAddress, =, and letters, digits, spaces and . , _ @ : ( ) & + - alone"
  done <<<"$SUBJECT"
  cat >"$KEY/openssl.cnf" <<CONFIGURATION
[req]
distinguished_name = subject
x509_extensions = extensions
string_mask = utf8only
prompt = no
[extensions]
basicConstraints = critical,CA:FALSE
keyUsage = digitalSignature
subjectKeyIdentifier = hash
[subject]
$SUBJECT
CONFIGURATION
  openssl req -x509 -new -newkey rsa:4096 -nodes -sha256 -days 36500 -batch -config "$KEY/openssl.cnf" \
    -keyout "$key" -outform DER -out "$certificate" 2>"$WORK/openssl.log" ||
    fail "no certificate can be made with the subject \"${SUBJECT//$'\n'/, }\": $(tail -n 1 "$WORK/openssl.log"): shorten it"
}

# take_certificate: that of the Secret, with the public key that it has
take_certificate() {
  [[ $SIGNER == "sha256:$(sha256sum "$certificate" | cut -d ' ' -f 1)" ]] ||
    fail "the certificate in the signing Secret is not the one that the lookup saw ($SIGNER): the Secret was changed meanwhile; run again"
  public=$(openssl x509 -inform DER -in "$certificate" -noout -pubkey 2>/dev/null) ||
    fail "public_key.der of the signing Secret is no certificate in DER: convert it with openssl x509 -outform DER, and create the Secret again"
}

if [[ -n $KEY_URI ]]; then
  [[ -f $certificate ]] || fail "the signing Secret has no key public_key.der: create it with --from-file=public_key.der"
  take_certificate
  openssl x509 -inform DER -in "$certificate" -out "$WORK/certificate.pem"
elif [[ $SIGNER == self-signed ]]; then
  make_pair
else
  [[ -f $key && -f $certificate ]] || fail "the signing Secret needs the keys private_key.priv and public_key.der"
  take_certificate
  [[ $(openssl pkey -in "$key" -pubout 2>/dev/null) == "$public" ]] ||
    fail "private_key.priv and public_key.der of the signing Secret do not belong together: make both from one key pair"
fi

rm -rf "$WORK/signed"
mkdir "$WORK/signed"
for module in "$WORK"/kmod/modules/*.ko; do
  name=${module##*/}
  how=(sha256 "$key")
  if [[ -n $KEY_URI ]]; then
    signature=$SIGNATURES/$name.p7s
    openssl cms -verify -binary -inform DER -in "$signature" -content "$module" -certfile "$WORK/certificate.pem" -nointern -noverify -out /dev/null ||
      fail "the signature of $name that the image of signing.external made with $KEY_URI is not by the certificate public_key.der of the signing Secret: name the key of that certificate"
    how=(-s "$signature" sha256)
  fi
  "/usr/src/kernels/$KERNEL/scripts/sign-file" "${how[@]}" "$certificate" "$module" "$WORK/signed/$name"
done
cp "$certificate" "$WORK/public_key.der"
done_in "signing of $(find "$WORK/signed" -name '*.ko' | wc -l) modules" "$start"

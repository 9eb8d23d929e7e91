# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# Entitlements of the cluster, as Red Hat gives them: a certificate that names its architecture, and its key; one for each of two.

make_entitlement() {
  local arch folder=$home/entitlement
  rm -rf "$folder"
  mkdir -p "$folder"
  openssl req -x509 -new -newkey rsa:2048 -nodes -days 3650 -batch -subj '/CN=e2e entitlements' -keyout "$folder/ca.key" -out "$folder/ca.crt" 2>/dev/null
  for arch in x86_64 aarch64; do
    mkdir "$folder/$arch"
    # The extension in which version 1 of such certificates tells the architectures (candlepin/subscription-manager, certificate2.py).
    openssl req -new -newkey rsa:2048 -nodes -batch -subj "/CN=e2e entitlement for $arch" -addext "1.3.6.1.4.1.2312.9.1.479.3=ASN1:UTF8String:$arch" \
      -keyout "$folder/$arch/entitlement-key.pem" -out "$folder/$arch/request" 2>/dev/null
    openssl x509 -req -in "$folder/$arch/request" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" -copy_extensions copy -days 3650 \
      -out "$folder/$arch/entitlement.pem" 2>/dev/null
  done
}

# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# Two signing key pairs, as a user makes them, one that has expired; and the certificate of the registry that has faults.

make_keys() {
  local name
  for name in first second; do
    mkdir -p "$home/keys/$name"
    openssl req -x509 -new -newkey rsa:4096 -nodes -sha256 -days 3650 -batch -subj "/CN=e2e $name key" \
      -keyout "$home/keys/$name/private_key.priv" -outform DER -out "$home/keys/$name/public_key.der" 2>/dev/null
  done
  mkdir -p "$home/keys/expired" "$home/keys/faulty"
  openssl req -new -newkey rsa:2048 -nodes -batch -subj '/CN=e2e expired key' -keyout "$home/keys/expired/private_key.priv" -out "$home/keys/request" 2>/dev/null
  openssl x509 -req -in "$home/keys/request" -signkey "$home/keys/expired/private_key.priv" -days -1 -outform DER -out "$home/keys/expired/public_key.der" 2>/dev/null
  openssl req -x509 -new -newkey rsa:2048 -nodes -days 3650 -batch -subj '/CN=e2e faulty registry' -addext "subjectAltName=IP:$E2E_NODE_ADDRESS" \
    -keyout "$home/keys/faulty/tls.key" -out "$home/keys/faulty/tls.crt" 2>/dev/null
}

# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# Two signing key pairs, as a user makes them.

make_keys() {
  local name
  for name in first second; do
    mkdir -p "$home/keys/$name"
    openssl req -x509 -new -newkey rsa:4096 -nodes -sha256 -days 3650 -batch -subj "/CN=e2e $name key" \
      -keyout "$home/keys/$name/private_key.priv" -outform DER -out "$home/keys/$name/public_key.der" 2>/dev/null
  done
}

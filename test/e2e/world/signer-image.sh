# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# The signer's image, as users make it who have a hardware security module: its PKCS#11 library beside openssl. Here the module is SoftHSM,
# and the key was made in it: it is in no file but SoftHSM's own, which gives it to nobody.

signer_pin=e2e-signer-pin

make_signer_image() {
  local container module=/usr/lib/softhsm/libsofthsm2.so tokens=/var/lib/e2e-tokens
  container=$(buildah from localhost/e2e/base:1)
  install_packages "$container" softhsm2 opensc libengine-pkcs11-openssl
  buildah config --env "PKCS11_MODULE_PATH=$module" --env SOFTHSM2_CONF=/etc/e2e-softhsm2.conf "$container"
  # The user of a pod is none that the image knows.
  buildah run --isolation chroot "$container" -- sh -euc "
    mkdir -p $tokens /out
    printf 'directories.tokendir = $tokens\nobjectstore.backend = file\n' >/etc/e2e-softhsm2.conf
    softhsm2-util --init-token --free --label acme --so-pin $signer_pin-so --pin $signer_pin
    pkcs11-tool --module $module --token-label acme --login --pin $signer_pin --keypairgen --key-type rsa:4096 --id 01 --label drivers
    openssl req -x509 -new -engine pkcs11 -keyform engine -key 'pkcs11:token=acme;object=drivers;type=private;pin-value=$signer_pin' \
      -sha256 -days 3650 -subj '/CN=e2e key of the security module' -outform DER -out /out/public_key.der
    chmod -R a+rwX $tokens" >"$home/signer.log" 2>&1 || { tail -n 20 "$home/signer.log" >&2; return 1; }
  mkdir -p "$home/keys/module"
  # Without the end of a line, which some programs take for a part of it.
  printf '%s' "$signer_pin" >"$home/keys/module/pin"
  printf '%s' e2e-wrong-pin >"$home/keys/module/wrong-pin"
  buildah run --isolation chroot "$container" -- cat /out/public_key.der >"$home/keys/module/public_key.der"
  buildah run --isolation chroot "$container" -- rm -r /out
  publish signer_image "$container" e2e/signer:1
}

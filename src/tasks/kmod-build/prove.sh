#!/usr/bin/env bash
# Proves what was packaged: the complete set of modules, each compiled for this kernel and signed by the promised signer, in an RPM
# that is the root user's.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
: "${KERNEL:?}" "${DRIVER_VERSION:?}" "${STAGING_TAG:?}" "${WORK:?}"

start=$SECONDS
rpm=$(find "$WORK/package/rpms" -name '*.rpm')
# of_rpm OPTION...: what the RPM says of itself; that its signature is not known is no matter here
of_rpm() {
  rpm -qp "$@" "$rpm" 2>"$WORK/rpm.log" || fail "$rpm cannot be read: $(tail -n 1 "$WORK/rpm.log"): see the step package, which made it"
}

expected=$'nvidia-drm\nnvidia-modeset\nnvidia-peermem\nnvidia-uvm\nnvidia'
found=$(of_rpm --list | sed -n 's#.*/\(.*\)\.ko$#\1#p' | LC_ALL=C sort)
[[ $found == "$(LC_ALL=C sort <<<"$expected")" ]] ||
  fail "the modules of $DRIVER_VERSION are ${found//$'\n'/ }, wanted are ${expected//$'\n'/ }: is the runfile complete?"

# modinfo names a signer by the issuer of its certificate, which is its subject where it signed itself (kmod-project/kmod at v28,
# libkmod/libkmod-signature.c, fill_pkcs7).
subject=$(openssl x509 -inform DER -in "$WORK/public_key.der" -noout -issuer -nameopt multiline | sed -n 's/^ *commonName *= //p')
for module in $found; do
  file=$WORK/signed/$module.ko
  vermagic=$(modinfo -F vermagic "$file")
  [[ ${vermagic%% *} == "$KERNEL" ]] || fail "$module.ko was compiled for ${vermagic%% *}, wanted is $KERNEL"
  signer=$(modinfo -F signer "$file")
  [[ $signer == "$subject" ]] || fail "$module.ko is signed by \"$signer\", wanted is \"$subject\": the certificate needs a common name (CN)"
done

provides=$(of_rpm --provides)
grep -Fxq "nvidia-kmod = 3:$DRIVER_VERSION" <<<"$provides" || fail "$rpm does not provide nvidia-kmod = 3:$DRIVER_VERSION"
files=$(of_rpm --qf '[%{FILEMODES:octal} %{FILEUSERNAME} %{FILEGROUPNAME} %{FILENAMES}\n]')
foreign=$(grep -Ev '^0?(100644|40755) root root ' <<<"$files") || true
[[ -z $foreign ]] || fail "$rpm holds files that are not the root user's, or have unexpected modes: $foreign"

certificate=sha256:$(sha256sum "$WORK/public_key.der" | cut -d ' ' -f 1)
printf '%s\n' "signer-name=$subject" "certificate=$certificate" "kmod-image=$(<"$KMOD_IMAGE_FILE")" "run=$STAGING_TAG" >"$WORK/package.labels"
result "$VERMAGIC_FILE" "$vermagic"
result "$SIGNER_NAME_FILE" "$subject"
done_in "proof of ${rpm##*/}" "$start"

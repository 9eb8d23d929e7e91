#!/usr/bin/env bash
# Publishes the signing certificate beside the driver images, as an image of one small layer, and notes what there is to say of it. That of
# a pair which was made for one build is in its image alone, and in the ConfigMap.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/registry-token.sh
. ../registry-token.sh
# shellcheck source=src/tasks/registry-answers.sh
. ../registry-answers.sh
# shellcheck source=src/tasks/skopeo-registry.sh
. ../skopeo-registry.sh
: "${IMAGE:?}" "${SIGNER:?}" "${CERTIFICATE_FILE:?}" "${WORK:?}"

start=$SECONDS
certificate=$WORK/public_key.der
if [[ ! -f $certificate ]]; then
  # The image was published before: by the certificate of the Secret or, of a pair for one build, by one that only the image has.
  certificate=$CERTIFICATE_FILE
  if [[ ! -f $certificate || $SIGNER != "sha256:$(sha256sum "$certificate" | cut -d ' ' -f 1)" ]]; then
    log "the certificate of signer $SIGNER was kept when its image was published: nothing to do"
    exit 0
  fi
fi
fingerprint=sha256:$(sha256sum "$certificate" | cut -d ' ' -f 1)

about=(openssl x509 -inform DER -in "$certificate" -noout -nameopt "RFC2253,-esc_msb")
end=$("${about[@]}" -enddate)
subject=$("${about[@]}" -subject)
jq -n --arg fingerprint "$fingerprint" --arg subject "${subject#subject=}" --arg ends "$(date -u -d "${end#notAfter=}" +%FT%TZ)" \
  --arg pem "$(openssl x509 -inform DER -in "$certificate")" --arg der "$(base64 -w 0 "$certificate")" \
  '{$fingerprint, $subject, $ends, pem: ($pem + "\n"), $der}' >"$WORK/certificate.json"
if [[ $SIGNER == self-signed ]]; then
  log "certificate $fingerprint is that of one image"
  exit 0
fi

use_token
use_registry
hex=${fingerprint#sha256:}
reference=$IMAGE:signing-certificate-${hex:0:16}
found=$(digest_of "$reference")
if [[ -n $found ]]; then
  log "$reference is there: nothing to push"
  exit 0
fi
# The same certificate makes the same image, wherever it is made.
layout=$WORK/certificate-image blobs=$WORK/certificate-image/blobs/sha256
rm -rf "$layout"
mkdir -p "$blobs" "$WORK/certificate-layer"
cp "$certificate" "$WORK/certificate-layer/public_key.der"
# blob FILE: takes it into the image; $blob is its descriptor but for its type
blob() {
  blob=$(jq -n --arg digest "$(sha256sum "$1" | cut -d ' ' -f 1)" --arg size "$(wc -c <"$1")" '{digest: "sha256:\($digest)", size: ($size | tonumber)}')
  mv "$1" "$blobs/$(jq -r '.digest[7:]' <<<"$blob")"
}
tar -C "$WORK/certificate-layer" --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=0644 -cf "$WORK/blob" public_key.der
blob "$WORK/blob"
layer=$blob
jq -n --argjson layer "$layer" --arg fingerprint "$fingerprint" '{architecture: "amd64", os: "linux",
  config: {Labels: {"nvidia-driver-pipelines.certificate": $fingerprint}}, rootfs: {type: "layers", diff_ids: [$layer.digest]}}' >"$WORK/blob"
blob "$WORK/blob"
jq -n --argjson layer "$layer" --argjson config "$blob" '"application/vnd.oci.image." as $type
  | {schemaVersion: 2, mediaType: ($type + "manifest.v1+json"), config: ({mediaType: ($type + "config.v1+json")} + $config),
    layers: [{mediaType: ($type + "layer.v1.tar")} + $layer]}' >"$WORK/blob"
blob "$WORK/blob"
jq -n --argjson manifest "$blob" '{schemaVersion: 2, manifests: [{mediaType: "application/vnd.oci.image.manifest.v1+json"} + $manifest]}' >"$layout/index.json"
printf '{"imageLayoutVersion": "1.0.0"}' >"$layout/oci-layout"
transfer skopeo copy --quiet "${copy_options[@]}" "oci:$layout" "docker://$reference" || fail_registry $? "$reference cannot be written"
done_in "push of $reference" "$start"

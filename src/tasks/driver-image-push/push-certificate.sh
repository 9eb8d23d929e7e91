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
# shellcheck source=src/tasks/buildah.sh
. ../buildah.sh
# shellcheck source=src/tasks/packed-folder.sh
. ../packed-folder.sh
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
prepare_buildah
folder=$WORK/certificate
mkdir -p "$folder"
install -m 0644 "$certificate" "$folder/public_key.der"
echo "certificate=$fingerprint" >"$folder.labels"
pack_folder "$folder"
push_image packed "$reference" "$WORK/certificate-digest"
done_in "push of $reference" "$start"

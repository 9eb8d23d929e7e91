#!/usr/bin/env bash
# Keeps the certificate of the published image in the ConfigMap of its target, for people who enroll it on the nodes. Other writers lose
# nothing. The image is published: nothing that goes wrong here fails the run.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
: "${NAMESPACE:?}" "${IMAGE_URL_FILE:?}" "${IMAGE_DIGEST_FILE:?}" "${WORK:?}"

if [[ -z $CONFIG_MAP || ! -f $WORK/certificate.json ]]; then exit 0; fi
tries=10
image=$(<"$IMAGE_URL_FILE")@$(<"$IMAGE_DIGEST_FILE")
cd "$(mktemp -d)"
cat >certificates.jq <<'JQ'
#include tasks/driver-image-push/certificates.jq
JQ

# give_up WHY: WHAT TO DO
give_up() {
  log "warning: ConfigMap $CONFIG_MAP has not the certificate of $image: $1"
  exit 0
}

for ((try = 1; try <= tries; try++)); do
  ask oc get configmap "$CONFIG_MAP" --namespace "$NAMESPACE" -o json --ignore-not-found >there.json ||
    give_up "it cannot be read: $(why): let this service account get and update it"
  [[ -s there.json ]] || give_up "it is not there: apply the manifests that synth has written"
  jq --slurpfile certificates "$WORK/certificate.json" --arg image "$image" --arg now "$(date -u +%FT%TZ)" -f certificates.jq there.json >kept.json
  if ask oc replace --namespace "$NAMESPACE" -f kept.json >/dev/null; then
    log "ConfigMap $CONFIG_MAP has certificate $(jq -r .fingerprint "$WORK/certificate.json") of $image"
    exit 0
  fi
  words | grep -q Conflict || give_up "it cannot be written: $(why): let this service account get and update it"
  sleep 1
done
give_up "others wrote it at each of $tries tries: nothing to do, the next image brings it"

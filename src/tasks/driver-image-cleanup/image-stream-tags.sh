#!/usr/bin/env bash
# Removes what a run left in <image>-staging where that is in OpenShift's own registry: there tags are objects of the API, and the registry
# refuses to delete what one of them names. The images themselves go when OpenShift prunes.
# Source: openshift/image-registry, pkg/dockerregistry/server/manifestservice.go (Delete) at d4cce000
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
: "${IMAGE:?}" "${STAGING_TAG:?}"

if [[ -z $TOKEN_REGISTRY ]]; then
  log "$IMAGE is not in OpenShift's own registry: there are no image stream tags"
  exit 0
fi
start=$SECONDS
IFS=/ read -r _ namespace name <<<"$IMAGE"
for tag in "$STAGING_TAG-kmod" "$STAGING_TAG"; do
  ask oc delete imagestreamtag "$name-staging:$tag" --namespace "$namespace" --ignore-not-found --wait=false >&2 ||
    log "warning: image stream tag $name-staging:$tag in namespace $namespace is not removed: $(why)"
done
done_in "removal of the image stream tags of $STAGING_TAG" "$start"

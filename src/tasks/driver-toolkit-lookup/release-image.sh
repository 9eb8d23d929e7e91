# shellcheck shell=bash
# From what a release is called to its image. Needs retry.sh, release-facts.sh, RELEASES, RELEASE_REPOSITORY, RELEASES_CONFIG_MAP,
# NAMESPACE, PLATFORM, NODE_ARCH.

# release_image RELEASE: of nothing the cluster's own, of an image itself, of a version the first that names it; ends the shell where
# none does
release_image() {
  case $1 in
    '')
      log "release: the cluster's own"
      cluster_version "give the release" -o 'jsonpath={.status.desired.image}'
      ;;
    */*) printf '%s' "$1" ;;
    *) version_image "$1" ;;
  esac
}

# version_image VERSION: asks those who may name its image, one after another
version_image() {
  local source image
  for source in image_in_cluster_version image_in_configuration image_in_channel; do
    image=$("$source" "$1") || exit $?
    [[ -z $image ]] || break
  done
  [[ -n $image ]] ||
    fail "release $1 is neither in the ClusterVersion nor in the configuration: add it to releases of nvidia-drivers.yaml, then synth and apply"
  log "release $1: $image"
  printf '%s' "$image"
}

# cluster_version WHAT TO DO WITHOUT IT, OPTION...: what oc prints of it
cluster_version() {
  ask oc get clusterversion version "${@:2}" || fail_after $? "the ClusterVersion \"version\" cannot be read" "$1, or let this service account get clusterversions"
}

# image_in_cluster_version VERSION: of what the cluster is at, was at, or may be upgraded to; it has digests
image_in_cluster_version() {
  local found
  found=$(cluster_version "give the release by its image" -o json --ignore-not-found) || exit $?
  jq -r --arg version "$1" '[.status | .desired, .history[]?, .availableUpdates[]?, .conditionalUpdates[]?.release
    | select(.version == $version).image] | first // empty' <<<"$found"
}

# image_in_configuration VERSION: as the configuration names it, or that image of the configuration which says that it is this version
image_in_configuration() {
  local named info
  if [[ " $RELEASES " == *" $1 "* ]]; then
    printf '%s' "$RELEASE_REPOSITORY:$1-${PLATFORM%%+*}"
    return
  fi
  for named in $RELEASES; do
    [[ $named == */* ]] || continue
    info=$(release_info "$named" "$NODE_ARCH") || exit $?
    [[ $(jq -r '.metadata.version // empty' <<<"$info") == "$1" ]] || continue
    printf '%s' "$named"
    break
  done
}

# image_in_channel VERSION: as the watcher found it in a channel of the update service
image_in_channel() {
  local found
  found=$(ask oc get configmap "$RELEASES_CONFIG_MAP" --namespace "$NAMESPACE" -o json --ignore-not-found) ||
    fail_after $? "ConfigMap $RELEASES_CONFIG_MAP cannot be read" "let this service account get it"
  jq -r --arg version "$1" --arg arch ".$NODE_ARCH" '[.data // {} | to_entries[] | select(.key | endswith($arch)).value | fromjson
    | select(.channel and .version == $version).image] | first // empty' <<<"$found"
}

# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# Release images: what of them the lookup reads. Two releases share a kernel, as z-streams do.

make_releases() {
  release 4.20.3 a
  release 4.20.4 a
  release 4.20.5 b
  local container
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$world/releases.sh" /something-else >/dev/null
  publish releases "$container" not-a-release:1
}

# release VERSION TOOLKIT
release() {
  local folder=$home/release container
  rm -rf "$folder"
  mkdir -p "$folder/release-manifests"
  jq -n --arg version "$1" --arg name "$E2E_SECURE_REGISTRY/ocp/driver-toolkit@$(digest "ocp/driver-toolkit:$2")" \
    '{kind: "ImageStream", apiVersion: "image.openshift.io/v1", metadata: {name: $version},
      spec: {tags: [{name: "driver-toolkit", from: {kind: "DockerImage", name: $name}}]}}' >"$folder/release-manifests/image-references"
  jq -n --arg version "$1" '{kind: "cincinnati-metadata-v0", version: $version}' >"$folder/release-manifests/release-metadata"
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$folder" / >/dev/null
  buildah config --label "io.openshift.release=$1" "$container"
  publish releases "$container" "ocp-release:$1-x86_64"
}

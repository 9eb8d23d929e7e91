# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# Release images: what of them the lookup reads. Several releases share a kernel, as z-streams do.

make_releases() {
  release 4.20.3 a 9.6.20251015-1
  release 4.20.4 a 9.6.20251022-0
  release 4.20.5 b 9.6.20251105-0
  release 4.20.6 c 9.6.20251112-0
  # What a release can lack: the headers of its driver toolkit, and the toolkit.
  release 4.20.9 bare 9.6.20251203-0
  release 4.12.9 none 412.86.20230101-0
  local container
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$world/releases.sh" /something-else >/dev/null
  publish releases "$container" not-a-release:1
}

# Thirty releases of two minors over eight kernels; and one with a kernel that is known, on another RHEL.
make_upgrade_releases() {
  local names=(c d e f g h i j) versions=(4.20.{10..29} 4.21.{1..10}) index
  for index in "${!versions[@]}"; do
    release "${versions[index]}" "${names[index * 8 / 30]}" "9.6.$((20251201 + index))-0" upgrade_releases
  done
  release 4.21.0 a98 9.8.20260107-0 upgrade_releases
}

# release VERSION TOOLKITS MACHINE-OS [PART ARCH]: toolkit `none` is a release without one, el10 that of RHEL 10, maybe beside another
release() {
  local folder=$home/release container toolkit images=()
  rm -rf "$folder"
  mkdir -p "$folder/release-manifests"
  for toolkit in ${2/#none/}; do
    if [[ $toolkit == el10 ]]; then images+=(driver-toolkit-10); else images+=(driver-toolkit); fi
    images+=("$E2E_SECURE_REGISTRY/ocp/driver-toolkit@$(digest "ocp/driver-toolkit:$toolkit")")
  done
  jq -n --arg version "$1" --arg os "machine-os=$3" \
    '{kind: "ImageStream", apiVersion: "image.openshift.io/v1", metadata: {name: $version},
      spec: {tags: [($ARGS.positional | range(0; length; 2) as $at | {name: .[$at], from: {kind: "DockerImage", name: .[$at + 1]}}),
        {name: "rhel-coreos", from: {kind: "DockerImage", name: ($ARGS.positional[1] // "")}, annotations: {"io.openshift.build.versions": $os}}]}}' \
    --args "${images[@]}" >"$folder/release-manifests/image-references"
  jq -n --arg version "$1" '{kind: "cincinnati-metadata-v0", version: $version}' >"$folder/release-manifests/release-metadata"
  container=$(buildah from scratch)
  buildah copy --quiet "$container" "$folder" / >/dev/null
  buildah config --label "io.openshift.release=$1" "$container"
  publish "${4:-releases}" "$container" "ocp-release:$1-${5:-x86_64}"
}

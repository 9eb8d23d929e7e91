# shellcheck shell=bash
# shellcheck disable=SC2154 # variables of settings.sh
# What the steps run in: real buildah, skopeo, jq, curl, tar and git, kubectl, and the stand-in for oc.

make_step_image() {
  local container
  container=$(buildah from localhost/e2e/base:1)
  install_packages "$container" buildah skopeo jq git
  buildah copy --quiet --chmod 0755 "$container" "$(readlink -f "$(command -v kubectl)")" /usr/local/bin/kubectl >/dev/null
  buildah copy --quiet --chmod 0755 "$container" "$world/stand-ins/oc" /usr/local/bin/oc >/dev/null
  publish step_image "$container" e2e/task-runner:1
}

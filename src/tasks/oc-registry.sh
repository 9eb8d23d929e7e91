# shellcheck shell=bash
# Asking a registry with oc. Needs certificates.sh, retry.sh, registry-answers.sh, AUTH_FILE, CA_FILE; credentials are optional.

oc_options=()

# use_registry DIRECTORY: credentials and authorities for the calls that follow; DIRECTORY keeps the bundle
use_registry() {
  oc_options=()
  [[ ! -f $AUTH_FILE ]] || oc_options+=("--registry-config=$AUTH_FILE")
  if [[ -f $CA_FILE ]]; then
    ca_bundle "$1/ca-bundle.crt"
    oc_options+=("--certificate-authority=$1/ca-bundle.crt")
  fi
}

# image_info REFERENCE OS/ARCH: what oc knows of the image, as JSON; nothing where it does not exist; fails on any other answer
image_info() {
  local status=0
  ask oc image info "$1" -o json "--filter-by-os=$2" "${oc_options[@]}" || status=$?
  ((status == 0)) || is_absent || fail_registry "$status" "$1 cannot be read"
}

# proof JSON: "digest inputs" of an image of ours, "digest foreign" of another's, "absent" for empty JSON
proof() {
  if [[ -z $1 ]]; then
    printf 'absent'
  else
    jq -r '(.config.config.Labels // {}) as $labels
      | .digest + " " + (if $labels["nvidia-driver-pipelines.proof"] then $labels["nvidia-driver-pipelines.inputs"] // "unknown" else "foreign" end)' <<<"$1"
  fi
}

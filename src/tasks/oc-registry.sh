# shellcheck shell=bash
# Asking a registry with oc. Needs certificates.sh, AUTH_FILE, CA_FILE; credentials are optional.

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
  local output
  if output=$(oc image info "$1" -o json --filter-by-os="$2" "${oc_options[@]}" 2>&1); then
    printf '%s' "$output"
  elif [[ $output =~ not\ found|manifest\ unknown|name\ unknown ]]; then
    return 0
  else
    log "$output"
    case $output in
      *nauthorized* | *"no basic auth"* | *denied*) fail "the registry refuses to show $1: check the Secret with its credentials ($AUTH_FILE)" ;;
      *x509*) fail "the certificate of the registry of $1 is not trusted: set caConfigMap to a ConfigMap with its authority" ;;
      *) fail "cannot ask the registry for $1: ${output##*error: }" ;;
    esac
  fi
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


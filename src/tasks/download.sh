# shellcheck shell=bash
# Downloads that go on where they stopped. Needs certificates.sh and retry.sh.

# Slower than this many bytes a second, for that many seconds, is a connection that hangs.
slowest=10240 patience=30

# download URL FILE OPTION...: with retry; what it fails with and why is as after `retry`
download() {
  local bundle
  bundle=$(mktemp)
  ca_bundle "$bundle"
  rm -f "$2"
  retry continue_download "$1" "$2" "$bundle" "${@:3}"
}

# continue_download URL FILE BUNDLE OPTION...: from where FILE ends; from the start where the server cannot (curl's 33) or FILE is no part: 416,
# which curl may call a success when it goes on (curl/curl#6753)
continue_download() {
  local status=0
  curl_file "$@" --continue-at - || status=$?
  if ((status == 33 || http_status == 416)); then
    rm -f "$2"
    status=0
    curl_file "$@" || status=$?
  fi
  return "$status"
}

# curl_file URL FILE BUNDLE OPTION...
curl_file() {
  local url=$1 file=$2 bundle=$3 status=0
  shift 3
  http_status=$(curl --fail --silent --show-error --location --connect-timeout 20 --speed-limit "$slowest" --speed-time "$patience" \
    --cacert "$bundle" --output "$file" --write-out '%{http_code}' "$@" "$url") || status=$?
  return "$status"
}

# is_page FILE: whether it is a web page, such as one that asks for a login
is_page() { head -c 512 "$1" | grep -Eiq '<(!doctype html|html)'; }

# fail_download STATUS WHAT CANNOT BE DONE; WHAT TO DO: ends the step after `download`
fail_download() {
  case $(words) in
    *'curl: (60)'*) fail_after "$1" "$2" "set caConfigMap to a ConfigMap with the authority of the server's certificate" ;;
    *) fail_after "$1" "$2" "$3" ;;
  esac
}

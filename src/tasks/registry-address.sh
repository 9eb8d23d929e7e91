# shellcheck shell=bash
# shellcheck disable=SC2034 # $address: for registry-login.sh
# Where the registry of an image is, for curl. Needs certificates.sh, CA_FILE.

# registry_address IMAGE FOLDER: $host, $address and $path of the repository; FOLDER gets the authorities, ca.crt
registry_address() {
  ca_bundle "$2/ca.crt"
  host=${1%%/*} path=${1#*/}
  address=$host
  # Docker Hub has another address than name, and repositories without an owner are library's.
  if [[ $host == docker.io ]]; then
    address=registry-1.docker.io
    [[ $path == */* ]] || path=library/$path
  fi
}

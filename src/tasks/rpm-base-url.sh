# shellcheck shell=bash
# RPM repositories of the configuration.

# rpm_base_url URL ARCH RHEL-VERSION: the URL with its {arch}, {rhel} (9) and {releasever} (9.6) put in
rpm_base_url() {
  local url=${1//\{arch\}/$2}
  url=${url//\{releasever\}/$3}
  printf '%s' "${url//\{rhel\}/${3%%.*}}"
}

# shellcheck shell=bash
# The RPM repository of the userspace driver.

# rpm_base_url URL ARCH RHEL-VERSION: the URL with its {arch} and {rhel} put in
rpm_base_url() {
  local url=${1//\{arch\}/$2}
  printf '%s' "${url//\{rhel\}/${3%%.*}}"
}

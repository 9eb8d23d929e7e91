#!/usr/bin/env bash
# From a release to its driver toolkit, kernel and image tags. Nothing of the toolkit is run: any architecture from any node.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/certificates.sh
. ../certificates.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/registry-answers.sh
. ../registry-answers.sh
# shellcheck source=src/tasks/oc-registry.sh
. ../oc-registry.sh
# shellcheck source=src/tasks/os-tags.sh
. ../os-tags.sh
: "${PLATFORM:?}" "${DRIVER_VERSION:?}" "${BASE_IMAGE:?}" "${NODE_ARCH:?}" "${RHEL_SINCE:?}"

start=$SECONDS
work=$(mktemp -d)
cd "$work"
use_registry "$work"
arch=${PLATFORM%%+*}

if [[ -z $RELEASE ]]; then
  RELEASE=$(ask oc get clusterversion version -o 'jsonpath={.status.desired.image}') ||
    fail_after $? "the ClusterVersion \"version\" cannot be read" "give the release, or let this service account get clusterversions"
  log "release: the cluster's own"
fi

info=$(ask oc adm release info "$RELEASE" -o json "--filter-by-os=linux/$NODE_ARCH" "${oc_options[@]}") || {
  status=$?
  ! is_absent || fail "release $RELEASE does not exist: give a release that does"
  fail_registry "$status" "release $RELEASE cannot be read"
}
openshift=$(jq -r '.metadata.version // empty' <<<"$info")
# The operating system of its nodes, as their status names it: what the payload's image of it says of itself.
machine_os=$(jq -r '.displayVersions["machine-os"].Version // "unknown"' <<<"$info")
[[ -n $openshift ]] || fail "$RELEASE is not an OpenShift release: it names no version"
toolkit=$(jq -r 'first(.references.spec.tags[] | select(.name == "driver-toolkit") | .from.name) // empty' <<<"$info")
[[ -n $toolkit ]] || fail "release $openshift has no driver-toolkit: choose a release of OpenShift 4.13 or later"

# The toolkit writes this file in its last layer, by design; the whole image is only read where it does not.
file=/etc/driver-toolkit-release.json
for layer in '[-1]' ''; do
  [[ -f ${file##*/} ]] ||
    transfer oc image extract "$toolkit$layer" --file="$file" --confirm --filter-by-os="linux/$NODE_ARCH" "${oc_options[@]}" ||
    fail_registry $? "driver toolkit $toolkit cannot be read"
done
[[ -f ${file##*/} ]] || fail "driver toolkit $toolkit has no $file: it is no driver toolkit"
kernel=$(jq -r '.KERNEL_VERSION // empty' "${file##*/}")
rhel=$(jq -r '.RHEL_VERSION // empty' "${file##*/}")
[[ $kernel == *."$arch" ]] ||
  fail "driver toolkit $toolkit is for kernel \"$kernel\", the target for $arch: give a release of that architecture (its tag ends in -$arch or -multi)"
kernel+=${PLATFORM#"$arch"}

# What /etc/os-release says on the nodes; OKD's are CentOS Stream CoreOS.
os=(rhcos "$(cut -d . -f 1-2 <<<"$openshift")")
os_okd=(scos "${os[1]}")
if [[ $(printf '%s\n' "$RHEL_SINCE" "$openshift" | sort -V | head -n 1) == "$RHEL_SINCE" ]]; then
  os=(rhel "$rhel")
  os_okd=(centos "${rhel%%.*}")
fi
[[ $openshift != *okd* ]] || os=("${os_okd[@]}")
tags=()
while read -r os_tag; do tags+=("$DRIVER_VERSION-${kernel//+/_}-$os_tag"); done < <(os_tags "${os[@]}")
((${#tags[@]} > 0)) || fail "no OS tag is known for the nodes of release $openshift (${os[*]}): use a version of this task that knows it"

base=${BASE_IMAGE//\{rhel\}/${rhel%%.*}}
base_info=$(image_info "$base" "linux/$NODE_ARCH")
[[ -n $base_info ]] || fail "base image $base does not exist: set baseImage or cuda of the driver"
name=${base%@*}
[[ ${name##*/} != *:* ]] || name=${name%:*}

result "$OPENSHIFT_VERSION_FILE" "$openshift"
result "$RHEL_VERSION_FILE" "$rhel"
result "$MACHINE_OS_FILE" "$machine_os"
result "$DRIVER_TOOLKIT_IMAGE_FILE" "$toolkit"
result "$KERNEL_FILE" "$kernel"
result "$TAGS_FILE" "${tags[*]}"
result "$BASE_IMAGE_FILE" "$name@$(jq -r .digest <<<"$base_info")"
done_in "lookup of release $openshift" "$start"

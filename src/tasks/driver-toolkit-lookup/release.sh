#!/usr/bin/env bash
# From a release to its driver toolkit, kernel and image tags.
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
# shellcheck source=src/tasks/image-name.sh
. ../image-name.sh
# shellcheck source=src/tasks/os-tags.sh
. ../os-tags.sh
# shellcheck source=src/tasks/release-facts.sh
. ../release-facts.sh
# shellcheck source=src/tasks/driver-toolkit-lookup/release-image.sh
. release-image.sh
# shellcheck source=src/tasks/driver-toolkit-lookup/ledger-tags.sh
. ledger-tags.sh
: "${PLATFORM:?}" "${DRIVER_VERSION:?}" "${BASE_IMAGE:?}" "${NODE_ARCH:?}" "${RHEL_SINCE:?}"
: "${KERNEL_EXPRESSION:?}" "${REAL_TIME_EXPRESSION:?}"

start=$SECONDS
work=$(mktemp -d)
cd "$work"
use_registry "$work"
arch=${PLATFORM%%+*}
pages=${PLATFORM#"$arch"}

own_toolkit=()
[[ ${DRIVER_TOOLKIT:+given} == "${DRIVER_TOOLKIT_KERNEL:+given}" ]] ||
  fail "driver toolkit \"$DRIVER_TOOLKIT\" and kernel \"$DRIVER_TOOLKIT_KERNEL\" go together: give both or neither"
if [[ -n $DRIVER_TOOLKIT ]]; then
  [[ -z $KERNEL_WANTED || $KERNEL_WANTED == "$DRIVER_TOOLKIT_KERNEL" ]] ||
    fail "kernel $KERNEL_WANTED is wanted, but the target has a driver toolkit of its own, which is for $DRIVER_TOOLKIT_KERNEL alone: leave the kernel out, or build it by another driver of the configuration"
  own_toolkit=("$DRIVER_TOOLKIT") KERNEL_WANTED=$DRIVER_TOOLKIT_KERNEL
fi

image=$(release_image "$RELEASE")
read_release "$image" "$NODE_ARCH" ${own_toolkit[@]+"${own_toolkit[@]}"}
# Of what it has, all kernels, and the first that is wanted.
kernels='' kernel=''
for ((at = 0; at < ${#streams[@]}; at += 4)); do
  has=${streams[at + 1]}$pages
  kernels+="${kernels:+ and }$has"
  if [[ -z $kernel && ${KERNEL_WANTED:-$has} == "$has" ]]; then
    kernel=$has toolkit=${streams[at]} rhel=${streams[at + 2]}
    read -ra os <<<"${streams[at + 3]}"
  fi
done
[[ -z $DRIVER_TOOLKIT || -n $kernel ]] ||
  fail "${left_out:-driver toolkit $DRIVER_TOOLKIT is for kernel \"$kernels\"}, the driver's is $DRIVER_TOOLKIT_KERNEL: correct driverToolkit or kernel of the driver"
[[ -n $kernels ]] ||
  fail "$left_out, the target for $arch: give a release of that architecture (its tag ends in -$arch or -multi)"
[[ -n $kernel ]] ||
  fail "release $openshift has no kernel $KERNEL_WANTED, but $kernels: leave the kernel out, or give a release that has it"
# Of another kernel no tag could be made, or one that nobody asks for.
[[ ! $kernel =~ $REAL_TIME_EXPRESSION ]] ||
  fail "kernel $kernel is a real-time kernel, for which the GPU operator has no precompiled drivers: give the toolkit of another kernel"
[[ ${kernel%"$pages"} =~ $KERNEL_EXPRESSION ]] || fail "\"$kernel\" is not a kernel of RHEL: give a release, or a toolkit, whose nodes run one"
tags=()
while read -r os_tag; do tags+=("$DRIVER_VERSION-${kernel//+/_}-$os_tag"); done < <(os_tags "${os[@]}")
((${#tags[@]} > 0)) || fail "no OS tag is known for the nodes of release $openshift (${os[*]}): use a version of this task that knows it"
others=$(ledger_tags "$kernel")
for tag in $others; do [[ " ${tags[*]} " == *" $tag "* ]] || tags+=("$tag"); done

base=${BASE_IMAGE//\{rhel\}/${rhel%%.*}}
base_info=$(image_info "$base" "linux/$NODE_ARCH")
[[ -n $base_info ]] || fail "base image $base does not exist: set baseImage or cuda of the driver"

result "$OPENSHIFT_VERSION_FILE" "$openshift"
result "$RHEL_VERSION_FILE" "$rhel"
# The nodes of the release run its own kernel, or this one: they are not to be compared.
[[ -z $DRIVER_TOOLKIT ]] || machine_os=unknown
result "$MACHINE_OS_FILE" "$machine_os"
result "$DRIVER_TOOLKIT_IMAGE_FILE" "$toolkit"
result "$KERNEL_FILE" "$kernel"
result "$TAGS_FILE" "${tags[*]}"
result "$BASE_IMAGE_FILE" "$(without_tag "$base")@$(jq -r .digest <<<"$base_info")"
done_in "lookup of release $openshift" "$start"

# shellcheck shell=bash
# shellcheck disable=SC2154 # oc_options: oc-registry.sh
# What of a release shapes driver images. Nothing of a driver toolkit is run: any architecture from any node.
# Needs retry.sh, registry-answers.sh, oc-registry.sh (use_registry), RHEL_SINCE.

# Architectures as kernels name them.
declare -A kernel_arch=([amd64]=x86_64 [arm64]=aarch64)

# release_facts IMAGE NODE_ARCH: as compact JSON {"version", "machineOs", "streams": [{"toolkit", "kernel", "rhel", "os": [ID, VERSION_ID]}]};
# ends the shell as read_release does
release_facts() {
  read_release "$1" "$2"
  jq -cn --arg version "$openshift" --arg machineOs "$machine_os" '{$version, $machineOs,
    streams: [$ARGS.positional | range(0; length; 4) as $at | .[$at:$at + 4] | {toolkit: .[0], kernel: .[1], rhel: .[2], os: (.[3] | split(" "))}]}' \
    --args "${streams[@]}"
}

# read_release IMAGE NODE_ARCH [TOOLKIT]: its version is $openshift, and the operating system of its nodes $machine_os. Of each RHEL that it has,
# or of TOOLKIT instead, whatever the release has, `streams` gets four texts: toolkit, kernel, RHEL, and ID and VERSION_ID of os-release;
# nothing of those of another architecture, of which `left_out` tells the last. Ends the shell where the release or a toolkit cannot be read.
read_release() {
  local info toolkits toolkit about kernel rhel
  info=$(release_info "$1" "$2") || exit $?
  # The operating system, as the nodes' status names it, is what the payload's image of it says of itself.
  toolkits=$(jq -r '.metadata.version // "", (.displayVersions["machine-os"].Version // "unknown"),
    (("driver-toolkit", "driver-toolkit-10") as $name | .references.spec.tags[]? | select(.name == $name).from.name // empty)' <<<"$info")
  { read -r openshift && read -r machine_os && mapfile -t toolkits; } <<<"$toolkits"
  (($# < 3)) || toolkits=("$3")
  [[ -n $openshift ]] || fail "$1 is not an OpenShift release: it names no version"
  ((${#toolkits[@]} > 0)) || fail "release $openshift has no driver-toolkit: choose a release of OpenShift 4.13 or later"
  streams=() left_out=''
  for toolkit in "${toolkits[@]}"; do
    about=$(toolkit_release "$toolkit" "$2") || exit $?
    IFS=/ read -r kernel rhel <<<"$about"
    # It names no page size; one that does is for these pages, as the platform says.
    [[ $2 != arm64 ]] || kernel=${kernel%[+_]64k}
    if [[ $kernel == *".${kernel_arch[$2]:-$2}" ]]; then
      streams+=("$toolkit" "$kernel" "$rhel" "$(os_release "$openshift" "$rhel")")
    else
      # shellcheck disable=SC2034 # who calls this tells of it
      left_out="driver toolkit $toolkit is for kernel \"$kernel\""
    fi
  done
}

# release_info IMAGE NODE_ARCH: what oc knows of a release, as JSON; ends the shell where it cannot be read
release_info() {
  local status=0
  ask oc adm release info "$1" -o json "--filter-by-os=linux/$2" "${oc_options[@]}" || status=$?
  ((status == 0)) || ! is_absent || fail "release $1 does not exist: give a release that does"
  ((status == 0)) || fail_registry "$status" "release $1 cannot be read"
}

# toolkit_release TOOLKIT NODE_ARCH: "kernel/RHEL" of a driver toolkit
toolkit_release() {
  local folder layer file=/etc/driver-toolkit-release.json
  folder=$(mktemp -d)
  # The toolkit writes this file in its last layer, by design; the whole image is only read where it does not.
  for layer in '[-1]' ''; do
    [[ -f $folder/${file##*/} ]] ||
      (cd "$folder" && transfer oc image extract "$1$layer" --file="$file" --confirm --filter-by-os="linux/$2" "${oc_options[@]}") ||
      fail_registry $? "driver toolkit $1 cannot be read"
  done
  [[ -f $folder/${file##*/} ]] || fail "driver toolkit $1 has no $file: it is no driver toolkit"
  jq -r '"\(.KERNEL_VERSION // "")/\(.RHEL_VERSION // "")"' "$folder/${file##*/}"
}

# os_release VERSION RHEL: ID and VERSION_ID of /etc/os-release on the nodes of a release; OKD's are CentOS Stream CoreOS
os_release() {
  local os okd
  os=(rhcos "$(cut -d . -f 1-2 <<<"$1")")
  okd=(scos "${os[1]}")
  if [[ $(printf '%s\n' "$RHEL_SINCE" "$1" | sort -V | head -n 1) == "$RHEL_SINCE" ]]; then
    os=(rhel "$2")
    okd=(centos "${2%%.*}")
  fi
  [[ $1 != *okd* ]] || os=("${okd[@]}")
  printf '%s\n' "${os[*]}"
}

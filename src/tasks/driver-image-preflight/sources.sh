#!/usr/bin/env bash
# Whether everything that the build downloads by URL is there, and is what it should be as far as its first bytes tell.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/certificates.sh
. ../certificates.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/download.sh
. ../download.sh
# shellcheck source=src/tasks/rpm-base-url.sh
. ../rpm-base-url.sh
# shellcheck source=src/tasks/runfile-login.sh
. ../runfile-login.sh
# shellcheck source=src/tasks/driver-image-preflight/finding.sh
. finding.sh
# shellcheck source=src/tasks/driver-image-preflight/finding-after.sh
. finding-after.sh
# shellcheck source=src/tasks/http-answer.sh
. ../http-answer.sh
: "${RUNFILE_URL:?}" "${RUNFILE_SECRET:?}" "${ENTRY_POINT:?}" "${RHEL_VERSION:?}" "${ARCH:?}" "${FINDINGS:?}"

start=$SECONDS
work=$(mktemp -d)
ca_bundle "$work/ca.crt"

# answer_of URL OPTION...: HEAD, or where the server refuses that, GET of the first bytes
answer_of() {
  local status=0
  curl_file "$1" /dev/null "$work/ca.crt" "${short[@]}" "${@:2}" --head --dump-header "$headers" 2>"$work/refused" || status=$?
  if ((status == 22)) && [[ $http_status =~ ^(403|405|501)$ ]]; then
    first_bytes "$@"
    return
  fi
  cat "$work/refused" >&2
  return "$status"
}

# first_bytes URL OPTION...: two bytes into $work/first. A server without ranges sends all: then the pipe closes, which is curl's 23.
first_bytes() {
  local status=0
  curl --fail --silent --show-error --location "${short[@]}" --cacert "$work/ca.crt" --dump-header "$headers" --range 0-1 "${@:2}" "$1" |
    head -c 2 >"$work/first" || status=$?
  ((status != 23)) || [[ ! -s $work/first ]] || status=0
  return "$status"
}

# answers WHAT URL WHAT-TO-DO OPTION...: whether a file is there and no web page is $answered; what is wrong is a finding
answers() {
  local status=0 type advice=$3
  answered=no
  retry answer_of "$2" "${@:4}" || status=$?
  if ((status != 0)); then
    [[ $1 != runfile ]] || advice=$(runfile_advice)
    finding_after "$status" "$1 $2 cannot be downloaded" "$advice"
    return 0
  fi
  type=$(header content-type)
  if [[ ${type,,} == text/html* ]]; then
    finding permanent "$1 $2 is a web page ($type), such as one that asks for a login: $advice"
    return 0
  fi
  answered=yes
  log "$1 $2 answers"
}

# size: of the file, in bytes, as the answer tells; nothing where it does not
size() {
  local range
  range=$(header content-range)
  if [[ -n $range ]]; then printf '%s' "${range##*/}"; else header content-length; fi
}

prepare_login || finding permanent "$(incomplete_login)"
answers runfile "$RUNFILE_URL" "check runfile.url of the driver" "${login[@]}"
if [[ $answered == yes ]]; then
  bytes=$(size)
  if [[ ! $bytes =~ ^[0-9]+$ ]]; then
    finding warning "the server of runfile $RUNFILE_URL does not tell its size: nothing to do, its checksum is compared after the download"
  elif ((bytes == 0)); then
    finding permanent "runfile $RUNFILE_URL is empty: check runfile.url of the driver"
  elif [[ -n $RUNFILE_SIZE && $bytes != "$RUNFILE_SIZE" ]]; then
    finding permanent "runfile $RUNFILE_URL has $bytes bytes, wanted are $RUNFILE_SIZE: correct runfile.size of the driver if you trust the file, or else runfile.url"
  fi
  status=0
  retry first_bytes "$RUNFILE_URL" "${login[@]}" || status=$?
  if ((status != 0)); then
    finding_after "$status" "runfile $RUNFILE_URL cannot be downloaded" "$(runfile_advice)"
  elif [[ $(tr -d '\0' <"$work/first") != '#!' ]]; then
    finding permanent "runfile $RUNFILE_URL does not begin with #!, as NVIDIA's installers do: check runfile.url of the driver"
  fi
fi

rhel=${RHEL_VERSION%%.*} given=no
while read -r major name _ url; do
  [[ $major == "$rhel" ]] || continue
  [[ $name != nvidia-driver ]] || given=yes
  answers "entry point" "$url" "check sources.entryPoint of the configuration"
done <<<"$ENTRY_POINT"
[[ $given == yes ]] ||
  finding permanent "no entry point nvidia-driver is given for RHEL $rhel: add it to sources.entryPoint of the configuration"

# repository URL FIELD
repository() {
  local url
  url=$(rpm_base_url "$1" "$ARCH" "$RHEL_VERSION")
  answers "RPM repository" "${url%/}/repodata/repomd.xml" "check $2 of the configuration"
}
[[ -z $RPM_BASE_URL ]] || repository "$RPM_BASE_URL" sources.rpms.baseUrl
while read -r id url _; do
  [[ -z $id ]] || repository "$url" "sources.rhel (id $id)"
done <<<"$RHEL_REPOSITORIES"
done_in "check of the sources" "$start"

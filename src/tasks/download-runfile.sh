#!/usr/bin/env bash
# Downloads the runfile where it is needed, and checks it. The one step of its task that sees the login of its server.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. prelude.sh
# shellcheck source=src/tasks/certificates.sh
. certificates.sh
# shellcheck source=src/tasks/retry.sh
. retry.sh
# shellcheck source=src/tasks/download.sh
. download.sh
# shellcheck source=src/tasks/runfile.sh
. runfile.sh
# shellcheck source=src/tasks/runfile-login.sh
. runfile-login.sh
: "${RUNFILE:?}" "${RUNFILE_SECRET:?}"

if [[ -n ${COMPILED:-} && -d $COMPILED ]]; then
  log "the modules are there: the runfile is not needed"
  exit 0
fi
if [[ ${DRIVER_TYPE:-vgpu} != vgpu ]]; then
  log "the userspace of a $DRIVER_TYPE driver comes from RPMs: the runfile is not needed"
  exit 0
fi

: "${RUNFILE_URL:?}" "${RUNFILE_SHA256:?}"
start=$SECONDS
mkdir -p "${RUNFILE%/*}"
prepare_login || fail "$(incomplete_login)"
download "$RUNFILE_URL" "$RUNFILE" "${login[@]}" || fail_download $? "runfile $RUNFILE_URL cannot be downloaded" "$(runfile_advice)"
! is_page "$RUNFILE" || fail "runfile $RUNFILE_URL is a web page, not NVIDIA's installer: does the URL ask for a login? Use one that does not"
check_runfile "$RUNFILE"
done_in "download of $RUNFILE_URL" "$start"

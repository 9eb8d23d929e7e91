# shellcheck shell=bash
# NVIDIA's installer, which is run by nobody before its checksum is known. Needs prelude.sh, RUNFILE_URL, RUNFILE_SHA256.

# check_runfile FILE: ends the step where it is not the one that is wanted
check_runfile() {
  local found
  found=$(sha256sum "$1" | cut -d ' ' -f 1)
  [[ $found == "$RUNFILE_SHA256" ]] ||
    fail "runfile $RUNFILE_URL has sha256 $found, wanted is $RUNFILE_SHA256: it was not run; correct runfile.sha256 if you trust the file"
}

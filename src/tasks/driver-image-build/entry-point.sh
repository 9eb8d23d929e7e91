#!/usr/bin/env bash
# Downloads the runtime entry point, pinned by checksum, and mends what would not start a vGPU guest driver.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/certificates.sh
. ../certificates.sh
# shellcheck source=src/tasks/retry.sh
. ../retry.sh
# shellcheck source=src/tasks/download.sh
. ../download.sh
# shellcheck source=src/tasks/driver-image-build/edit.sh
. edit.sh
# shellcheck source=src/tasks/entry-point-edits.sh
. ../entry-point-edits.sh
: "${ENTRY_POINT:?}" "${RHEL_VERSION:?}" "${DRIVER_TYPE:?}" "${WORK:?}"

start=$SECONDS
mkdir -p "$WORK/context/entry-point"
while read -r rhel name sha256 url; do
  [[ $rhel == "${RHEL_VERSION%%.*}" ]] || continue
  file=$WORK/context/entry-point/$name
  download "$url" "$file" || fail_download $? "$url cannot be downloaded" "check sources.entryPoint of the configuration"
  found=$(sha256sum "$file" | cut -d ' ' -f 1)
  [[ $found == "$sha256" ]] || fail "$url has sha256 $found, wanted is $sha256: correct sources.entryPoint if you trust the file"
  chmod 0755 "$file"
done <<<"$ENTRY_POINT"
[[ -f $WORK/context/entry-point/nvidia-driver ]] ||
  fail "no entry point nvidia-driver is given for RHEL ${RHEL_VERSION%%.*}: add it to sources.entryPoint of the configuration"
if [[ $DRIVER_TYPE == vgpu ]]; then
  file=$WORK/context/entry-point/nvidia-driver
  entry_point_edits "$file"
  bash -n "$file" || fail "the edited entry point nvidia-driver is no script that bash understands: see above"
fi
done_in "download of the entry point" "$start"

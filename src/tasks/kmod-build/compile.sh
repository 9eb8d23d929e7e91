#!/usr/bin/env bash
# Compiles NVIDIA's kernel modules from the runfile, with the kernel headers of the driver toolkit this runs in.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
# shellcheck source=src/tasks/runfile.sh
. ../runfile.sh
: "${KERNEL:?}" "${DRIVER_VERSION:?}" "${MODULE_FLAVOUR:?}" "${RUNFILE_URL:?}" "${RUNFILE_SHA256:?}" "${RUNFILE:?}" "${JOBS:?}" "${WORK:?}"

if [[ -d $WORK/kmod ]]; then
  log "the modules are there: nothing to compile"
  exit 0
fi

headers=/usr/src/kernels/$KERNEL
[[ -f $headers/Module.symvers ]] ||
  fail "the driver toolkit has no headers of $KERNEL ($(ls /usr/src/kernels)): 64 KiB pages need a toolkit of OpenShift 4.15 or later"

check_runfile "$RUNFILE"
sh "$RUNFILE" --extract-only --target "$WORK/runfile" >/dev/null || fail "runfile $RUNFILE_URL cannot be unpacked: is it NVIDIA's installer?"
case $MODULE_FLAVOUR in
  open) source=$WORK/runfile/kernel-open ;;
  *) source=$WORK/runfile/kernel ;;
esac
[[ -d $source ]] || fail "runfile $RUNFILE_URL has no $MODULE_FLAVOUR kernel modules (${source##*/}): choose the other modules"

start=$SECONDS
log "compiling the $MODULE_FLAVOUR modules of $DRIVER_VERSION for $KERNEL, $JOBS at a time"
make -C "$source" -j "$JOBS" SYSSRC="$headers" KERNEL_UNAME="$KERNEL" modules >"$WORK/make.log" 2>&1 || {
  tail -n 40 "$WORK/make.log" >&2
  fail "driver $DRIVER_VERSION does not compile for kernel $KERNEL: $(grep -m 1 -E ' (error|Error)[: ]' "$WORK/make.log" || echo 'see above'); choose a driver that knows this kernel"
}
done_in "compile of $DRIVER_VERSION for $KERNEL" "$start"

mkdir -p "$WORK/kmod.new/modules" "$WORK/kmod.new/firmware"
for module in "$source"/*.ko; do strip --strip-debug -o "$WORK/kmod.new/modules/${module##*/}" "$module"; done
cp "$source/Module.symvers" "$WORK/kmod.new/Module.symvers"
[[ ! -d $WORK/runfile/firmware ]] || cp "$WORK/runfile/firmware"/*.bin "$WORK/kmod.new/firmware/"
mv "$WORK/kmod.new" "$WORK/kmod"
rm -r "$WORK/runfile" "$RUNFILE"

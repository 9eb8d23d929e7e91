#!/usr/bin/env bash
# Makes the RPM of the signed modules, and collects what belongs beside it: every module of the kernel that they need, and firmware.
set -euo pipefail
# shellcheck source=src/tasks/prelude.sh
. ../prelude.sh
: "${KERNEL:?}" "${DRIVER_VERSION:?}" "${ARCH:?}" "${WORK:?}"

start=$SECONDS
cat >"$WORK/nvidia-kmod.spec" <<'SPEC'
#include tasks/kmod-build/nvidia-kmod.spec
SPEC
release=${KERNEL//[-+]/_}
rpmbuild -bb --quiet --target "$ARCH" --define "_topdir $WORK/rpm" --define "driver_version $DRIVER_VERSION" --define "kernel $KERNEL" \
  --define "kernel_release ${release%."$ARCH"*}" --define "signed $WORK/signed" "$WORK/nvidia-kmod.spec" >"$WORK/rpmbuild.log" 2>&1 || {
  cat "$WORK/rpmbuild.log" >&2
  fail "the RPM of the modules cannot be built: see above"
}

package=$WORK/package
rm -rf "$package"
mkdir -p "$package/rpms" "$package/lib/modules/$KERNEL"
cp "$WORK/rpm/RPMS/$ARCH"/*.rpm "$package/rpms/"
cp -r "$WORK/kmod/firmware" "$package/firmware"
# Symbols of kernel and driver: with them anybody can prove that nothing is missing in the image.
cat "/usr/src/kernels/$KERNEL/Module.symvers" "$WORK/kmod/Module.symvers" | gzip -9n >"$package/Module.symvers.gz"
cp "$WORK/public_key.der" "$package/"

# The toolkit's kernel modules with ours beside them, as they will lie in the image.
toolkit=/lib/modules/$KERNEL
root=$WORK/root
mkdir -p "$root/lib/modules/$KERNEL/extra"
cp "$toolkit"/modules.{order,builtin}* "$package/lib/modules/$KERNEL/"
cp "$toolkit"/modules.{order,builtin}* "$root/lib/modules/$KERNEL/"
ln -sfn "$toolkit/kernel" "$root/lib/modules/$KERNEL/kernel"
ln -sfn "$WORK/signed" "$root/lib/modules/$KERNEL/extra/nvidia"
depmod -b "$root" "$KERNEL"
# video: the runtime entry point loads it first where the kernel has it as a module (NVIDIA/gpu-driver-container#589).
for module in nvidia nvidia-uvm nvidia-modeset nvidia-drm nvidia-peermem video; do
  modprobe -d "$root" -S "$KERNEL" --show-depends "$module" 2>/dev/null | sed -n 's/^insmod \(\S*\).*/\1/p' || [[ $module == video ]] ||
    fail "the modules that $module needs cannot be found in the driver toolkit"
done | sort -u | while read -r file; do
  file=${file#"$root"}
  [[ $file != */extra/* ]] || continue
  install -D -m 0644 "$root$file" "$package$file"
done
done_in "packaging of $(find "$package/rpms" -name '*.rpm' -printf '%f') with $(find "$package/lib" -name '*.ko*' | wc -l) modules of the kernel" "$start"

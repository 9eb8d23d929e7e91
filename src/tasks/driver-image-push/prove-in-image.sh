#!/usr/bin/env bash
# Inside the staged image, with its own tools: prints one line for everything that is not as promised, and nothing where all is.
set -uo pipefail
: "${KERNEL:?}" "${DRIVER_VERSION:?}" "${DRIVER_TYPE:?}" "${PACKAGES?}" "${SIGNER_NAME:?}" "${CERTIFICATE:?}"

modules=/lib/modules/$KERNEL
expected='nvidia nvidia-drm nvidia-modeset nvidia-peermem nvidia-uvm'
found=$(find "$modules/extra" -name '*.ko' -printf '%f\n' 2>/dev/null | sed 's/\.ko$//' | LC_ALL=C sort | xargs)
[[ $found == "$expected" ]] || echo "modules are \"$found\", wanted are \"$expected\""

for module in $found; do
  file=$modules/extra/nvidia/$module.ko
  vermagic=$(modinfo -F vermagic "$file")
  [[ ${vermagic%% *} == "$KERNEL" ]] || echo "$module.ko was compiled for \"${vermagic%% *}\", wanted is \"$KERNEL\""
  signer=$(modinfo -F signer "$file")
  [[ $signer == "$SIGNER_NAME" ]] || echo "$module.ko is signed by \"$signer\", wanted is \"$SIGNER_NAME\""
  while read -r _ dependency _; do
    [[ -f $dependency ]] || echo "$module.ko needs $dependency, which is not in the image"
  done < <(modprobe -S "$KERNEL" --show-depends "$module" | grep '^insmod ')
done

certificate=sha256:$(sha256sum /usr/share/nvidia-driver-pipelines/public_key.der | cut -d ' ' -f 1)
[[ $certificate == "$CERTIFICATE" ]] || echo "the certificate in it is $certificate, wanted is $CERTIFICATE, which its label has"

# depmod says what is missing and ends well all the same: what it prints is judged, not how it ends.
symbols=$(mktemp)
gzip -dc /usr/share/nvidia-driver-pipelines/Module.symvers.gz >"$symbols"
depmod -n -e -E "$symbols" "$KERNEL" 2>&1 >/dev/null | grep -E 'unknown symbol|disagrees' | sed 's/^depmod: WARNING: //' | head -n 5
rm -f "$symbols"

rpm -q "kmod-nvidia-$DRIVER_VERSION" >/dev/null || echo "the RPM kmod-nvidia-$DRIVER_VERSION is not installed"
for package in $PACKAGES; do
  rpm -q "$package" >/dev/null || echo "the RPM $package is not installed"
done

# No RPM has the userspace of a vGPU guest driver.
if [[ $DRIVER_TYPE == vgpu ]]; then
  for program in nvidia-gridd nvidia-smi nvidia-persistenced; do
    file=$(type -P "$program") || {
      echo "the program $program is not in the image: is the runfile a vGPU guest driver?"
      continue
    }
    LD_LIBRARY_PATH=/usr/lib64/nvidia/gridd ldd "$file" 2>/dev/null | sed -n "s/^\s*\(\S*\) => not found/$program needs \1, which is not in the image/p"
  done
  found=$(find /usr/lib64 -maxdepth 1 -name 'libnvidia-ml.so.*.*' -printf '%f\n' | xargs)
  [[ $found == "libnvidia-ml.so.$DRIVER_VERSION" ]] || echo "the driver's library is \"$found\", wanted is \"libnvidia-ml.so.$DRIVER_VERSION\": is the runfile of another version?"
  for left in /usr/src/nvidia-* /var/log/nvidia-installer.log /var/lib/nvidia /run/runfile/*; do
    [[ ! -e $left ]] || echo "$left is left of the installer"
  done
fi

find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run \) -prune -o -gid +999 -print 2>/dev/null | head -n 5 |
  sed 's/$/ belongs to a group that is no system group/'
find "$modules" /opt/lib/firmware /usr/local/bin /usr/share/nvidia-driver-pipelines -perm /6000 2>/dev/null | head -n 5 |
  sed 's/$/ has an unexpected setuid or setgid bit/'
exit 0

# shellcheck shell=bash
# The userspace of a vGPU guest driver, nvidia-gridd included: from the runfile, because no RPM has it. Needs prelude.sh, runfile.sh, TMPDIR.
# Source of the options: NVIDIA/gpu-driver-container, rhel9/install.sh at 06a208ca (nvidia_installer); each is in option_table.h of
# NVIDIA/nvidia-installer from 470 to 590.

# install_guest RUNFILE: all of it but kernel modules, and of the X server nothing that stays. Its own folders are in TMPDIR.
install_guest() {
  : "${ARCH:?}" "${RUNFILE_URL:?}" "${RUNFILE_SHA256:?}"
  local unpacked=$TMPDIR/unpacked x=$TMPDIR/x said=$TMPDIR/installer.log options cause
  check_runfile "$1"
  sh "$1" --extract-only --target "$unpacked" >/dev/null || fail "runfile $RUNFILE_URL cannot be unpacked: is it NVIDIA's installer?"
  options=(--silent --accept-license --no-kernel-module --no-kernel-module-source --skip-depmod --no-nouveau-check --no-nvidia-modprobe
    --no-rpms --no-backup --no-check-for-alternate-installs --no-libglx-indirect --no-install-libglvnd --no-systemd
    "--log-file-name=$said" "--x-prefix=$x" "--x-module-path=$x" "--x-library-path=$x" "--x-sysconfig-path=$x")
  [[ $ARCH != x86_64 ]] || options+=(--no-install-compat32-libs)
  : >"$said"
  (cd "$unpacked" && ./nvidia-installer "${options[@]}" >&2) || {
    cat "$said" >&2
    cause=$(sed -n 's/^ERROR: //p' "$said" | tail -n 1)
    fail "the installer of runfile $RUNFILE_URL failed: ${cause:-see above}: is it a vGPU guest driver for $ARCH?"
  }
  # What it would be uninstalled by.
  rm -rf /var/lib/nvidia
}

# shellcheck shell=bash
# shellcheck disable=SC2016 # it is the entry point that reads these variables
# What is mended in the runtime entry point of a vGPU guest driver: each has a name, a text that the file has exactly once, and what stands in
# its place. Source: NVIDIA/gpu-driver-container, rhel9/precompiled/nvidia-driver and rhel10/precompiled/nvidia-driver at 06a208ca; how it
# should be: rhel9/nvidia-driver and rhel9/Dockerfile there.

# entry_point_edits FILE
entry_point_edits() {
  # It is called and nowhere defined. The daemon is not in every runfile.
  edit "$1" start-topology-daemon _start_vgpu_topology_daemon \
    'if command -v nvidia-topologyd >/dev/null; then nvidia-topologyd; fi'
  # What was started holds the modules.
  edit "$1" stop-topology-daemon 'echo "Unloading NVIDIA driver kernel modules..."' \
    'if [ -f /var/run/nvidia-topologyd/nvidia-topologyd.pid ]; then kill "$(< /var/run/nvidia-topologyd/nvidia-topologyd.pid)" && sleep 1 || true; fi
    echo "Unloading NVIDIA driver kernel modules..."'
  # Nobody sets it, and unset variables end the script. There is no other kind of server any more.
  edit "$1" license-server-type '${VGPU_LICENSE_SERVER_TYPE}' '${VGPU_LICENSE_SERVER_TYPE:-NLS}'
}

/**
 * RPMs that the userspace of a vGPU guest driver needs, which itself comes from the runfile: the installer is told to bring no libglvnd. It is
 * what images have that install such a driver on the node, without what they compile with; kmod is in every image. NVIDIA's own RPMs
 * are not: there are none of guest drivers, and those of other versions do not go with it.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/install.sh and rhel10/install.sh at 06a208ca (dep_installer, nvidia_installer).
 *
 * @example
 * guestPackages; // ['libglvnd-glx']
 */
export const guestPackages: readonly string[] = ['libglvnd-glx'];

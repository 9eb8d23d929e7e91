/** Names of the platforms as users write them; `+64k` is the kernel with 64 KiB pages. */
export type PlatformName = 'x86_64' | 'aarch64' | 'aarch64+64k';

/** Architecture and page size of nodes, in the words of everybody who names them. */
export interface Platform {
  readonly name: PlatformName;
  /** As in RPMs, runfiles, kernels and release tags. */
  readonly arch: 'x86_64' | 'aarch64';
  /** As in the node label kubernetes.io/arch and in OCI images. */
  readonly nodeArch: 'amd64' | 'arm64';
  /** As in NVIDIA's CUDA repository (developer.download.nvidia.com/compute/cuda/repos/rhel9/sbsa). */
  readonly rpmRepositoryArch: 'x86_64' | 'sbsa';
  readonly pageSize: '4k' | '64k';
  /** What the kernel's name ends in, after the architecture. */
  readonly kernelSuffix: '' | '+64k';
  /** Part of the names of Kubernetes objects. */
  readonly id: 'x86-64' | 'aarch64' | 'aarch64-64k';
}

/**
 * Label that tells nodes of aarch64 by page size: nothing that Kubernetes or the GPU operator sets does. By hand, or by a NodeFeatureRule.
 *
 * Source: NVIDIA/gpu-operator, internal/state/nodepool.go (getSanitizedKernelVersion strips _64k: both page sizes are one pool).
 *
 * @example
 * pageSizeLabel; // 'nvidia-driver-pipelines/page-size'
 */
export const pageSizeLabel = 'nvidia-driver-pipelines/page-size';

/**
 * All platforms that driver images can be built for.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/README.md (BUILD_ARCH); the 64k kernel is in the driver toolkit since
 * OpenShift 4.15 (openshift/driver-toolkit#140).
 *
 * @example
 * platforms['aarch64+64k'].nodeArch; // 'arm64'
 */
export const platforms: Readonly<Record<PlatformName, Platform>> = {
  x86_64: {
    name: 'x86_64',
    arch: 'x86_64',
    nodeArch: 'amd64',
    rpmRepositoryArch: 'x86_64',
    pageSize: '4k',
    kernelSuffix: '',
    id: 'x86-64',
  },
  aarch64: {
    name: 'aarch64',
    arch: 'aarch64',
    nodeArch: 'arm64',
    rpmRepositoryArch: 'sbsa',
    pageSize: '4k',
    kernelSuffix: '',
    id: 'aarch64',
  },
  'aarch64+64k': {
    name: 'aarch64+64k',
    arch: 'aarch64',
    nodeArch: 'arm64',
    rpmRepositoryArch: 'sbsa',
    pageSize: '64k',
    kernelSuffix: '+64k',
    id: 'aarch64-64k',
  },
};

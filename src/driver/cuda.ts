interface CudaVersion {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** First driver branch that runs CUDA 13. Source: NVIDIA, CUDA Compatibility, "Minor Version Compatibility". */
const cuda13Since = 580;
/**
 * The one version whose base image is seen in build files for ubi9 and ubi10 both; not pulled to check.
 * Source: NVIDIA/gpu-driver-container, rhel10/Dockerfile at 6933326d.
 */
const cuda13 = '13.1.0';
/** Upstream's default. Source: NVIDIA/gpu-driver-container, rhel9/precompiled/Makefile (CUDA_VERSION). */
const cuda12 = '12.8.1';

/**
 * Version of CUDA whose base image a driver branch such as 580 is put on, where none is configured.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/Makefile (CUDA_VERSION); NVIDIA, CUDA Compatibility.
 *
 * @example
 * defaultCudaVersion(580); // '13.1.0'
 */
export function defaultCudaVersion(branch: number): string {
  return branch >= cuda13Since ? cuda13 : cuda12;
}

/**
 * NVIDIA's base image for a CUDA version such as `13.1.0`; `{rhel}` stands for the RHEL major version of the nodes.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/Dockerfile (CUDA_DIST).
 *
 * @throws Error where the version is not full.
 * @example
 * cudaBaseImage('13.1.0'); // 'nvcr.io/nvidia/cuda:13.1.0-base-ubi{rhel}'
 */
export function cudaBaseImage(cudaVersion: string): string {
  return `nvcr.io/nvidia/cuda:${parseCudaVersion(cudaVersion).text}-base-ubi{rhel}`;
}

/**
 * The part of the names of CUDA's RPMs: `12-8` for `12.8.1`.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/Dockerfile (cuda-compat, cuda-cudart).
 *
 * @throws Error where the version is not full.
 * @example
 * cudaPackageSuffix('12.8.1'); // '12-8'
 */
export function cudaPackageSuffix(cudaVersion: string): string {
  const { major, minor } = parseCudaVersion(cudaVersion);
  return `${major}-${minor}`;
}

function parseCudaVersion(text: string): CudaVersion {
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) throw new Error(`"${text}" is not a CUDA version: write it in full, like "13.1.0"`);
  return { text, major: Number(major), minor: Number(minor) };
}

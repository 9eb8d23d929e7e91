interface CudaVersion {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/**
 * CUDA of the base image by driver branch, newest first.
 *
 * CUDA 13 needs 580 or later (NVIDIA, CUDA Compatibility, "Minor Version Compatibility"); 13.1.0 is the one version whose base image
 * is seen in build files for both ubi9 and ubi10 (NVIDIA/gpu-driver-container, rhel10/Dockerfile at 6933326d). 12.8.1 is the default
 * of NVIDIA/gpu-driver-container, rhel9/precompiled/Makefile, for all branches of its time. Neither was pulled to check.
 */
const defaults: readonly { readonly since: number; readonly cuda: string }[] = [
  { since: 580, cuda: '13.1.0' },
  { since: 0, cuda: '12.8.1' },
];

/** First CUDA with base images for RHEL 10. Source: NVIDIA/cuopt#1513 and #1515 (no ubi10 image of any 12.x). */
const ubi10Since = 13;

/** Version of CUDA whose base image a driver branch such as 580 is put on, where none is configured. */
export function defaultCudaVersion(branch: number): string {
  return defaults.find(({ since }) => branch >= since)?.cuda ?? '12.8.1';
}

/**
 * NVIDIA's base image for a CUDA version such as `13.1.0`; `{rhel}` stands for the RHEL major version of the nodes.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/Dockerfile (CUDA_DIST).
 *
 * @throws Error where the version is not full.
 */
export function cudaBaseImage(cudaVersion: string): string {
  return `nvcr.io/nvidia/cuda:${parseCudaVersion(cudaVersion).text}-base-ubi{rhel}`;
}

/** Why there is no CUDA base image for a RHEL major version; undefined where there is one. @throws Error where the version is not full. */
export function cudaProblem(cudaVersion: string, rhelMajor: number): string | undefined {
  if (rhelMajor < 10 || parseCudaVersion(cudaVersion).major >= ubi10Since) return undefined;
  return `CUDA ${cudaVersion} has no base image for RHEL ${rhelMajor} (they exist since ${ubi10Since}.0); use ${defaults[0]?.cuda}`;
}

/** The part of the names of CUDA's RPMs: `12-8` for `12.8.1`. @throws Error where the version is not full. */
export function cudaPackageSuffix(cudaVersion: string): string {
  const { major, minor } = parseCudaVersion(cudaVersion);
  return `${major}-${minor}`;
}

function parseCudaVersion(text: string): CudaVersion {
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) throw new Error(`"${text}" is not a CUDA version: write it in full, like "13.1.0"`);
  return { text, major: Number(major), minor: Number(minor) };
}

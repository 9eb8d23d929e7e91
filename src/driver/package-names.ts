import { cudaPackageSuffix } from './cuda';
import { parseDriverVersion } from './driver-version';
import { type Platform, type PlatformName, platforms } from './platform';

// The names are the same on RHEL 9 and 10, as far as a source tells: of branches before 580 nobody knows it (src/driver/unverified-rules.ts).
// Sources: NVIDIA/gpu-driver-container, rhel9/install.sh, rhel10/install.sh and both precompiled/Dockerfile at 06a208ca.

/** RPMs of one kind, for the branches from `since` up to, not including, `before`. */
interface PackageRule {
  /** `{branch}` stands for the branch. */
  readonly name: string;
  readonly since?: number;
  readonly before?: number;
  /** Only there for this architecture; unset: for all. */
  readonly arch?: Platform['arch'];
  /** Has versions of its own, not the driver's. */
  readonly ownVersion?: true;
}

/**
 * Userspace that every image has. NVML changed its name with branch 560: 555 is the last whose RPMs are built as nvidia-driver-NVML.
 *
 * Sources: NVIDIA/gpu-driver-container, rhel9/precompiled/Dockerfile at d37c8cf2 (old name) and e087e09f (new name);
 * NVIDIA/yum-packaging-nvidia-driver, branches 550 and 560.
 */
const userspace: readonly PackageRule[] = [
  { name: 'nvidia-driver-cuda' },
  { name: 'nvidia-driver-libs' },
  { name: 'nvidia-driver-NVML', before: 560 },
  { name: 'libnvidia-ml', since: 560 },
  { name: 'nvidia-persistenced' },
];

/**
 * What NVSwitch and NVLink systems need, as images that compile on the node have it, aarch64 included (GH200, GB200), where upstream's
 * precompiled images leave it out. Until 580 the names hold the branch. That all of them are in the aarch64 repository before 580 is
 * unverified; so is everything before 470. The fabric manager's -devel RPM is for compiling against it, and left out.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/install.sh at 102ce377 (all ranges) and 06a208ca (since 580; nvsdm not for arm64).
 */
const fabric: readonly PackageRule[] = [
  { name: 'nvidia-fabric-manager', before: 580 },
  { name: 'nvidia-fabricmanager', since: 580 },
  { name: 'libnvidia-nscq-{branch}', before: 580 },
  { name: 'libnvidia-nscq', since: 580 },
  { name: 'nvidia-imex-{branch}', since: 550, before: 580 },
  { name: 'nvidia-imex', since: 580 },
  { name: 'libnvsdm-{branch}', since: 570, before: 580, arch: 'x86_64' },
  { name: 'libnvsdm', since: 580, arch: 'x86_64' },
  { name: 'infiniband-diags', since: 550, ownVersion: true },
  { name: 'nvlsm', since: 550, ownVersion: true },
];

/**
 * RPMs that a passthrough image gets beside the kernel modules, in the form that dnf takes: `nvidia-driver-cuda-580.105.08` where the
 * version must be the driver's, `nvlsm` where it has its own. Without a CUDA version, for a base image that is not CUDA's, CUDA's are
 * left out.
 *
 * Source of CUDA's: NVIDIA/gpu-driver-container, rhel9/precompiled/Dockerfile.
 *
 * @throws Error where a version is not full.
 * @example
 * const names = packageNames({ driverVersion: '580.105.08', platform: 'x86_64', cudaVersion: '13.1.0' });
 * names[0]; // 'nvidia-driver-cuda-580.105.08'
 * names.at(-1); // 'cuda-cudart-13-1'
 */
export function packageNames({
  driverVersion,
  platform,
  cudaVersion,
}: {
  readonly driverVersion: string;
  readonly platform: PlatformName;
  readonly cudaVersion?: string;
}): string[] {
  const { text, branch } = parseDriverVersion(driverVersion);
  const { arch } = platforms[platform];
  const driver = [...userspace, ...fabric].filter(
    rule => branch >= (rule.since ?? 0) && branch < (rule.before ?? Number.POSITIVE_INFINITY) && arch === (rule.arch ?? arch),
  );
  const cuda = cudaVersion === undefined ? [] : ['cuda-compat', 'cuda-cudart'].map(name => `${name}-${cudaPackageSuffix(cudaVersion)}`);
  return [...driver.map(rule => rule.name.replace('{branch}', `${branch}`) + (rule.ownVersion ? '' : `-${text}`)), ...cuda];
}

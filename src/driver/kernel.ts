import { type Platform, type PlatformName, platforms } from './platform';

/** A kernel of RHEL, taken apart: `5.14.0-570.62.1.el9_6.aarch64+64k`. */
export interface Kernel {
  /** Upstream's version: `5.14.0`. */
  readonly version: string;
  /** Red Hat's release, without dist: `570.62.1`. */
  readonly release: string;
  /** `el9_6`, `el9_10`, `el10_0`; CentOS Stream's has no minor: `el9`. */
  readonly dist: string;
  /** `9` of `el9_6`. */
  readonly rhelMajor: number;
  /** `6` of `el9_6`; missing for CentOS Stream. */
  readonly rhelMinor?: number;
  readonly arch: Platform['arch'];
  readonly pageSize: Platform['pageSize'];
}

const pattern = /^(\d+\.\d+\.\d+)-([A-Za-z0-9._]+)\.(el(\d+)(?:_(\d+))?)\.(x86_64|aarch64)([+_].+)?$/;
const examples = '"5.14.0-570.62.1.el9_6.x86_64" or "5.14.0-570.62.1.el9_6.aarch64+64k"';

/**
 * Reads a kernel as `uname -r` prints it, or as NFD writes it in a label, where `+64k` is `_64k`.
 *
 * Sources: openshift/driver-toolkit, Dockerfile (driver-toolkit-release.json); node-feature-discovery, source/kernel/version.go.
 *
 * @throws Error where it is no kernel of RHEL, or of a variant that no driver image is built for (real time, debug).
 * @example
 * const { dist, rhelMinor, pageSize } = parseKernel('5.14.0-570.62.1.el9_6.aarch64+64k');
 * dist; // 'el9_6'
 * rhelMinor; // 6
 * pageSize; // '64k'
 */
export function parseKernel(text: string): Kernel {
  const [, version, release, dist, major, minor, arch, suffix = ''] = pattern.exec(text) ?? [];
  if (/[+_]rt\b|\.rt\d/.test(text)) throw unusable(text, 'is a real-time kernel, for which the GPU operator has no precompiled drivers');
  if (!version || !release || !dist || (arch !== 'x86_64' && arch !== 'aarch64')) throw unusable(text, 'is not a kernel of RHEL');
  if (suffix !== '' && !/^[+_]64k$/.test(suffix)) throw unusable(text, `ends in "${suffix}", a variant that is not supported`);
  if (suffix !== '' && arch !== 'aarch64') throw unusable(text, `has pages of 64 KiB, which only aarch64 has`);
  return {
    version,
    release,
    dist,
    rhelMajor: Number(major),
    ...(minor !== undefined && { rhelMinor: Number(minor) }),
    arch,
    pageSize: suffix === '' ? '4k' : '64k',
  };
}

/**
 * The kernels that the driver toolkit of a release may name, as an extended regular expression for scripts: what `parseKernel` reads, of
 * 4 KiB pages. A kernel that matches {@link realTimeExpression} is none of them.
 *
 * @see {@link parseKernel}
 * @example
 * new RegExp(kernelExpression).test('5.14.0-570.62.1.el9_6.x86_64'); // true
 */
export const kernelExpression = '^[0-9]+\\.[0-9]+\\.[0-9]+-[A-Za-z0-9._]+\\.el[0-9]+(_[0-9]+)?\\.(x86_64|aarch64)$';

/**
 * What the names of real-time kernels have in them, as an extended regular expression.
 *
 * @see {@link parseKernel}
 * @example
 * new RegExp(realTimeExpression).test('5.14.0-284.54.1.rt14.339.el9_2.x86_64'); // true
 */
export const realTimeExpression = '[+_]rt$|\\.rt[0-9]';

/**
 * The kernel of a platform's nodes, from KERNEL_VERSION of the driver toolkit, which names no page size; a `+64k` that is there
 * already is not added again.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/Makefile (KERNEL_VERSION_NOARCH, BUILD_ARCH); openshift/driver-toolkit#140.
 *
 * @throws Error where it is no kernel of RHEL, or one of another platform.
 * @example
 * kernelOf('5.14.0-570.62.1.el9_6.aarch64', 'aarch64+64k'); // '5.14.0-570.62.1.el9_6.aarch64+64k'
 */
export function kernelOf(toolkitKernel: string, platform: PlatformName): string {
  const { version, release, dist, arch, pageSize } = parseKernel(toolkitKernel);
  const wanted = platforms[platform];
  if (arch !== wanted.arch) {
    throw new Error(
      `kernel "${toolkitKernel}" is for ${arch}, the platform is ${platform}: use the toolkit of a release for ${wanted.arch}`,
    );
  }
  if (pageSize === '64k' && wanted.pageSize === '4k') {
    throw new Error(`kernel "${toolkitKernel}" has pages of 64 KiB, the platform is ${platform}: write the platform ${platform}+64k`);
  }
  return `${version}-${release}.${dist}.${arch}${wanted.kernelSuffix}`;
}

/**
 * A kernel as it stands in labels and image tags: `+64k` becomes `_64k`. The operator takes it from the label unchanged.
 *
 * Source: node-feature-discovery, source/kernel/version.go; NVIDIA/gpu-operator, nvidiadriver_types.go GetPrecompiledImagePath.
 *
 * @example
 * kernelTag('5.14.0-570.62.1.el9_6.aarch64+64k'); // '5.14.0-570.62.1.el9_6.aarch64_64k'
 */
export function kernelTag(kernel: string): string {
  return kernel.replace(/[^-A-Za-z0-9_.]/g, '_');
}

function unusable(kernel: string, why: string): Error {
  return new Error(`"${kernel}" ${why}: write it like ${examples}`);
}

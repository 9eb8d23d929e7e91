import { kernelTag, parseKernel } from './kernel';

/** What the tag of a driver image is made of. */
export interface ImageTag {
  /** Full version (`580.105.08`), or a branch (`580`) as in Red Hat's floating tags. */
  readonly driverVersion: string;
  /** As `uname -r` prints it, with `+64k`. */
  readonly kernel: string;
  /** `rhel9.6`, `rhel9`, `rhcos4.18` */
  readonly osTag: string;
}

const separated = /^(\d[\d.]*)-(\d+\.\d+\.\d+-.+\.(?:x86_64|aarch64)(?:_64k)?)-([a-z]+\d[\d.]*)$/;

/**
 * The tag that the GPU operator asks for: `580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel9.6`.
 *
 * Source: NVIDIA/gpu-operator, api/nvidia/v1alpha1/nvidiadriver_types.go GetPrecompiledImagePath.
 *
 * @throws Error where a registry would refuse the tag.
 * @example
 * imageTag('580.105.08', '5.14.0-570.62.1.el9_6.x86_64', 'rhel9.6'); // '580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel9.6'
 */
export function imageTag(driverVersion: string, kernel: string, osTag: string): string {
  const tag = `${driverVersion}-${kernelTag(kernel)}-${osTag}`;
  if (!isImageTag(tag)) throw new Error(`"${tag}" is not an image tag: it may have 128 letters, digits and "._-"`);
  return tag;
}

/**
 * What the tag will be of a kernel that is not known yet; nor need the OS tag be.
 *
 * @see {@link imageTag}
 * @example
 * imageTagPattern('580.105.08', 'rhel9.6'); // '580.105.08-<kernel>-rhel9.6'
 * imageTagPattern('580.105.08'); // '580.105.08-<kernel>-<os tag>'
 */
export function imageTagPattern(driverVersion: string, osTag = '<os tag>'): string {
  return `${driverVersion}-<kernel>-${osTag}`;
}

/**
 * Whether a registry takes the text as a tag.
 *
 * Source: opencontainers/distribution-spec, spec.md, "Pulling manifests".
 *
 * @example
 * isImageTag('580.105.08-rhel9.6'); // true
 * isImageTag('5.14.0-570.62.1.el9_6.aarch64+64k'); // false
 */
export function isImageTag(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text);
}

/**
 * Takes a tag of a driver image apart.
 *
 * @see {@link imageTag}
 * @throws Error where it is none.
 * @example
 * parseImageTag('580-5.14.0-570.62.1.el9_6.aarch64_64k-rhel9').kernel; // '5.14.0-570.62.1.el9_6.aarch64+64k'
 */
export function parseImageTag(tag: string): ImageTag {
  const [, driverVersion, kernel, osTag] = (isImageTag(tag) && separated.exec(tag)) || [];
  if (!driverVersion || !kernel || !osTag) {
    throw new Error(`"${tag}" is not the tag of a driver image: one looks like "580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel9.6"`);
  }
  const sixtyFour = parseKernel(kernel).pageSize === '64k';
  return { driverVersion, kernel: sixtyFour ? kernel.replace(/_64k$/, '+64k') : kernel, osTag };
}

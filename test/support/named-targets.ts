import { createHash } from 'node:crypto';

// From the kernel's name to folders, RPM, labels and tags: under the names of targets of which this machine is none. The lookup under these
// names: driver-toolkit-lookup.test.ts and driver-toolkit-lookup-streams.test.ts; nodes: preflight-nodes.test.ts.
/** A target under whose names a step is run. */
export interface NamedTarget {
  readonly kernel: string;
  /** The kernel as labels and tags have it. */
  readonly label: string;
  readonly arch: string;
  readonly nodeArch: string;
  readonly rhel: string;
  /** Release of the RPM. */
  readonly release: string;
}

const nine = { rhel: '9.6', release: '5.14.0_570.62.1.el9_6' };
const ten = { rhel: '10.2', release: '6.12.0_211.9.1.el10_2' };
const target = (kernel: string, about: Pick<NamedTarget, 'rhel' | 'release'>): [string, NamedTarget] => {
  const arch = kernel.includes('aarch64') ? 'aarch64' : 'x86_64';
  return [kernel, { kernel, label: kernel.replace('+', '_'), arch, nodeArch: arch === 'aarch64' ? 'arm64' : 'amd64', ...about }];
};
/** Each by its kernel: both page sizes, and RHEL 10. */
export const namedTargets = [
  target('5.14.0-570.62.1.el9_6.aarch64', nine),
  target('5.14.0-570.62.1.el9_6.aarch64+64k', nine),
  target('6.12.0-211.9.1.el10_2.x86_64', ten),
  target('6.12.0-211.9.1.el10_2.aarch64+64k', ten),
];

export const image = 'quay.io/acme/gpu';
export const digest = `sha256:${'1'.repeat(64)}`;
export const runfile = 'runfile';
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const modules = ['nvidia', 'nvidia-drm', 'nvidia-modeset', 'nvidia-peermem', 'nvidia-uvm'];
/** modinfo of modules that were compiled for a kernel. */
export const compiledFor = (kernel: string): string =>
  `case "$2" in vermagic) echo '${kernel} SMP preempt mod_unload' ;; signer) echo acme ;; esac`;
/** What every step is told of it. */
export const paramsOf = ({ kernel, arch, nodeArch, rhel }: NamedTarget) => ({
  image,
  kernel,
  arch,
  'node-arch': nodeArch,
  'rhel-version': rhel,
  'driver-toolkit-image': 'toolkit',
  'driver-version': '580.105.08',
  'module-flavour': 'open',
  'runfile-url': 'https://example.com/driver.run',
  'runfile-sha256': sha256(runfile),
  'staging-tag': 'uid',
  'base-image': 'base',
  inputs: 'i',
  signer: 'self-signed',
  packages: 'p',
  subscription: 'none',
});

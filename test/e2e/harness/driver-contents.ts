import { expect } from 'vitest';
import { run } from './command';
import { address } from './registry';

/** A published driver image, and what it promises. */
export interface Promised {
  /** By tag. */
  readonly reference: string;
  readonly version: string;
  readonly kernel: string;
  readonly signer: string;
}

/** Kernel modules of a driver. */
export const modules = ['nvidia', 'nvidia-uvm', 'nvidia-modeset', 'nvidia-drm', 'nvidia-peermem'];

/** Runs a script inside a published image, on this machine, and gives what it prints. */
export function inImage(reference: string, script: string): string {
  const container = run('buildah', ['from', '--quiet', '--pull-always', '--tls-verify=false', address(reference)]).trim();
  try {
    return run('buildah', ['run', '--isolation', 'chroot', container, '--', 'sh', '-s'], script);
  } finally {
    run('buildah', ['rm', container]);
  }
}

/** Fields of a module as modinfo prints them. */
export function modinfo({ reference, kernel }: Pick<Promised, 'reference' | 'kernel'>, module: string, ...fields: string[]): string[] {
  const file = `/lib/modules/${kernel}/extra/nvidia/${module}.ko`;
  return inImage(reference, `for field in ${fields.join(' ')}; do modinfo -F $field ${file}; done`)
    .split('\n')
    .slice(0, fields.length);
}

/** Every module of the image has the promised kernel and signer, nothing that it needs is missing, and the RPMs match. */
export function proveContents({ reference, version, kernel, signer }: Promised): void {
  for (const module of modules) {
    const [vermagic = '', signedBy, of] = modinfo({ reference, kernel }, module, 'vermagic', 'signer', 'version');
    console.log(`${module}: ${vermagic}, signed by ${signedBy}, version ${of}`);
    expect(vermagic.split(' ')[0]).toBe(kernel);
    expect(signedBy).toBe(signer);
    expect(of).toBe(version);
  }
  const symbols = inImage(
    reference,
    `gzip -dc /usr/share/nvidia-driver-pipelines/Module.symvers.gz >/tmp/symvers; depmod -n -e -E /tmp/symvers ${kernel} 2>&1 >/dev/null || true`,
  );
  expect(symbols).not.toContain('unknown symbol');
  const files = inImage(
    reference,
    `for module in ${modules.join(' ')}; do modprobe -S ${kernel} --show-depends $module; done | sed -n 's/^insmod \\(\\S*\\).*/\\1/p' | sort -u | xargs ls -l`,
  );
  console.log(files.trim());
  expect(files.trim().split('\n').length).toBeGreaterThan(modules.length);
  const rpms = inImage(reference, 'rpm -q kmod-nvidia nvidia-driver-cuda nvidia-driver-libs nvidia-persistenced').trim().split('\n');
  console.log(rpms.join('\n'));
  for (const rpm of rpms) expect(rpm).toContain(`-${version}-`);
}

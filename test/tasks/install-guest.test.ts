import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { script } from '../../src/tasks/script';
import { dnf } from '../support/dnf';
import { needs, program } from '../support/needs';
import { runInside } from '../support/run-step';

const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const url = 'https://files.example.com/grid.run';
const runfile = 'a runfile';
const unpack = (installer: string) =>
  `mkdir -p "$4"; printf '%s\\n' '#!/bin/bash' 'printf "%s\\n" "$*" >"$TMPDIR/../etc/options"' ${JSON.stringify(installer).replaceAll('$', '\\$')} >"$4/nvidia-installer"; chmod +x "$4/nvidia-installer"`;

/** The installation of a vGPU guest driver, with an installer that does this. */
const install = (
  installer = ':',
  { arch = 'x86_64', sha256 = createHash('sha256').update(runfile).digest('hex'), sh = unpack(installer) } = {},
) =>
  runInside(script('driver-image-build/install.sh'), {
    env: {
      KERNEL: kernel,
      DRIVER_VERSION: '580.105.08',
      DRIVER_TYPE: 'vgpu',
      ARCH: arch,
      RHEL_VERSION: '9.6',
      PACKAGES: 'libglvnd-glx',
      SUBSCRIPTION: 'none',
      CVE_UPDATES: '',
      RUNFILE_URL: url,
      RUNFILE_SHA256: sha256,
    },
    files: { '/run/rpms/kmod-nvidia.rpm': '', '/run/runfile/driver.run': runfile, '/var/lib/nvidia/log': 'how to uninstall it' },
    programs: { dnf: dnf([['libglvnd-glx', '1', '1.7.0', '1.el9', 'x86_64']]), depmod: ':', rpm: 'echo kmod-nvidia-580.105.08', sh },
  });

needs('bash', program('bash'))('the installation of a vGPU guest driver', () => {
  test('installs RPMs of the modules and of libglvnd, then the userspace from the runfile, without kernel modules', async () => {
    const { code, last, calls, file } = await install();
    expect(last).toMatch(/^installation of kmod-nvidia-580\.105\.08 and 1 userspace RPMs done in \d+ s$/);
    expect(code).toBe(0);
    expect(calls.map(call => call.split(' ').slice(0, 2).join(' '))).toEqual([
      'dnf repoquery',
      'dnf install',
      'sh /run/runfile/driver.run',
      'depmod -a',
      'dnf clean',
      'rpm -q',
    ]);
    expect(calls[1]).toMatch(/ kmod libglvnd-glx \/run\/rpms\/kmod-nvidia\.rpm$/);
    const options = (file('etc/options') ?? '').trim().split(' ');
    expect(options.filter(option => !option.includes('='))).toEqual([
      '--silent',
      '--accept-license',
      '--no-kernel-module',
      '--no-kernel-module-source',
      '--skip-depmod',
      '--no-nouveau-check',
      '--no-nvidia-modprobe',
      '--no-rpms',
      '--no-backup',
      '--no-check-for-alternate-installs',
      '--no-libglx-indirect',
      '--no-install-libglvnd',
      '--no-systemd',
      '--no-install-compat32-libs',
    ]);
    expect(options.filter(option => option.includes('=')).map(option => option.split('=')[0])).toEqual([
      '--log-file-name',
      '--x-prefix',
      '--x-module-path',
      '--x-library-path',
      '--x-sysconfig-path',
    ]);
  });

  test('leaves nothing that it would be uninstalled by', async () => {
    expect((await install()).file('var/lib/nvidia/log')).toBeUndefined();
  });

  test('says nothing of 32 bits where there are none', async () => {
    expect((await install(':', { arch: 'aarch64' })).file('etc/options')).not.toContain('compat32');
  });

  test('does not run a runfile that has another checksum', async () => {
    const { code, last, calls } = await install(':', { sha256: 'f'.repeat(64) });
    expect(code).toBe(1);
    expect(last).toMatch(
      /^permanent error: runfile https:\/\/files\.example\.com\/grid\.run has sha256 [0-9a-f]{64}, wanted is f{64}: it was not run; correct runfile\.sha256 if you trust the file$/,
    );
    expect(calls.some(call => call.startsWith('sh '))).toBe(false);
  });

  test('ends where it cannot be unpacked', async () => {
    expect((await install(':', { sh: 'exit 1' })).last).toBe(
      `permanent error: runfile ${url} cannot be unpacked: is it NVIDIA's installer?`,
    );
  });

  test('says why the installer failed, in its own words, and else that they are above', async () => {
    const log = `for option; do case "$option" in --log-file-name=*) printf '%s\\n' 'ERROR: first' 'ERROR: no room' >"\${option#*=}" ;; esac; done; exit 1`;
    const failed = await install(log);
    expect([failed.code, failed.last]).toEqual([
      1,
      `permanent error: the installer of runfile ${url} failed: no room: is it a vGPU guest driver for x86_64?`,
    ]);
    expect(failed.log).toContain('ERROR: first\n');
    expect((await install('echo killed >&2; exit 1')).last).toBe(
      `permanent error: the installer of runfile ${url} failed: see above: is it a vGPU guest driver for x86_64?`,
    );
  });
});

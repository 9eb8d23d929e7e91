import { expect, test } from 'vitest';
import { script } from '../../src/tasks/script';
import { dnf, type Rpm } from '../support/dnf';
import { needs, program } from '../support/needs';
import { runInside } from '../support/run-step';

const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const env = {
  KERNEL: kernel,
  DRIVER_VERSION: '580.105.08',
  RHEL_VERSION: '9.6',
  PACKAGES: 'nvidia-driver-cuda-580.105.08 nvidia-persistenced-580.105.08',
  CVE_UPDATES: '',
  SUBSCRIPTION: 'activation-key',
  DRIVER_TYPE: 'passthrough',
};
const rpms: readonly Rpm[] = ['nvidia-driver-cuda', 'nvidia-persistenced'].map(name => [name, '3', '580.105.08', '1.el9', 'x86_64']);
const image = { '/run/rpms/kmod-nvidia.rpm': '', '/etc/yum.repos.d/cuda.repo': 'cuda', '/etc/rhsm-host': 'host', '/var/cache/dnf/x': '' };
const programs = {
  dnf: dnf(rpms, `[[ $1 != install ]] || { echo "\${SMDEV_CONTAINER_OFF:-}"; ls /etc/.; ls /etc/yum.repos.d/.; } >/etc/seen`),
  depmod: ':',
  rpm: 'echo kmod-nvidia-580.105.08',
};
const install = (changes: Readonly<Record<string, string>> = {}, stubs: Readonly<Record<string, string>> = {}, files = {}) =>
  runInside(script('driver-image-build/install.sh'), {
    env: { ...env, ...changes },
    files: { ...image, ...files },
    programs: { ...programs, ...stubs },
  });

needs('bash', program('bash'))('the installation inside the image', () => {
  test('installs everything in one transaction and cleans up', async () => {
    const { code, last, calls, file } = await install();
    expect(last).toMatch(/^installation of kmod-nvidia-580\.105\.08 and 2 userspace RPMs done in \d+ s$/);
    expect(code).toBe(0);
    const options =
      '--assumeyes --setopt=install_weak_deps=False --setopt=tsflags=nodocs --best --releasever=9.6 --setopt=*.module_hotfixes=1';
    const names = 'nvidia-driver-cuda-580.105.08 nvidia-persistenced-580.105.08';
    expect(calls).toEqual([
      expect.stringMatching(`^dnf repoquery --quiet ${options.replaceAll('*', '\\*')} --qf \\S+ ${names}$`),
      `dnf install ${options} kmod ${names} /run/rpms/kmod-nvidia.rpm`,
      `depmod -a ${kernel}`,
      'dnf clean all',
      'rpm -q kmod-nvidia',
    ]);
    expect([file('etc/yum.repos.d/cuda.repo'), file('var/cache/dnf/x')]).toEqual([undefined, undefined]);
  });

  const seen = (off: string, ...etc: string[]) => `${off}\n${etc.join('\n')}\nseen\nyum.repos.d\n`;

  test.each(['activation-key', 'entitlement'])(
    'with %s, marks of a container are out of the way while dnf works, and back after',
    async SUBSCRIPTION => {
      const { file } = await install({ SUBSCRIPTION });
      expect(file('etc/seen')).toBe(`${seen('1', 'rhsm-host.away')}cuda.repo\n`);
      expect([file('etc/rhsm-host'), file('etc/rhsm-host.away')]).toEqual(['host', undefined]);
    },
  );

  test('without a subscription, marks of a container stay', async () => {
    expect((await install({ SUBSCRIPTION: 'none' })).file('etc/seen')).toBe(`${seen('', 'rhsm-host')}cuda.repo\n`);
  });

  test("takes the driver's RPMs from a mirror instead of the base image's repository", async () => {
    const { code, file } = await install({ SUBSCRIPTION: 'none' }, {}, { '/run/repositories/nvidia-driver.repo': 'mirror' });
    expect(code).toBe(0);
    expect(file('etc/seen')).toBe(`${seen('', 'rhsm-host')}nvidia-driver.repo\n`);
    expect(file('etc/yum.repos.d/nvidia-driver.repo')).toBeUndefined();
  });

  test("takes RHEL's RPMs from the repositories of the configuration, which leave the image as they came", async () => {
    const files = { '/run/repositories/nvidia-driver-rhel.repo': 'satellite', '/etc/yum.repos.d/ubi.repo': 'ubi' };
    const { code, file } = await install({ SUBSCRIPTION: 'none' }, {}, files);
    expect(code).toBe(0);
    expect(file('etc/seen')).toBe(`${seen('', 'rhsm-host')}cuda.repo\nnvidia-driver-rhel.repo\nubi.repo.away\n`);
    expect(['nvidia-driver-rhel.repo', 'ubi.repo'].map(name => file(`etc/yum.repos.d/${name}`))).toEqual([undefined, 'ubi']);
  });

  test('trusts the authority of the cluster, where there is one', async () => {
    const { calls } = await install({}, {}, { '/run/repositories/ca.crt': 'authority' });
    for (const call of calls.filter(line => /^dnf (repoquery|install)/.test(line)))
      expect(call).toContain(' --setopt=sslcacert=/run/repositories/ca.crt ');
    expect((await install()).calls.join('\n')).not.toContain('sslcacert');
  });

  // Recorded: dnf 4.14.
  test.each([
    [
      'is missing',
      "echo 'No match for argument: nvidia-x' >&2; echo 'Error: Unable to find a match: nvidia-x' >&2; exit 1",
      1,
      'permanent error: the userspace driver 580.105.08 cannot be installed: Unable to find a match: nvidia-x: drivers[].packages of the configuration names the RPMs',
    ],
    [
      'is of another version',
      "printf '%s\\n' 'Error: ' ' Problem: conflicting requests' '  - nothing provides nvidia-kmod = 3:1 needed by nvidia-driver-cuda-3:1-1.el9.x86_64' \"(try to add '--skip-broken' to skip uninstallable packages)\" >&2; exit 1",
      1,
      'permanent error: the userspace driver 580.105.08 cannot be installed: nothing provides nvidia-kmod = 3:1 needed by nvidia-driver-cuda-3:1-1.el9.x86_64: drivers[].packages of the configuration names the RPMs',
    ],
    [
      'cannot be had now',
      "printf '%s\\n' 'Errors during downloading metadata for repository cuda:' '  - Status code: 503 for https://r/repomd.xml (IP: 10.0.0.1)' 'Error: Failed to download metadata for repo cuda: Cannot download repomd.xml: All mirrors were tried' >&2; exit 1",
      75,
      'transient error: the userspace driver 580.105.08 cannot be installed: Status code: 503 for https://r/repomd.xml (IP: 10.0.0.1): see that the RPM repositories can be reached from the cluster, then run again',
    ],
    [
      'is on a server that does not have it',
      "printf '%s\\n' 'Errors during downloading metadata for repository cuda:' '  - Status code: 404 for https://r/repomd.xml (IP: 10.0.0.1)' 'Error: Failed to download metadata for repo cuda: Cannot download repomd.xml: All mirrors were tried' >&2; exit 1",
      1,
      'permanent error: the userspace driver 580.105.08 cannot be installed: Status code: 404 for https://r/repomd.xml (IP: 10.0.0.1): check sources.rpms and sources.rhel of the configuration, or the subscription',
    ],
    [
      'is not what dnf complains of',
      "echo 'Error: This command has to be run with superuser privileges' >&2; exit 1",
      1,
      'permanent error: the userspace driver 580.105.08 cannot be installed: This command has to be run with superuser privileges: drivers[].packages of the configuration names the RPMs',
    ],
  ])('says in its last line which RPM %s', async (_, said, exit, line) => {
    const { code, last } = await install({}, { dnf: dnf(rpms, `[[ $1 == install ]] || exit 0\n${said}`), sleep: '' });
    expect(last).toBe(line);
    expect(code).toBe(exit);
  });

  test('leaves nothing of its own in the layer', async () => {
    const { code, file } = await install({}, { rpm: 'ls -d "$TMPDIR" >/etc/left 2>/dev/null || true; echo kmod-nvidia' });
    expect([code, file('etc/left')]).toEqual([0, '']);
  });
});

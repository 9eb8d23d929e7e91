import { expect, test } from 'vitest';
import { script } from '../../src/tasks/script';
import { needs, program } from '../support/needs';
import { runInside } from '../support/run-step';

const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const env = {
  KERNEL: kernel,
  DRIVER_VERSION: '580.105.08',
  RHEL_VERSION: '9.6',
  PACKAGES: 'nvidia-driver-cuda-580.105.08 nvidia-persistenced-580.105.08',
  SUBSCRIPTION: 'activation-key',
  RPM_BASE_URL: '',
  RPM_GPG_KEY: '',
};
const image = { '/run/rpms/kmod-nvidia.rpm': '', '/etc/yum.repos.d/cuda.repo': 'cuda', '/etc/rhsm-host': 'host', '/var/cache/dnf/x': '' };
const programs = {
  dnf: `[[ $1 != install ]] || { echo "\${SMDEV_CONTAINER_OFF:-}"; ls /etc/.; cat /etc/yum.repos.d/nvidia-driver.repo 2>/dev/null; } >/etc/seen || true`,
  depmod: ':',
  rpm: 'echo kmod-nvidia-580.105.08',
};
const install = (changes: Readonly<Record<string, string>> = {}, stubs: Readonly<Record<string, string>> = {}) =>
  runInside(script('driver-image-build/install.sh'), {
    env: { ...env, ...changes },
    files: image,
    programs: { ...programs, ...stubs },
  });

needs('bash', program('bash'))('the installation inside the image', () => {
  test('installs everything in one transaction and cleans up', async () => {
    const { code, last, calls, file } = await install();
    expect(last).toMatch(/^installation of kmod-nvidia-580\.105\.08 and 2 userspace RPMs done in \d+ s$/);
    expect(code).toBe(0);
    expect(calls).toEqual([
      'dnf install --assumeyes --setopt=install_weak_deps=False --setopt=tsflags=nodocs --best --releasever=9.6 --setopt=*.module_hotfixes=1 kmod nvidia-driver-cuda-580.105.08 nvidia-persistenced-580.105.08 /run/rpms/kmod-nvidia.rpm',
      `depmod -a ${kernel}`,
      'dnf clean all',
      'rpm -q kmod-nvidia',
    ]);
    expect([file('etc/yum.repos.d/cuda.repo'), file('var/cache/dnf/x')]).toEqual([undefined, undefined]);
  });

  test.each(['activation-key', 'entitlement'])(
    'with %s, marks of a container are out of the way while dnf works, and back after',
    async SUBSCRIPTION => {
      const { file } = await install({ SUBSCRIPTION });
      expect(file('etc/seen')).toBe('1\nrhsm-host.away\nseen\nyum.repos.d\n');
      expect([file('etc/rhsm-host'), file('etc/rhsm-host.away')]).toEqual(['host', undefined]);
    },
  );

  test('without a subscription, marks of a container stay', async () => {
    expect((await install({ SUBSCRIPTION: 'none' })).file('etc/seen')).toBe('\nrhsm-host\nseen\nyum.repos.d\n');
  });

  test('takes the RPMs from a mirror, with its key or without', async () => {
    const head = '[nvidia-driver]\nname=NVIDIA driver\nbaseurl=https://mirror.example.com\nenabled=1\n';
    const mirror = { SUBSCRIPTION: 'none', RPM_BASE_URL: 'https://mirror.example.com' };
    const seen = '\nrhsm-host\nseen\nyum.repos.d\n';
    const signed = await install({ ...mirror, RPM_GPG_KEY: 'https://mirror.example.com/key' });
    expect(signed.code).toBe(0);
    expect(signed.file('etc/seen')).toBe(`${seen}${head}gpgcheck=1\ngpgkey=https://mirror.example.com/key\n`);
    expect((await install(mirror)).file('etc/seen')).toBe(`${seen}${head}gpgcheck=0\n`);
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
      'is not what dnf complains of',
      "echo 'Error: This command has to be run with superuser privileges' >&2; exit 1",
      1,
      'permanent error: the userspace driver 580.105.08 cannot be installed: This command has to be run with superuser privileges: drivers[].packages of the configuration names the RPMs',
    ],
  ])('says in its last line which RPM %s', async (_, dnf, exit, line) => {
    const { code, last } = await install({}, { dnf: `[[ $1 == install ]] || exit 0\n${dnf}`, sleep: '' });
    expect(last).toBe(line);
    expect(code).toBe(exit);
  });

  test('leaves nothing of its own in the layer', async () => {
    const { code, file } = await install({}, { rpm: 'ls -d "$TMPDIR" >/etc/left 2>/dev/null || true; echo kmod-nvidia' });
    expect([code, file('etc/left')]).toEqual([0, '']);
  });
});

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
  SYSTEM_NAME: 'nvidia-driver-pipelines-uid',
  RPM_BASE_URL: '',
  RPM_GPG_KEY: '',
};
const secrets = { '/run/secrets/org': '12345678', '/run/secrets/activationkey': 'hunter2' };
const image = { '/run/rpms/kmod-nvidia.rpm': '', '/etc/yum.repos.d/cuda.repo': 'cuda', '/etc/rhsm-host': '', '/var/cache/dnf/x': '' };
const programs = {
  'subscription-manager': `[[ $1 != register ]] || { mkdir -p /etc/pki/consumer; echo >/etc/pki/consumer/cert.pem; }`,
  dnf: `cat /etc/yum.repos.d/nvidia-driver.repo >/etc/seen 2>/dev/null || true`,
  depmod: ':',
  rpm: 'echo kmod-nvidia-580.105.08',
};
const install = (changes: Readonly<Record<string, string>> = {}, stubs: Readonly<Record<string, string>> = {}) =>
  runInside(script('driver-image-build/install.sh'), {
    env: { ...env, ...changes },
    files: { ...secrets, ...image },
    programs: { ...programs, ...stubs },
  });

needs('bash', program('bash'))('the installation inside the image', () => {
  test('registers, installs everything in one transaction, cleans up and unregisters', async () => {
    const { code, last, log, calls, file } = await install();
    expect(code).toBe(0);
    expect(log).toMatch(/^installation of kmod-nvidia-580\.105\.08 and 2 userspace RPMs done in \d+ s$/m);
    expect(last).toBe('system nvidia-driver-pipelines-uid is unregistered');
    expect(calls).toEqual([
      'subscription-manager register --name=nvidia-driver-pipelines-uid --org=12345678 --activationkey=hunter2',
      'dnf install --assumeyes --setopt=install_weak_deps=False --setopt=tsflags=nodocs --best --releasever=9.6 --setopt=*.module_hotfixes=1 kmod nvidia-driver-cuda-580.105.08 nvidia-persistenced-580.105.08 /run/rpms/kmod-nvidia.rpm',
      `depmod -a ${kernel}`,
      'dnf clean all',
      'rpm -q kmod-nvidia',
      'subscription-manager unregister',
    ]);
    expect(log).not.toMatch(/hunter/);
    expect([file('etc/yum.repos.d/cuda.repo'), file('etc/rhsm-host'), file('var/cache/dnf/x')]).toEqual([undefined, undefined, undefined]);
  });

  test('takes the RPMs from a mirror, with its key or without', async () => {
    const head = '[nvidia-driver]\nname=NVIDIA driver\nbaseurl=https://mirror.example.com\nenabled=1\n';
    const mirror = { SUBSCRIPTION: 'none', RPM_BASE_URL: 'https://mirror.example.com' };
    const signed = await install({ ...mirror, RPM_GPG_KEY: 'https://mirror.example.com/key' });
    expect(signed.code).toBe(0);
    expect(signed.file('etc/seen')).toBe(`${head}gpgcheck=1\ngpgkey=https://mirror.example.com/key\n`);
    expect(signed.calls.filter(call => call.startsWith('subscription-manager'))).toEqual([]);
    expect((await install(mirror)).file('etc/seen')).toBe(`${head}gpgcheck=0\n`);
  });

  test('unregisters also where an RPM is missing, and says what to look at', async () => {
    const { code, log, calls } = await install({}, { dnf: '[[ $1 != install ]] || exit 1' });
    expect(code).toBe(1);
    expect(log).toMatch(
      /^permanent error: the userspace driver 580\.105\.08 cannot be installed: see above which RPM is missing; drivers\[\]\.packages of the configuration names them$/m,
    );
    expect(calls.at(-1)).toBe('subscription-manager unregister');
  });
});

import { expect, test } from 'vitest';
import { script } from '../../src/tasks/script';
import { dnf, type Rpm } from '../support/dnf';
import { needs, program } from '../support/needs';
import { runInside } from '../support/run-step';

const env = {
  KERNEL: '5.14.0-570.62.1.el9_6.x86_64',
  DRIVER_VERSION: '580.105.08',
  RHEL_VERSION: '9.6',
  PACKAGES: 'nvidia-driver-cuda-580.105.08 nvidia-imex-580.105.08 libnvsdm-580.105.08 nvlsm',
  CVE_UPDATES: '',
  DRIVER_TYPE: 'passthrough',
  SUBSCRIPTION: 'activation-key',
};
const rpm = (name: string, version: string, epoch = '0'): Rpm => [name, epoch, version, '1.el9', 'x86_64'];
const driver = ['nvidia-driver-cuda', 'nvidia-imex', 'libnvsdm'].map(name => rpm(name, '580.105.08', '3'));
const whole = [...driver, rpm('nvlsm', '2025.10')];

/** @param installed what `rpm -q` finds beside the modules, separated by spaces */
const install = (rpms: readonly Rpm[], changes: Readonly<Record<string, string>> = {}, { rest = '', installed = '', files = {} } = {}) =>
  runInside(script('driver-image-build/install.sh'), {
    env: { ...env, ...changes },
    files: { '/run/rpms/kmod-nvidia.rpm': '', ...files },
    programs: {
      dnf: dnf(rpms, rest),
      depmod: ':',
      rpm: `shift; for name; do
        case " kmod-nvidia ${installed} " in *" $name "*) echo "$name-1" ;; *) echo "package $name is not installed"; exit 1 ;; esac
      done`,
    },
  });
const cannot = 'permanent error: the userspace driver 580.105.08 cannot be installed';
const names = 'drivers[].packages of the configuration names the RPMs';

needs('bash', program('bash'))('before anything is installed', () => {
  test('all RPMs that no repository has are named at once, with the versions that there are', async () => {
    const others = ['580.82.07', '580.95.05', '580.95.05', '575.57.08', '580.65.06'].map(version => rpm('nvidia-imex', version));
    const { code, last, calls } = await install([...whole.slice(0, 1), ...others]);
    expect(last).toBe(
      `${cannot}: no repository has nvidia-imex-580.105.08, libnvsdm-580.105.08, nvlsm (there are nvidia-imex 580.95.05 580.82.07 580.65.06): ${names}`,
    );
    expect(code).toBe(1);
    expect(calls.filter(call => call.startsWith('dnf install'))).toEqual([]);
  });

  test('no version is told where there is none, or none can be told', async () => {
    expect((await install(whole.slice(1))).last).toBe(`${cannot}: no repository has nvidia-driver-cuda-580.105.08: ${names}`);
    expect((await install(driver)).last).toBe(`${cannot}: no repository has nvlsm: ${names}`);
    // The second question is not answered.
    const once = `[[ $1 != repoquery || ! -f /etc/asked ]] || { echo 'Error: no' >&2; exit 1; }; touch /etc/asked\n`;
    const { last } = await runInside(script('driver-image-build/install.sh'), {
      env,
      files: { '/run/rpms/kmod-nvidia.rpm': '' },
      programs: { dnf: once + dnf(whole.slice(1)), depmod: ':', rpm: 'exit 1' },
    });
    expect(last).toBe(`${cannot}: no repository has nvidia-driver-cuda-580.105.08: ${names}`);
  });

  test("without a subscription, it says where RHEL's RPMs come from", async () => {
    const { last } = await install(whole.slice(0, 3), { SUBSCRIPTION: 'none' });
    expect(last).toBe(`${cannot}: no repository has nvlsm: ${names}; without a subscription, those of RHEL come from sources.rhel`);
  });

  test('what the base image has already needs no repository', async () => {
    expect((await install(whole.slice(0, 3), {}, { installed: 'nvlsm' })).code).toBe(0);
  });

  test.each([
    'nvidia-imex',
    'nvidia-imex.x86_64',
    'nvidia-imex-3:580.105.08',
    'nvidia-imex-580.105.08-1.el9',
    'nvidia-imex-3:580.105.08-1.el9.x86_64',
  ])('an RPM may be called %s', async PACKAGES => expect((await install(whole, { PACKAGES })).code).toBe(0));

  test.each([
    [
      'that is busy',
      'Status code: 503 for https://r/repomd.xml (IP: 10.0.0.1)',
      75,
      'transient error: the userspace driver 580.105.08 cannot be installed: Status code: 503 for https://r/repomd.xml (IP: 10.0.0.1): see that the RPM repositories can be reached from the cluster, then run again',
    ],
    [
      'that is not there',
      'Status code: 404 for https://r/repomd.xml (IP: 10.0.0.1)',
      1,
      `${cannot}: Status code: 404 for https://r/repomd.xml (IP: 10.0.0.1): check sources.rpms and sources.rhel of the configuration, or the subscription`,
    ],
  ])('a repository %s is told as such', async (_, said, exit, line) => {
    const { code, last } = await runInside(script('driver-image-build/install.sh'), {
      env,
      files: { '/run/rpms/kmod-nvidia.rpm': '' },
      programs: { dnf: `printf '%s\\n' '  - ${said}' 'Error: Failed to download metadata for repo cuda' >&2; exit 1` },
    });
    expect([code, last]).toEqual([exit, line]);
  });

  test('an empty list asks for nothing', async () => {
    const { last, calls } = await install([], { PACKAGES: '' });
    expect(last).toMatch(/^installation of kmod-nvidia-1 and 0 userspace RPMs done/);
    expect(calls.filter(call => call.startsWith('dnf repoquery'))).toEqual([]);
  });
});

needs('bash', program('bash'))('RPMs that are brought up to date', () => {
  const updated = [...whole, rpm('openssl-libs', '3.5.1', '1'), rpm('curl', '8.1')];
  const update = (CVE_UPDATES: string, more: Parameters<typeof install>[2] = {}, rpms = updated) =>
    install(rpms, { CVE_UPDATES }, { installed: 'openssl-libs curl', ...more });

  test('are exactly those of the list, in the image, after the driver', async () => {
    const { code, log, calls } = await update('openssl-libs-3.5.1 curl');
    expect(code).toBe(0);
    expect(calls.filter(call => /^dnf (?!repoquery)/.test(call)).map(call => call.replace(/ --.*=1 /, ' … '))).toEqual([
      'dnf install … kmod nvidia-driver-cuda-580.105.08 nvidia-imex-580.105.08 libnvsdm-580.105.08 nvlsm /run/rpms/kmod-nvidia.rpm',
      'dnf upgrade … openssl-libs-3.5.1 curl',
      'dnf clean all',
    ]);
    expect(log).toContain('brought up to date: curl-1 openssl-libs-1\n');
  });

  test('are told from what a plugin of dnf says besides', async () => {
    const plugin = "[[ $1 != repoquery ]] || echo 'Updating Subscription Management repositories.'\n";
    const { code } = await runInside(script('driver-image-build/install.sh'), {
      env: { ...env, CVE_UPDATES: 'curl' },
      files: { '/run/rpms/kmod-nvidia.rpm': '' },
      programs: { dnf: plugin + dnf(updated), depmod: ':', rpm: '[[ $2 != Updating* ]]; echo "$2-1"' },
    });
    expect(code).toBe(0);
  });

  const both = 'drivers[].packages and .cveUpdates of the configuration name the RPMs';

  test('are missed before anything is installed where no repository has them, although the image does', async () => {
    const { last, calls } = await update('openssl-libs-3.5.2 curl', {}, updated.slice(0, 5));
    expect(last).toBe(`${cannot}: no repository has openssl-libs-3.5.2, curl (there are openssl-libs 3.5.1): ${both}`);
    expect(calls.filter(call => call.startsWith('dnf install'))).toEqual([]);
  });

  test('have to be in the image', async () => {
    const { code, last } = await update('openssl-libs curl', { installed: 'openssl-libs' });
    expect([code, last]).toEqual([
      1,
      'permanent error: curl cannot be brought up to date, the image does not have it: remove it from drivers[].cveUpdates',
    ]);
  });

  test('end the build where dnf does not bring them up to date', async () => {
    const busy = await update('curl', { rest: `[[ $1 != upgrade ]] || { echo 'Curl error (28): Timeout was reached' >&2; exit 1; }` });
    expect([busy.code, busy.last]).toEqual([
      75,
      'transient error: curl cannot be brought up to date: Curl error (28): Timeout was reached: see that the RPM repositories can be reached from the cluster, then run again',
    ]);
    const conflict = await update('curl', { rest: `[[ $1 != upgrade ]] || { echo 'Error: nothing provides libcurl = 9' >&2; exit 1; }` });
    expect(conflict.last).toBe(`permanent error: curl cannot be brought up to date: nothing provides libcurl = 9: ${both}`);
    // The third question is which RPMs they are.
    const third = `if [[ $1 == repoquery && $* == *' --qf %{name}\\n '* ]]; then echo 'Error: no space' >&2; exit 1; fi\n`;
    const { last } = await runInside(script('driver-image-build/install.sh'), {
      env: { ...env, CVE_UPDATES: 'curl' },
      files: { '/run/rpms/kmod-nvidia.rpm': '' },
      programs: { dnf: third + dnf(updated), depmod: ':', rpm: 'echo x' },
    });
    expect(last).toBe(`${cannot}: no space: ${both}`);
  });
});

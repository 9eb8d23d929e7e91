import { expect, test } from 'vitest';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { issued, keyPair } from '../support/key-pair';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const image = 'quay.io/acme/gpu';
const params = { 'driver-toolkit-image': 'toolkit', kernel, arch: 'x86_64', 'driver-version': '580.105.08', image, 'staging-tag': 'uid' };
const digest = `sha256:${'1'.repeat(64)}`;

needs('openssl', program('openssl'))('the proof of the package', () => {
  const modules = ['nvidia', 'nvidia-drm', 'nvidia-modeset', 'nvidia-peermem', 'nvidia-uvm'];
  const owned = '100644 root root /lib/modules/x/nvidia.ko';
  /** rpm that says of the package: its modules, what it provides, its files. */
  const rpm = (found = modules, provides = '580.105.08', files = [owned]) => `case "$1 $2" in
    '-qp --list') printf '/lib/modules/x/%s.ko\\n' ${found.join(' ')} ;;
    '-qp --provides') echo 'nvidia-kmod = 3:${provides}' ;;
    '-qp --qf') printf '%s\\n' ${files.map(file => `'${file}'`).join(' ')} ;;
  esac`;
  const prove = (changes: Readonly<Record<string, string>> = {}, files: Readonly<Record<string, Buffer>> = {}) =>
    runStep(kmodBuild, 'prove', {
      params,
      results: { 'kmod-image': `${image}-kmod@${digest}` },
      files: {
        '/work/package/rpms/kmod-nvidia.rpm': '',
        '/work/public_key.der': keyPair('/CN=acme').certificate,
        ...files,
        ...Object.fromEntries(modules.map(name => [`/work/signed/${name}.ko`, ''])),
      },
      programs: {
        rpm: rpm(),
        modinfo: `case "$2" in vermagic) echo '${kernel} SMP preempt mod_unload' ;; signer) echo acme ;; esac`,
        ...changes,
      },
    });

  test('gives what the modules were compiled for and who signed them', async () => {
    const { code, last, results, file } = await prove();
    expect(last).toMatch(/^proof of kmod-nvidia\.rpm done in \d+ s$/);
    expect(code).toBe(0);
    expect(results).toMatchObject({ vermagic: `${kernel} SMP preempt mod_unload`, 'signer-name': 'acme' });
    expect(file('work/package.labels')).toMatch(/^certificate=sha256:[0-9a-f]{64}$/m);
    expect(file('work/package.labels')?.replace(/^certificate=.*\n/m, '')).toBe(
      `signer-name=acme\nkmod-image=${image}-kmod@${digest}\nrun=uid\n`,
    );
  });

  test('knows the signer by the issuer of the certificate, as modinfo does', async () => {
    const { code, results } = await prove({}, { '/work/public_key.der': issued('acme', 'the key in the token') });
    expect([code, results['signer-name']]).toEqual([0, 'acme']);
  });

  test('refuses modules for another kernel', async () => {
    const { code, last } = await prove({ modinfo: `case "$2" in vermagic) echo '5.14.0-1.el9.x86_64 SMP' ;; signer) echo acme ;; esac` });
    expect(code).toBe(1);
    expect(last).toBe(`permanent error: nvidia.ko was compiled for 5.14.0-1.el9.x86_64, wanted is ${kernel}`);
  });

  test('refuses a set of modules that is not complete', async () => {
    const { code, last } = await prove({ rpm: rpm(modules.slice(0, 4)) });
    expect(code).toBe(1);
    expect(last).toBe(
      'permanent error: the modules of 580.105.08 are nvidia nvidia-drm nvidia-modeset nvidia-peermem, wanted are nvidia-drm nvidia-modeset nvidia-peermem nvidia-uvm nvidia: is the runfile complete?',
    );
  });

  test('refuses modules of another signer, and a certificate without a common name', async () => {
    const line = (wanted: string) =>
      `permanent error: nvidia.ko is signed by "acme", wanted is "${wanted}": the certificate needs a common name (CN)`;
    expect((await prove({}, { '/work/public_key.der': keyPair('/CN=other').certificate })).last).toBe(line('other'));
    expect((await prove({}, { '/work/public_key.der': keyPair('/O=acme').certificate })).last).toBe(line(''));
  });

  test.each(['--list', '--provides', '--qf'])('does not take an RPM for proven whose %s rpm cannot tell', async option => {
    const { code, last } = await prove({
      rpm: `if [[ $2 == ${option} ]]; then echo 'error: open of kmod-nvidia.rpm failed: not an rpm package (or package manifest)' >&2; exit 1; fi\n${rpm()}`,
    });
    expect([code, last]).toEqual([
      1,
      'permanent error: /work/package/rpms/kmod-nvidia.rpm cannot be read: error: open of kmod-nvidia.rpm failed: not an rpm package (or package manifest): see the step package, which made it',
    ]);
  });

  test('refuses an RPM of another version, and files that are not the root user only may write', async () => {
    expect((await prove({ rpm: rpm(modules, '570.0') })).last).toBe(
      'permanent error: /work/package/rpms/kmod-nvidia.rpm does not provide nvidia-kmod = 3:580.105.08',
    );
    const writable = '100664 root root /lib/modules/x/nvidia.ko';
    expect((await prove({ rpm: rpm(modules, '580.105.08', [owned, '040755 root root /lib/modules/x', writable]) })).last).toBe(
      `permanent error: /work/package/rpms/kmod-nvidia.rpm holds files that are not the root user's, or have unexpected modes: ${writable}`,
    );
  });
});

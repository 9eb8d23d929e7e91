import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

// What kmod-build does with compiled modules: sign, package, prove, push.
const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const image = 'quay.io/acme/gpu';
const params = { 'driver-toolkit-image': 'toolkit', kernel, arch: 'x86_64', 'driver-version': '580.105.08', image, 'staging-tag': 'uid' };
const digest = `sha256:${'1'.repeat(64)}`;

/** A key pair as a signing Secret has it: PEM and DER. */
function keyPair() {
  const folder = mkdtempSync(join(tmpdir(), 'key-'));
  const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
  const pair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-outform', 'DER', '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-batch', '-subj', '/CN=acme', ...pair], { stdio: 'ignore' });
  const made = { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate) };
  rmSync(folder, { recursive: true });
  return made;
}

needs('openssl', program('openssl'))('signing', () => {
  const files = { '/work/kmod/modules/nvidia.ko': 'module', '/key/none': '', [`/usr/src/kernels/${kernel}/scripts/none`]: '' };
  const sign = (given: object, more: Readonly<Record<string, string>> = {}) =>
    runStep(kmodBuild, 'sign', { params: { ...params, ...given }, files: { ...files, ...more } });

  test('refuses a Secret that is incomplete, or was changed since the lookup', async () => {
    expect((await sign({ signer: 'sha256:1' })).last).toBe(
      'permanent error: the signing Secret needs the keys private_key.priv and public_key.der',
    );
    const pair = { '/secrets/signing/private_key.priv': 'key', '/secrets/signing/public_key.der': 'certificate' };
    expect((await sign({ signer: 'sha256:1' }, pair)).last).toBe(
      'permanent error: the certificate in the signing Secret is not the one that the lookup saw (sha256:1): the Secret was changed meanwhile; run again',
    );
  });
});

needs('openssl', program('openssl'))('signing to its end', () => {
  const files = {
    '/work/kmod/modules/nvidia.ko': 'module',
    '/key/none': '',
    [`/usr/src/kernels/${kernel}/scripts/sign-file`]: '#!/usr/bin/env bash\necho "sign-file $*" >&2\ncp "$4" "$5"\n',
  };

  test('uses the key of the Secret by its path, and says nothing of what is in it', async () => {
    const { key, certificate } = keyPair();
    const signer = `sha256:${createHash('sha256').update(certificate).digest('hex')}`;
    const { code, log, last, file } = await runStep(kmodBuild, 'sign', {
      params: { ...params, signer },
      files: { ...files, '/secrets/signing/private_key.priv': key, '/secrets/signing/public_key.der': certificate },
    });
    expect(log).toContain(
      'sign-file sha256 /secrets/signing/private_key.priv /secrets/signing/public_key.der /work/kmod/modules/nvidia.ko',
    );
    expect(log).not.toContain(key.split('\n')[1]);
    expect(last).toMatch(/^signing of 1 modules done in \d+ s$/);
    expect(code).toBe(0);
    expect([file('work/signed/nvidia.ko'), file('work/private_key.priv')]).toEqual(['module', undefined]);
    expect(file('work/public_key.der')).toBeDefined();
  });
});

needs('bash', program('bash'))('pushing a folder', () => {
  const buildah = `case "$1" in
    from) echo container ;;
    push) while [[ $1 != --digestfile ]]; do shift; done; printf '${digest}' >"$2" ;;
  esac`;
  const files = { '/secrets/push/config.json': '{"auths": "hunter2"}', '/work/kmod-reference': `${image}-kmod:tag` };

  test.each([
    ['push-kmod', 'kmod', 'kmod-image', `${image}-kmod`, 'tag'],
    ['push-package', 'package', 'kmod-package-image', `${image}-staging`, 'uid-kmod'],
  ])('%s pushes its folder with the push Secret and gives the digest as the result', async (step, folder, name, repository, tag) => {
    const { code, last, log, calls, results } = await runStep(kmodBuild, step, {
      params,
      files: { ...files, [`/work/${folder}/file`]: '', [`/work/${folder}.labels`]: 'signer-name=acme\n' },
      programs: { buildah },
    });
    expect(last).toBe(last.match(/^push of \S+ done in \d+ s$/)?.[0]);
    expect(last).toContain(`push of ${repository}:${tag} `);
    expect(code).toBe(0);
    expect(results).toEqual({ [name]: `${repository}@${digest}` });
    expect(calls).toContain('buildah config --label nvidia-driver-pipelines.signer-name=acme container');
    expect(calls.at(-1)).toBe(
      `buildah push --quiet --authfile /secrets/push/config.json --digestfile /work/digest packed docker://${repository}:${tag}`,
    );
    expect(calls.join('\n') + log).not.toContain('hunter2');
  });
});

needs('openssl', program('openssl'))('signing with a key pair of this build only', () => {
  test('signs every module with a new key, and keeps its certificate for the proof', async () => {
    const { code, last, calls, file, log } = await runStep(kmodBuild, 'sign', {
      params,
      files: {
        '/key/.keep': '',
        '/work/kmod/modules/nvidia.ko': 'module',
        [`/usr/src/kernels/${kernel}/scripts/sign-file`]: '#!/usr/bin/env bash\nopenssl x509 -inform DER -in "$3" -noout -subject >"$5"\n',
      },
    });
    expect(last).toMatch(/^signing of 1 modules done in \d+ s$/);
    expect(code).toBe(0);
    expect(file('work/signed/nvidia.ko')).toMatch(/CN ?= ?nvidia-driver-pipelines self-signed/);
    expect(file('work/public_key.der')).not.toBeUndefined();
    expect(log).not.toContain('PRIVATE KEY');
    expect(calls).toEqual(['']);
  });
});

const symvers = `/usr/src/kernels/${kernel}/Module.symvers`;
const toolkit = `/lib/modules/${kernel}`;

needs('bash', program('bash'))('the package of the signed modules', () => {
  test('holds the RPM, the symbols, the certificate, firmware, and every module of the kernel that ours need', async () => {
    const { code, last, calls, file } = await runStep(kmodBuild, 'package', {
      params,
      files: {
        [symvers]: 'kernel symbols\n',
        [`${toolkit}/modules.order`]: 'order',
        [`${toolkit}/modules.builtin`]: 'builtin',
        [`${toolkit}/kernel/drm.ko.xz`]: 'drm',
        '/work/kmod/Module.symvers': 'driver symbols\n',
        '/work/kmod/firmware/gsp_tu10x.bin': 'firmware',
        '/work/public_key.der': 'certificate',
        '/work/signed/nvidia.ko': 'signed',
      },
      programs: {
        rpmbuild: 'mkdir -p /work/rpm/RPMS/x86_64; echo rpm >/work/rpm/RPMS/x86_64/kmod-nvidia.rpm',
        depmod: ':',
        modprobe: `[[ $5 != video ]] || exit 1; echo "insmod $2/lib/modules/${kernel}/extra/nvidia/$5.ko"; echo "insmod $2/lib/modules/${kernel}/kernel/drm.ko.xz"`,
      },
    });
    expect(last).toMatch(/^packaging of kmod-nvidia\.rpm with 1 modules of the kernel done in \d+ s$/);
    expect(code).toBe(0);
    const folder = 'work/package';
    expect(file(`${folder}/rpms/kmod-nvidia.rpm`)).toBe('rpm\n');
    expect(file(`${folder}/firmware/gsp_tu10x.bin`)).toBe('firmware');
    expect(file(`${folder}/public_key.der`)).toBe('certificate');
    expect(file(`${folder}${toolkit}/kernel/drm.ko.xz`)).toBe('drm');
    expect(file(`${folder}${toolkit}/modules.order`)).toBe('order');
    expect(file(`${folder}/Module.symvers.gz`)).not.toBeUndefined();
    expect(calls.find(call => call.startsWith('rpmbuild'))).toContain(
      `--define kernel ${kernel} --define kernel_release 5.14.0_570.62.1.el9_6`,
    );
  });
});

needs('openssl', program('openssl'))('the proof of the package', () => {
  const modules = ['nvidia', 'nvidia-drm', 'nvidia-modeset', 'nvidia-peermem', 'nvidia-uvm'];
  const prove = (changes: Readonly<Record<string, string>> = {}) =>
    runStep(kmodBuild, 'prove', {
      params,
      results: { 'kmod-image': `${image}-kmod@${digest}` },
      files: {
        '/work/package/rpms/kmod-nvidia.rpm': '',
        '/work/public_key.der': keyPair().certificate,
        ...Object.fromEntries(modules.map(name => [`/work/signed/${name}.ko`, ''])),
      },
      programs: {
        rpm: `case "$1 $2" in
          -qpl*) printf '/lib/modules/x/%s.ko\\n' ${modules.join(' ')} ;;
          '-qp --provides') echo 'nvidia-kmod = 3:580.105.08' ;;
          '-qp --qf') echo '100644 root root /lib/modules/x/nvidia.ko' ;;
        esac`,
        modinfo: `case "$2" in vermagic) echo '${kernel} SMP preempt mod_unload' ;; signer) echo acme ;; esac`,
        ...changes,
      },
    });

  test('gives what the modules were compiled for and who signed them', async () => {
    const { code, last, results, file } = await prove();
    expect(last).toMatch(/^proof of kmod-nvidia\.rpm done in \d+ s$/);
    expect(code).toBe(0);
    expect(results).toMatchObject({ vermagic: `${kernel} SMP preempt mod_unload`, 'signer-name': 'acme' });
    expect(file('work/package.labels')).toBe(`signer-name=acme\nkmod-image=${image}-kmod@${digest}\nrun=uid\n`);
  });

  test('refuses modules for another kernel', async () => {
    const { code, last } = await prove({ modinfo: `case "$2" in vermagic) echo '5.14.0-1.el9.x86_64 SMP' ;; signer) echo acme ;; esac` });
    expect(code).toBe(1);
    expect(last).toBe(`permanent error: nvidia.ko was compiled for 5.14.0-1.el9.x86_64, wanted is ${kernel}`);
  });
});

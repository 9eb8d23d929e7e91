import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { keyPair } from '../support/key-pair';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

// What kmod-build does with compiled modules: sign, package, push.
const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const image = 'quay.io/acme/gpu';
const params = { 'driver-toolkit-image': 'toolkit', kernel, arch: 'x86_64', 'driver-version': '580.105.08', image, 'staging-tag': 'uid' };
const digest = `sha256:${'1'.repeat(64)}`;

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

  test('refuses a key that is not the one of the certificate, and a certificate that is not in DER', async () => {
    const [one, other] = [keyPair(), keyPair()];
    const signed = (certificate: string | Buffer) =>
      runStep(kmodBuild, 'sign', {
        params: { ...params, signer: `sha256:${createHash('sha256').update(certificate).digest('hex')}` },
        files: { ...files, '/secrets/signing/private_key.priv': one.key, '/secrets/signing/public_key.der': certificate },
      });
    expect((await signed(other.certificate)).last).toBe(
      'permanent error: private_key.priv and public_key.der of the signing Secret do not belong together: make both from one key pair',
    );
    const pem = `-----BEGIN CERTIFICATE-----\n${one.certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;
    expect((await signed(pem)).last).toBe(
      'permanent error: public_key.der of the signing Secret is no certificate in DER: convert it with openssl x509 -outform DER, and create the Secret again',
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

  test('is not done for modules that came from the registry', async () => {
    const there = `${image}-kmod@${digest}`;
    const { code, last, calls } = await runStep(kmodBuild, 'push-kmod', { params, results: { 'kmod-image': there } });
    expect([code, last, calls]).toEqual([0, `${there} is in the registry: nothing to push`, ['']]);
  });

  test('trusts the authority of the cluster, and ends where the Secret may not push', async () => {
    const refused =
      'Error: pushing image "packed" to "docker://quay.io/acme/gpu-kmod:tag": trying to reuse blob sha256:5f70 at destination: failed to read from destination repository acme/gpu-kmod: 403 (Forbidden)';
    const { code, last, calls, results } = await runStep(kmodBuild, 'push-kmod', {
      params,
      files: { ...files, '/ca/ca-bundle.crt': '', '/work/kmod/file': '' },
      programs: { buildah: `if [[ $1 == push ]]; then echo '${refused}' >&2; exit 125; fi` },
    });
    expect(code).toBe(1);
    expect(last).toBe(
      `permanent error: ${image}-kmod:tag cannot be pushed: ${refused.replace('Error: ', '')}: check the Secret with the registry's credentials (/secrets/push/config.json)`,
    );
    expect(calls.at(-1)).toContain(' --authfile /secrets/push/config.json --cert-dir /ca ');
    expect(results['kmod-image']).toBe('');
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
  const pack = (changes: Readonly<Record<string, string>> = {}) =>
    runStep(kmodBuild, 'package', {
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
        modprobe: without('video'),
        ...changes,
      },
    });
  /** modprobe -d ROOT -S KERNEL --show-depends MODULE, where there is no such module. */
  const without = (module: string) => `if [[ $6 == ${module} ]]; then
    echo "modprobe: FATAL: Module ${module} not found in directory $2/lib/modules/${kernel}" >&2
    exit 1
  fi
  echo "insmod $2/lib/modules/${kernel}/extra/nvidia/$6.ko"; echo "insmod $2/lib/modules/${kernel}/kernel/drm.ko.xz"`;

  test('holds the RPM, the symbols, the certificate, firmware, and every module of the kernel that ours need', async () => {
    const { code, last, calls, file } = await pack();
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

  test('is not made where rpmbuild fails, or the toolkit lacks a module that ours need', async () => {
    const unbuilt = await pack({ rpmbuild: "echo 'error: line 7: Unknown tag: Nam' >&2; exit 1" });
    expect([unbuilt.code, unbuilt.last]).toEqual([1, 'permanent error: the RPM of the modules cannot be built: see above']);
    expect(unbuilt.log).toContain('error: line 7: Unknown tag: Nam\n');
    const incomplete = await pack({ modprobe: without('nvidia-drm') });
    expect([incomplete.code, incomplete.last]).toEqual([
      1,
      'permanent error: the modules that nvidia-drm needs cannot be found in the driver toolkit',
    ]);
  });
});

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const image = 'quay.io/acme/gpu';
const runfile = 'runfile';
const sha256 = createHash('sha256').update(runfile).digest('hex');
const params = {
  'driver-toolkit-image': 'toolkit',
  kernel,
  arch: 'x86_64',
  'driver-version': '580.105.08',
  'module-flavour': 'open',
  'runfile-url': 'https://example.com/driver.run',
  'runfile-sha256': sha256,
  image,
  'staging-tag': 'uid',
};
const digest = `sha256:${'1'.repeat(64)}`;

needs('jq', program('jq'))('the fetch of compiled modules', () => {
  const fetch = (skopeo: string, changes = {}) => runStep(kmodBuild, 'fetch', { params: { ...params, ...changes }, programs: { skopeo } });
  const absent = `echo 'reading manifest x in y: manifest unknown' >&2; exit 1`;

  test('goes on to compile where there are none, and names the image that will hold them', async () => {
    const { code, last, file, results } = await fetch(absent);
    expect(code).toBe(0);
    expect(last).toMatch(
      /^quay\.io\/acme\/gpu-kmod:580\.105\.08-open-5\.14\.0-570\.62\.1\.el9_6\.x86_64-[0-9a-f]{12} does not exist: the modules have to be compiled$/,
    );
    expect(last).toContain(file('work/kmod-reference') ?? 'nothing');
    expect(results['kmod-image']).toBe('');
  });

  test('looks under another name for another runfile, flavour, kernel or page size', async () => {
    const names = await Promise.all(
      [{}, { 'runfile-sha256': 'f' }, { 'module-flavour': 'proprietary' }, { kernel: `${kernel}+64k` }].map(async changes =>
        (await fetch(absent, changes)).file('work/kmod-reference'),
      ),
    );
    expect(new Set(names).size).toBe(4);
    expect(names[3]).toContain('.x86_64_64k-');
  });

  test('takes what is there, and says that nothing is to be compiled', async () => {
    const { code, results, last } = await fetch(`case "$1" in
      inspect) printf '${digest}' ;;
      copy) mkdir -p /work/kmod-image layer/modules; echo m >layer/modules/nvidia.ko; tar -C layer -cf /work/kmod-image/abc modules; echo '{"layers": [{"digest": "sha256:abc"}]}' >/work/kmod-image/manifest.json ;;
    esac`);
    expect(code).toBe(0);
    expect(results['kmod-image']).toBe(`${image}-kmod@${digest}`);
    expect(last).toMatch(/^fetch of the compiled modules, nothing to compile, done in \d+ s$/);
  });

  test('fails where the registry refuses to answer: a compile for nothing takes long', async () => {
    const { code, last } = await fetch(`echo 'unauthorized: authentication required' >&2; exit 1`);
    expect(code).toBe(1);
    expect(last).toMatch(
      /^error: cannot ask the registry for quay\.io\/acme\/gpu-kmod:\S+: check the Secret with its credentials \(\/secrets\/push\/config\.json\) and the ConfigMap/,
    );
  });
});

/** curl that writes a runfile; sh that unpacks it; make and strip that make five modules. */
const programs = {
  curl: `for argument; do if [[ $previous == --output ]]; then printf '${runfile}' >"$argument"; fi; previous=$argument; done`.replace(
    'for',
    'previous=; for',
  ),
  sh: 'mkdir -p "$4/kernel-open" "$4/firmware"; echo f >"$4/firmware/gsp_tu10x.bin"',
  make: 'touch "$2/nvidia.ko" "$2/nvidia-drm.ko"; echo symbols >"$2/Module.symvers"',
  strip: 'cp "$4" "$3"',
};
const headers = { [`/usr/src/kernels/${kernel}/Module.symvers`]: '' };
const compile = (changes: Readonly<Record<string, string>> = {}, files: Readonly<Record<string, string>> = headers, given = {}) =>
  runStep(kmodBuild, 'compile', { params: { ...params, ...given }, programs: { ...programs, ...changes }, files });

needs('bash', program('bash'))('the compile', () => {
  test('makes the modules with as many jobs as the container may use CPUs, and keeps firmware and symbols', async () => {
    const { code, calls, file, last } = await compile();
    expect(last).toMatch(/^compile of 580\.105\.08 for 5\.14\.0-570\.62\.1\.el9_6\.x86_64 done in \d+ s$/);
    expect(code).toBe(0);
    expect(calls).toContain(`make -C /work/runfile/kernel-open -j 4 SYSSRC=/usr/src/kernels/${kernel} KERNEL_UNAME=${kernel} modules`);
    expect([file('work/kmod/modules/nvidia.ko'), file('work/kmod/Module.symvers'), file('work/kmod/firmware/gsp_tu10x.bin')]).toEqual([
      '',
      'symbols\n',
      'f\n',
    ]);
  });

  test('does not run a runfile that has another checksum', async () => {
    const { code, last, calls } = await compile({}, headers, { 'runfile-sha256': 'f'.repeat(64) });
    expect(code).toBe(1);
    expect(last).toBe(
      `error: runfile https://example.com/driver.run has sha256 ${sha256}, wanted is ${'f'.repeat(64)}: it was not run; correct runfile.sha256 if you trust the file`,
    );
    expect(calls.filter(call => call.startsWith('sh ') || call.startsWith('make '))).toEqual([]);
  });

  test('ends before the download where the toolkit has no headers of the kernel', async () => {
    const { last, calls } = await compile({}, { '/usr/src/kernels/5.14.0-1.el9/Module.symvers': '' });
    expect(last).toBe(
      `error: the driver toolkit has no headers of ${kernel} (5.14.0-1.el9): 64 KiB pages need a toolkit of OpenShift 4.15 or later`,
    );
    expect(calls).toEqual(['']);
  });

  test('says what the compiler said where the driver does not fit the kernel', async () => {
    const line = 'nv-pci.c:223:18: error: too few arguments to function ‘pci_resize_resource’';
    const { code, last } = await compile({ make: `echo 'CC nv.o'; echo "${line}" >&2; exit 2` });
    expect(code).toBe(1);
    expect(last).toBe(`error: driver 580.105.08 does not compile for kernel ${kernel}: ${line}; choose a driver that knows this kernel`);
  });

  test('says so where the runfile has no such modules, cannot be downloaded or is no installer', async () => {
    expect((await compile({}, headers, { 'module-flavour': 'proprietary' })).last).toBe(
      'error: runfile https://example.com/driver.run has no proprietary kernel modules (kernel): choose the other modules',
    );
    expect((await compile({ curl: 'echo "curl: (22) The requested URL returned error: 404" >&2; exit 22' })).last).toBe(
      'error: runfile https://example.com/driver.run cannot be downloaded: check runfile.url of the driver',
    );
    expect((await compile({ sh: 'exit 1' })).last).toBe(
      "error: runfile https://example.com/driver.run cannot be unpacked: is it NVIDIA's installer?",
    );
  });

  test('has nothing to do where the modules were fetched', async () => {
    const { code, last, calls } = await compile({}, { '/work/kmod/modules/nvidia.ko': '' });
    expect(code).toBe(0);
    expect(last).toBe('the modules are there: nothing to compile');
    expect(calls).toEqual(['']);
  });
});

needs('openssl', program('openssl'))('signing', () => {
  const files = { '/work/kmod/modules/nvidia.ko': 'module', '/key/none': '', [`/usr/src/kernels/${kernel}/scripts/none`]: '' };
  const sign = (given: object, more: Readonly<Record<string, string>> = {}) =>
    runStep(kmodBuild, 'sign', { params: { ...params, ...given }, files: { ...files, ...more } });

  test('refuses a Secret that is incomplete, or was changed since the lookup', async () => {
    expect((await sign({ signer: 'sha256:1' })).last).toBe('error: the signing Secret needs the keys private_key.priv and public_key.der');
    const pair = { '/secrets/signing/private_key.priv': 'key', '/secrets/signing/public_key.der': 'certificate' };
    expect((await sign({ signer: 'sha256:1' }, pair)).last).toBe(
      'error: the certificate in the signing Secret is not the one that the lookup saw (sha256:1): the Secret was changed meanwhile; run again',
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
    const folder = mkdtempSync(join(tmpdir(), 'key-'));
    const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
    const pair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-outform', 'DER', '-out', certificate];
    execFileSync('openssl', ['req', '-x509', '-batch', '-subj', '/CN=acme', ...pair], { stdio: 'ignore' });
    const secret = readFileSync(key, 'utf8');
    const signer = `sha256:${createHash('sha256').update(readFileSync(certificate)).digest('hex')}`;
    const { code, log, last, file } = await runStep(kmodBuild, 'sign', {
      params: { ...params, signer },
      files: { ...files, '/secrets/signing/private_key.priv': secret, '/secrets/signing/public_key.der': readFileSync(certificate) },
    });
    rmSync(folder, { recursive: true });
    expect(log).toContain(
      'sign-file sha256 /secrets/signing/private_key.priv /secrets/signing/public_key.der /work/kmod/modules/nvidia.ko',
    );
    expect(log).not.toContain(secret.split('\n')[1]);
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
  const certificate = () => {
    const folder = mkdtempSync(join(tmpdir(), 'proof-'));
    const [key, der] = [join(folder, 'key'), join(folder, 'der')];
    const request = [
      'req',
      '-x509',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-batch',
      '-subj',
      '/CN=acme',
      '-keyout',
      key,
      '-outform',
      'DER',
      '-out',
      der,
    ];
    execFileSync('openssl', request, { stdio: 'ignore' });
    const text = readFileSync(der);
    rmSync(folder, { recursive: true });
    return text;
  };
  const modules = ['nvidia', 'nvidia-drm', 'nvidia-modeset', 'nvidia-peermem', 'nvidia-uvm'];
  const prove = (changes: Readonly<Record<string, string>> = {}) =>
    runStep(kmodBuild, 'prove', {
      params,
      results: { 'kmod-image': `${image}-kmod@${digest}` },
      files: {
        '/work/package/rpms/kmod-nvidia.rpm': '',
        '/work/public_key.der': certificate(),
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
    expect(file('work/package.labels')).toBe(`signer-name=acme\nkmod-image=${image}-kmod@${digest}\n`);
  });

  test('refuses modules for another kernel', async () => {
    const { code, last } = await prove({ modinfo: `case "$2" in vermagic) echo '5.14.0-1.el9.x86_64 SMP' ;; signer) echo acme ;; esac` });
    expect(code).toBe(1);
    expect(last).toBe(`error: nvidia.ko was compiled for 5.14.0-1.el9.x86_64, wanted is ${kernel}`);
  });
});

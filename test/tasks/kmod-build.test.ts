import { createHash } from 'node:crypto';
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

  test('looks under the same name whoever signs: another signer compiles nothing', async () => {
    const signers = [
      {},
      { signer: 'sha256:1' },
      { 'signer-subject': 'commonName=a' },
      { signer: 'sha256:1', 'signer-key': 'pkcs11:token=a' },
    ];
    const names = await Promise.all(signers.map(async changes => (await fetch(absent, changes)).file('work/kmod-reference')));
    expect(new Set(names).size).toBe(1);
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
      /^permanent error: quay\.io\/acme\/gpu-kmod:\S+ cannot be read: unauthorized: authentication required: check the Secret with the registry's credentials \(\/secrets\/push\/config\.json\)$/,
    );
  });

  test('fails where the modules are there and cannot be pulled', async () => {
    const words = `initializing source docker://${image}-kmod@${digest}: reading manifest ${digest} in acme/gpu-kmod: denied`;
    const { code, last, file } = await fetch(`case "$1" in
      inspect) printf '${digest}' ;;
      copy) echo 'time="2026-11-25T21:48:24Z" level=fatal msg="${words}"' >&2; exit 1 ;;
    esac`);
    expect(code).toBe(1);
    expect(last).toBe(
      `permanent error: ${image}-kmod@${digest} cannot be pulled: ${words}: check the Secret with the registry's credentials (/secrets/push/config.json)`,
    );
    expect(file('work/kmod/modules/nvidia.ko')).toBeUndefined();
  });
});

/** sh that unpacks the runfile; make and strip that make five modules. */
const programs = {
  sh: 'mkdir -p "$4/kernel-open" "$4/firmware"; echo f >"$4/firmware/gsp_tu10x.bin"',
  make: 'touch "$2/nvidia.ko" "$2/nvidia-drm.ko"; echo symbols >"$2/Module.symvers"',
  strip: 'cp "$4" "$3"',
};
const headers = { [`/usr/src/kernels/${kernel}/Module.symvers`]: '', '/work/driver.run': runfile };
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

  test('does not run a runfile that has another checksum than when it was downloaded', async () => {
    const { code, last, calls } = await compile({}, headers, { 'runfile-sha256': 'f'.repeat(64) });
    expect(code).toBe(1);
    expect(last).toBe(
      `permanent error: runfile https://example.com/driver.run has sha256 ${sha256}, wanted is ${'f'.repeat(64)}: it was not run; correct runfile.sha256 if you trust the file`,
    );
    expect(calls).toEqual(['']);
  });

  test('ends where the toolkit has no headers of the kernel', async () => {
    const { last, calls } = await compile({}, { '/usr/src/kernels/5.14.0-1.el9/Module.symvers': '' });
    expect(last).toBe(
      `permanent error: the driver toolkit has no headers of ${kernel} (5.14.0-1.el9): 64 KiB pages need a toolkit of OpenShift 4.15 or later`,
    );
    expect(calls).toEqual(['']);
  });

  test('says what the compiler said where the driver does not fit the kernel', async () => {
    const line = 'nv-pci.c:223:18: error: too few arguments to function ‘pci_resize_resource’';
    const { code, last } = await compile({ make: `echo 'CC nv.o'; echo "${line}" >&2; exit 2` });
    expect(code).toBe(1);
    expect(last).toBe(
      `permanent error: driver 580.105.08 does not compile for kernel ${kernel}: ${line}; choose a driver that knows this kernel`,
    );
    const silent = await compile({ make: `echo 'make: *** [Makefile:82: modules] Killed' >&2; exit 2` });
    expect(silent.last).toBe(
      `permanent error: driver 580.105.08 does not compile for kernel ${kernel}: see above; choose a driver that knows this kernel`,
    );
    expect(silent.log).toContain('make: *** [Makefile:82: modules] Killed\n');
  });

  test('says so where the runfile has no such modules or is no installer', async () => {
    expect((await compile({}, headers, { 'module-flavour': 'proprietary' })).last).toBe(
      'permanent error: runfile https://example.com/driver.run has no proprietary kernel modules (kernel): choose the other modules',
    );
    expect((await compile({ sh: 'exit 1' })).last).toBe(
      "permanent error: runfile https://example.com/driver.run cannot be unpacked: is it NVIDIA's installer?",
    );
  });

  test('has nothing to do where the modules were fetched', async () => {
    const { code, last, calls } = await compile({}, { '/work/kmod/modules/nvidia.ko': '' });
    expect(code).toBe(0);
    expect(last).toBe('the modules are there: nothing to compile');
    expect(calls).toEqual(['']);
  });
});

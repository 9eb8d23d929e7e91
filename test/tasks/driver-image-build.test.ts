import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const image = 'quay.io/acme/gpu';
const digest = `sha256:${'1'.repeat(64)}`;
const authority = { '/ca/ca-bundle.crt': 'acme authority' };
const files = { '/secrets/pull/config.json': 'hunter1', '/secrets/push/config.json': 'hunter2' };
const params = { image, 'staging-tag': 'uid', 'base-image': 'nvcr.io/base', 'kmod-package-image': `${image}-staging:uid-kmod` };

needs('bash', program('bash'))('the build of the driver image', () => {
  test('pulls the base image with the pull Secret and the modules, by digest, with the push Secret', async () => {
    const { code, last, log, calls, file } = await runStep(driverImageBuild, 'pull', {
      params,
      files,
      programs: { buildah: ':', skopeo: `printf '${digest}'` },
    });
    expect(last).toMatch(/^pull of base image and modules done in \d+ s$/);
    expect(code).toBe(0);
    expect(calls).toEqual([
      'buildah pull --quiet --authfile /secrets/pull/config.json nvcr.io/base',
      `skopeo inspect --format {{.Digest}} --authfile /secrets/push/config.json docker://${image}-staging:uid-kmod`,
      `buildah pull --quiet --authfile /secrets/push/config.json ${image}-staging@${digest}`,
    ]);
    expect(file('work/kmod-package-image')).toBe(`${image}-staging@${digest}`);
    expect(log).not.toMatch(/hunter/);
  });

  test('pushes the image into the staging repository and gives its digest as the result', async () => {
    const { code, last, log, calls, results } = await runStep(driverImageBuild, 'push', {
      params,
      files,
      programs: { buildah: `while [[ $1 != --digestfile ]]; do shift; done; printf '${digest}' >"$2"` },
    });
    expect(last).toMatch(/^push of quay\.io\/acme\/gpu-staging:uid done in \d+ s$/);
    expect(code).toBe(0);
    expect(results).toEqual({ 'staged-image': `${image}-staging@${digest}` });
    expect(calls).toEqual([
      `buildah push --quiet --authfile /secrets/push/config.json --digestfile /work/digest driver-image docker://${image}-staging:uid`,
    ]);
    expect(log).not.toMatch(/hunter/);
  });

  test('downloads the entry point of its RHEL, each file checked', async () => {
    const entryPoint = createHash('sha256').update('entry').digest('hex');
    const { code, last, calls, file } = await runStep(driverImageBuild, 'entry-point', {
      params: {
        'rhel-version': '9.6',
        'entry-point': `9 nvidia-driver ${entryPoint} https://example.com/nvidia-driver\n10 nvidia-driver ${entryPoint} https://example.com/10`,
      },
      programs: { curl: `while [[ $1 != --output ]]; do shift; done; printf entry >"$2"` },
    });
    expect(last).toMatch(/^download of the entry point done in \d+ s$/);
    expect(code).toBe(0);
    expect(file('work/context/entry-point/nvidia-driver')).toBe('entry');
    expect(calls.map(call => call.split(' ').at(-1))).toEqual(['https://example.com/nvidia-driver']);
  });

  const build = (buildah: string, changes: Readonly<Record<string, string>> = {}, more = {}) =>
    runStep(driverImageBuild, 'build', {
      params: {
        ...params,
        'driver-version': '580.105.08',
        kernel: '5.14.0-570.62.1.el9_6.x86_64',
        inputs: 'abc',
        signer: 'self-signed',
        packages: 'nvidia-driver-cuda',
        subscription: 'none',
        ...changes,
      },
      files: {
        ...files,
        ...more,
        '/work/context/entry-point/nvidia-driver': '',
        '/work/kmod-package-image': `${image}-staging@${digest}`,
      },
      programs: { chown: ':', buildah: `if [[ $1 == inspect ]]; then echo acme; exit; fi\n${buildah}` },
    });

  test('builds with what the image is made of as arguments and labels', async () => {
    const { code, last, calls } = await build('echo building');
    expect(last).toMatch(/^build of the driver image done in \d+ s$/);
    expect(code).toBe(0);
    const call = calls.find(line => line.startsWith('buildah build')) ?? '';
    expect(call).toContain('--label nvidia-driver-pipelines.signer-name=acme');
    expect(call).toContain(`--build-arg KMOD_PACKAGE_IMAGE=${image}-staging@${digest}`);
  });

  test('gives the build the repositories of the configuration, with architecture and RHEL version put in', async () => {
    const target = { arch: 'aarch64', 'rhel-version': '10.2', subscription: 'none' };
    const repositories = {
      'rpm-base-url': 'https://mirror.example.com/rhel{rhel}/{arch}',
      'rpm-gpg-key': 'https://mirror.example.com/key',
      'rhel-repositories': 'baseos https://sat.lan/{releasever}/{arch} file:///etc/key\nappstream https://sat.lan/app',
    };
    const { file } = await build('echo building', { ...target, ...repositories });
    const folder = 'work/context/repositories';
    expect(file(`${folder}/nvidia-driver.repo`)).toBe(
      '[nvidia-driver]\nname=nvidia-driver\nbaseurl=https://mirror.example.com/rhel10/aarch64\nenabled=1\ngpgcheck=1\ngpgkey=https://mirror.example.com/key\n',
    );
    expect(file(`${folder}/nvidia-driver-rhel.repo`)).toBe(
      '[baseos]\nname=baseos\nbaseurl=https://sat.lan/10.2/aarch64\nenabled=1\ngpgcheck=1\ngpgkey=file:///etc/key\n' +
        '[appstream]\nname=appstream\nbaseurl=https://sat.lan/app\nenabled=1\ngpgcheck=0\n',
    );
    const none = await build('echo building', target);
    expect(['nvidia-driver.repo', 'nvidia-driver-rhel.repo', 'ca.crt'].map(name => none.file(`${folder}/${name}`))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("gives the build the cluster's authority, beside the public ones", async () => {
    const { file } = await build('echo building', {}, authority);
    expect(file('work/context/repositories/ca.crt')).toMatch(/-----BEGIN CERTIFICATE-----[\s\S]*acme authority$/);
  });

  test('says in a label which RPMs were brought up to date', async () => {
    const call = async (changes: Readonly<Record<string, string>>) =>
      (await build('echo building', changes)).calls.find(line => line.startsWith('buildah build')) ?? '';
    expect(await call({ 'cve-updates': 'openssl-libs curl-8.1' })).toContain(
      '--label nvidia-driver-pipelines.cve-updates=openssl-libs curl-8.1 ',
    );
    expect(await call({ 'cve-updates': 'openssl-libs' })).toContain('--build-arg CVE_UPDATES=openssl-libs ');
    expect(await call({})).not.toContain('cve-updates');
  });

  test('gives the last error of the build as its own, and a reason to look for where there is none', async () => {
    const failed = await build("echo 'permanent error: the RPM x is missing'; echo 'Error: building at STEP'; exit 1");
    expect([failed.code, failed.last]).toEqual([1, 'permanent error: the RPM x is missing']);
    const later = await build(`echo 'transient error: "dnf clean all" ended with exit code 1, which is not foreseen'; exit 1`);
    expect([later.code, later.last]).toEqual([75, 'transient error: "dnf clean all" ended with exit code 1, which is not foreseen']);
    const step = await build('echo \'Error: building at STEP "COPY --from=kmod /rpms /run/rpms": no such file or directory\'; exit 125');
    expect(step.last).toBe('permanent error: Error: building at STEP "COPY --from=kmod /rpms /run/rpms": no such file or directory');
    expect((await build('exit 137')).last).toBe(
      'permanent error: buildah ended without a word: was it killed for want of memory? The events of the pod say so',
    );
  });
});

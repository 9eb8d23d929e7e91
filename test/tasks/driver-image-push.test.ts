import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { driverImagePush } from '../../src/tasks/driver-image-push/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const image = 'quay.io/acme/gpu';
const digest = `sha256:${'1'.repeat(64)}`;
const params = {
  image,
  tags: 'a b',
  state: 'missing',
  digest: 'none',
  'staging-tag': 'uid',
  kernel: 'k',
  'node-arch': 'amd64',
  'driver-version': '580.105.08',
  packages: 'p',
  inputs: 'i',
  signer: 'self-signed',
  arch: 'x86_64',
  'module-flavour': 'open',
  'driver-toolkit-image': 'quay.io/ocp/toolkit@sha256:d',
  'base-image': 'nvcr.io/nvidia/cuda@sha256:b',
};
const labels = {
  proof: '1',
  inputs: 'i',
  kernel: 'k',
  'driver-version': '580.105.08',
  signer: 'self-signed',
  'signer-name': 's',
  certificate: 'sha256:c',
  arch: 'x86_64',
  'page-size': '4k',
  'module-flavour': 'open',
  'driver-toolkit': 'quay.io/ocp/toolkit@sha256:d',
};
const annotations = { version: '580.105.08', 'base.digest': 'sha256:b' };

function skopeo(changes: Readonly<Record<string, string>> = {}, architecture = 'amd64', annotated: Readonly<Record<string, string>> = {}) {
  const named = Object.entries({ ...labels, ...changes }).map(([name, value]) => [`nvidia-driver-pipelines.${name}`, value]);
  const config = JSON.stringify({ architecture, config: { Labels: Object.fromEntries(named) } });
  const oci = Object.entries({ ...annotations, ...annotated }).map(([name, value]) => [`org.opencontainers.image.${name}`, value]);
  const manifest = JSON.stringify({ annotations: Object.fromEntries(oci) });
  return `case "$*" in
    'inspect --raw docker://${image}-staging@${digest}') printf '%s' '${manifest}' ;;
    'inspect --config docker://${image}-staging@${digest}') printf '%s' '${config}' ;;
    'inspect --format {{.Digest}} docker://'*) printf '${digest}' ;;
    copy*) ;;
    *) echo "unexpected: $*" >&2; exit 9 ;;
  esac`;
}

/** What skopeo says when it gives up. */
const fatal = (words: string) => `echo 'time="2026-11-25T21:48:24Z" level=fatal msg="${words}"' >&2; exit 1`;
const buildah = (findings: string) => `case "$*" in
    from*) echo container ;;
    *' -- cat /usr/share/nvidia-driver-pipelines/public_key.der') printf certificate ;;
    run*) printf '%b' "${findings}" ;;
    *) exit 9 ;;
  esac`;
const prove = (programs: Readonly<Record<string, string>>, changes: Readonly<Record<string, string>> = {}) =>
  runStep(driverImagePush, 'prove', {
    params: { ...params, ...changes },
    programs: { buildah: buildah(''), skopeo: skopeo(), ...programs },
  });

needs('jq', program('jq'))('the proof of a staged image', () => {
  test('ends well where labels are as promised and nothing is found inside', async () => {
    const { code, file, last } = await prove({});
    expect(code).toBe(0);
    expect(file('work/proven')).toBe(`${image}-staging@${digest}`);
    expect(last).toMatch(/^proof of quay\.io\/acme\/gpu-staging@sha256:1{64} done in \d+ s$/);
  });

  test('takes the signing certificate out of the image, and refuses another than was promised', async () => {
    expect((await prove({})).file('work/public_key.der')).toBe('certificate');
    const fingerprint = `sha256:${createHash('sha256').update('certificate').digest('hex')}`;
    const by = (signer: string) => prove({ skopeo: skopeo({ signer, certificate: fingerprint }) }, { signer });
    expect((await by(fingerprint)).code).toBe(0);
    expect((await by('sha256:1')).last).toBe(
      `permanent error: ${image}-staging@${digest} is not the image that was wanted: its signing certificate is "${fingerprint}", wanted is "sha256:1"; nothing was published`,
    );
    const none = await prove({ buildah: buildah('').replace('printf certificate', 'exit 1') });
    expect(none.last).toBe(`permanent error: ${image}-staging@${digest} holds no signing certificate: see above; nothing was published`);
  });

  test('is not made again for an image that is published', async () => {
    const { file, calls } = await prove({}, { state: 'partly-tagged', digest });
    expect(file('work/proven')).toBe(`${image}@${digest}`);
    expect(calls).toEqual(['']);
  });

  test('fails with the first thing that is found inside', async () => {
    const { code, last, log, file } = await prove({ buildah: buildah('nvidia.ko was compiled for x\\nsecond\\n') });
    expect(code).toBe(1);
    expect(last).toBe(`permanent error: ${image}-staging@${digest} is not proven, nothing was published: nvidia.ko was compiled for x`);
    expect(log).toContain('\nsecond\n');
    expect(file('work/proven')).toBeUndefined();
  });

  test.each([
    ['inputs', 'hash of inputs'],
    ['kernel', 'kernel'],
    ['driver-version', 'driver version'],
    ['signer', 'signer'],
    ['proof', 'proof mark'],
    ['arch', 'architecture label'],
    ['page-size', 'page size'],
    ['module-flavour', 'module flavour'],
    ['driver-toolkit', 'driver toolkit'],
  ])('fails where the label %s is another', async (label, what) => {
    const { last } = await prove({ skopeo: skopeo({ [label]: 'other' }) });
    expect(last).toMatch(new RegExp(`its ${what} is "other", wanted is ".*"; nothing was published$`));
  });

  test('fails where the modules of a signer are signed with another certificate', async () => {
    const signer = `sha256:${'5'.repeat(64)}`;
    expect((await prove({ skopeo: skopeo({ signer }) }, { signer })).last).toBe(
      `permanent error: ${image}-staging@${digest} is not the image that was wanted: its signing certificate is "sha256:c", wanted is "${signer}"; nothing was published`,
    );
    expect((await prove({ skopeo: skopeo({ signer, certificate: signer }) }, { signer })).code).toBe(0);
  });

  test.each([
    ['version', 'driver version', '580.105.08'],
    ['base.digest', 'base image', 'sha256:b'],
  ])('fails where the annotation %s is another', async (name, what, wanted) => {
    const { last } = await prove({ skopeo: skopeo({}, 'amd64', { [name]: 'other' }) });
    expect(last).toBe(
      `permanent error: ${image}-staging@${digest} is not the image that was wanted: its annotation of the ${what} is "other", wanted is "${wanted}"; nothing was published`,
    );
  });

  test('wants pages of 64 KiB where the kernel has them', async () => {
    const wide = '5.14.0-570.62.1.el9_6.aarch64+64k';
    expect((await prove({ skopeo: skopeo({ kernel: wide, 'page-size': '64k' }) }, { kernel: wide })).code).toBe(0);
  });

  test('tells what it cannot read the manifest for', async () => {
    const { last } = await prove({ skopeo: `if [[ $2 == --raw ]]; then ${fatal('unauthorized')}; fi\n${skopeo()}` });
    expect(last).toBe(
      `permanent error: the manifest of ${image}-staging@${digest} cannot be read: unauthorized: check the Secret with the registry's credentials (/secrets/push/config.json)`,
    );
  });

  test('hands the certificate of the label to the proof inside', async () => {
    const { calls } = await prove({});
    expect(calls.find(call => call.startsWith('buildah run'))).toContain('--env SIGNER_NAME=s --env CERTIFICATE=sha256:c --volume');
  });

  test('fails where the image is of another architecture', async () => {
    const { last } = await prove({ skopeo: skopeo({}, 'arm64') });
    expect(last).toContain('its architecture is "arm64", wanted is "amd64"; nothing was published');
  });

  test.each([
    [
      'its labels may not be read',
      { skopeo: `if [[ $2 == --config ]]; then ${fatal('reading manifest 1 in acme/gpu-staging: unauthorized')}; fi; printf '${digest}'` },
      1,
      `permanent error: ${image}-staging@${digest} cannot be read: reading manifest 1 in acme/gpu-staging: unauthorized: check the Secret with the registry's credentials (/secrets/push/config.json)`,
    ],
    [
      'the registry is gone when its layers are pulled',
      { buildah: `echo 'Error: initializing source: pinging container registry quay.io: connection refused' >&2; exit 125` },
      75,
      `transient error: ${image}-staging@${digest} cannot be pulled: initializing source: pinging container registry quay.io: connection refused (7 tries): see that it can be reached from the cluster, then run again`,
    ],
    [
      'its own bash cannot be run',
      {
        buildah: `case "$1" in from) echo container ;; *) echo 'Error: exec: "bash": executable file not found in $PATH' >&2; exit 1 ;; esac`,
      },
      1,
      `permanent error: the proof of ${image}-staging@${digest} could not run to its end: see above; nothing was published`,
    ],
  ])('fails where %s', async (_, programs, exit, line) => {
    const { code, last, failure, file } = await prove(programs);
    expect([code, last, failure, file('work/proven')]).toEqual([exit, line, line, undefined]);
  });

  test('fails where nothing was staged', async () => {
    const { last } = await prove({ skopeo: `echo 'manifest unknown: manifest unknown' >&2; exit 1` });
    expect(last).toBe(`permanent error: ${image}-staging:uid does not exist: the build has not pushed it`);
  });
});

needs('jq', program('jq'))('publishing', () => {
  const publish = (state: string, programs = { skopeo: skopeo() }) =>
    runStep(driverImagePush, 'publish', {
      params: { ...params, state },
      files: { '/work/proven': `${image}-staging@${digest}` },
      programs,
    });

  test('copies the proven digest to every tag and gives the results that Tekton Chains reads', async () => {
    const { results, calls } = await publish('missing');
    expect(results).toEqual({ IMAGE_URL: `${image}:a`, IMAGE_DIGEST: digest });
    expect(calls.filter(call => call.includes(' copy '))).toEqual([
      `skopeo copy --quiet --preserve-digests docker://${image}-staging@${digest} docker://${image}:a`,
      `skopeo copy --quiet --preserve-digests docker://${image}-staging@${digest} docker://${image}:b`,
    ]);
  });

  test('writes nothing where all is published, and gives the results all the same', async () => {
    const { results, calls } = await publish('published');
    expect(results).toEqual({ IMAGE_URL: `${image}:a`, IMAGE_DIGEST: digest });
    expect(calls).toEqual(['']);
  });

  test('fails where a tag cannot be written, and where it reads back as another image', async () => {
    const denied = await publish('missing', { skopeo: `echo 'denied' >&2; exit 1` });
    expect(denied.last).toBe(
      `permanent error: ${image}:a cannot be written (the next run sets the tags that are missing): denied: check the Secret with the registry's credentials (/secrets/push/config.json)`,
    );
    const other = await publish('missing', { skopeo: `case "$1" in copy) ;; *) printf sha256:other ;; esac` });
    expect(other.last).toBe(
      `permanent error: ${image}:a is sha256:other, wanted is ${digest}: does somebody else write there? see who, then run again`,
    );
  });
});

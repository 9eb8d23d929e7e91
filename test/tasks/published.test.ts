import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const params = {
  image: 'quay.io/acme/gpu',
  'module-flavour': 'open',
  'runfile-sha256': 'f'.repeat(64),
  packages: 'nvidia-driver-cuda-580.105.08',
  'entry-point': `9 nvidia-driver ${'a'.repeat(64)} https://example.com/nvidia-driver`,
  'node-arch': 'amd64',
};
const earlier = { tags: '1-k-rhel9.6 1-k-rhel9', 'base-image': `nvcr.io/nvidia/cuda@${digest('b')}`, 'rhel-version': '9.6' };

/** A registry that holds, by tag, "digest inputs", or "digest" alone for somebody else's image. */
function registry(images: Readonly<Record<string, string>>) {
  const cases = Object.entries(images).map(([tag, found]) => {
    const [is, inputs] = found.split(' ');
    const labels = inputs ? `{"nvidia-driver-pipelines.proof": "1", "nvidia-driver-pipelines.inputs": "${inputs}"}` : '{}';
    return `'image info quay.io/acme/gpu:${tag} '*) printf '%s' '{"digest": "${is}", "config": {"config": {"Labels": ${labels}}}}' ;;`;
  });
  return `case "$*" in\n${cases.join('\n')}\n*) echo "error: image \\"$3\\" not found: manifest unknown: manifest unknown" >&2; exit 1 ;;\nesac`;
}

const published = (images: Readonly<Record<string, string>>, changes: Readonly<Record<string, string>> = {}, files = {}) =>
  runStep(driverToolkitLookup, 'published', {
    params: { ...params, ...changes },
    results: earlier,
    programs: { oc: registry(images) },
    files,
  });

needs('jq', program('jq'))('the question whether an image is published', () => {
  const ours = async () => (await published({})).results.inputs ?? '';

  test('is missing where no tag is there', async () => {
    const { code, results } = await published({});
    expect(code).toBe(0);
    expect(results).toMatchObject({
      signer: 'self-signed',
      inputs: expect.stringMatching(/^[0-9a-f]{64}$/),
      digest: 'none',
      state: 'missing',
    });
  });

  test('is published where every tag has one digest with our mark and the same inputs', async () => {
    const image = `${digest('1')} ${await ours()}`;
    expect((await published({ '1-k-rhel9.6': image, '1-k-rhel9': image })).results).toMatchObject({
      state: 'published',
      digest: digest('1'),
    });
  });

  test('is partly tagged where a tag is missing, or points to an earlier image of ours', async () => {
    const image = `${digest('1')} ${await ours()}`;
    expect((await published({ '1-k-rhel9': image })).results).toMatchObject({ state: 'partly-tagged', digest: digest('1') });
    const moved = await published({ '1-k-rhel9.6': image, '1-k-rhel9': `${digest('2')} other` });
    expect(moved.results).toMatchObject({ state: 'partly-tagged', digest: digest('1') });
  });

  test('tells which images the tags are moved away from, each once', async () => {
    const image = `${digest('1')} ${await ours()}`;
    const replaced = async (images: Readonly<Record<string, string>>, changes = {}) => (await published(images, changes)).results.replaced;
    expect(await replaced({})).toBe('none');
    expect(await replaced({ '1-k-rhel9.6': image, '1-k-rhel9': image })).toBe('none');
    expect(await replaced({ '1-k-rhel9.6': image, '1-k-rhel9': `${digest('2')} other` })).toBe(digest('2'));
    expect(await replaced({ '1-k-rhel9.6': `${digest('2')} other`, '1-k-rhel9': `${digest('2')} other` })).toBe(digest('2'));
    expect(await replaced({ '1-k-rhel9.6': `${digest('2')} other`, '1-k-rhel9': digest('3') }, { adopt: 'true' })).toBe(
      `${digest('2')} ${digest('3')}`,
    );
  });

  test('is missing where the inputs are others; where tags must not move, that is refused', async () => {
    const images = { '1-k-rhel9.6': `${digest('1')} other`, '1-k-rhel9': `${digest('1')} other` };
    expect((await published(images)).results).toMatchObject({ state: 'missing', digest: 'none' });
    const refused = await published(images, { retag: 'never' });
    expect(refused.code).toBe(1);
    expect(refused.last).toBe(
      `permanent error: quay.io/acme/gpu:1-k-rhel9.6 was built from other inputs (${digest('1')}) and retag is never: undo the change of inputs, or set retag: always`,
    );
  });

  test("is refused where a tag is somebody else's, unless it is to be adopted", async () => {
    const refused = await published({ '1-k-rhel9': digest('3') });
    expect(refused.last).toBe(
      `permanent error: quay.io/acme/gpu:1-k-rhel9 is somebody else's image (${digest('3')} has no proof mark): nothing was changed; publish to another repository, or set adopt: true to take the tag over`,
    );
    expect((await published({ '1-k-rhel9': digest('3') }, { adopt: 'true' })).results.state).toBe('missing');
  });

  test('has other inputs with another signing certificate, and none with another mirror', async () => {
    const signed = await published({}, { signer: 'secret' }, { '/secrets/certificate/public_key.der': 'certificate' });
    expect(signed.results.signer).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(signed.results.inputs).not.toBe(await ours());
    const mirrored = await published({}, { 'entry-point': params['entry-point'].replace('example.com', 'mirror.example.com') });
    expect(mirrored.results.inputs).toBe(await ours());
    const otherRhel = await published(
      {},
      { 'entry-point': `${params['entry-point']}\n10 nvidia-driver ${'c'.repeat(64)} https://example.com/10` },
    );
    expect(otherRhel.results.inputs).toBe(await ours());
  });

  test('has other inputs with each list of RPMs that are brought up to date, and those of before with none', async () => {
    const inputs = async (updates: string) => (await published({}, { 'cve-updates': updates })).results.inputs;
    const lists = await Promise.all(['', 'openssl-libs', 'openssl-libs-3.5.1', 'openssl-libs curl'].map(inputs));
    expect(new Set(lists).size).toBe(4);
    // sha256 of what was hashed before there was such a list.
    const before = ['modules open', `runfile ${'f'.repeat(64)}`, 'signer self-signed', `base ${digest('b')}`, 'entry point'];
    const text = [...before, `nvidia-driver ${'a'.repeat(64)}`, 'packages nvidia-driver-cuda-580.105.08', ''].join('\n');
    expect(lists[0]).toBe(createHash('sha256').update(text).digest('hex'));
  });

  test('has other inputs with another subject of a pair for one build, and the same without one as ever', async () => {
    // What it was before there were subjects: what is published is not built again for them.
    const before = ['modules open', `runfile ${'f'.repeat(64)}`, 'signer self-signed', `base ${digest('b')}`, 'entry point'];
    const lines = [...before, `nvidia-driver ${'a'.repeat(64)}`, 'packages nvidia-driver-cuda-580.105.08', ''].join('\n');
    expect(await ours()).toBe(createHash('sha256').update(lines).digest('hex'));
    const named = await published({}, { 'signer-subject': 'commonName=ACME' });
    expect(named.results).toMatchObject({ signer: 'self-signed', inputs: expect.not.stringMatching(await ours()) });
    const secret = (subject: string) =>
      published({}, { signer: 'secret', 'signer-subject': subject }, { '/secrets/certificate/public_key.der': 'certificate' });
    expect((await secret('commonName=ACME')).results.inputs).toBe((await secret('')).results.inputs);
  });

  test('is the same for a key in a token and for one in the Secret, where the certificate is', async () => {
    const by = async (signer: string) =>
      (await published({}, { signer }, { '/secrets/certificate/public_key.der': 'certificate' })).results;
    expect(await by('external')).toEqual(await by('secret'));
  });

  test('has other inputs as a vGPU guest driver', async () => {
    const guest = await published({}, { 'driver-type': 'vgpu' });
    expect(guest.results.inputs).toMatch(/^[0-9a-f]{64}$/);
    expect(guest.results.inputs).not.toBe(await ours());
  });

  test.each([
    [
      'unauthorized: authentication required',
      1,
      "permanent error: quay.io/acme/gpu:1-k-rhel9.6 cannot be read: unable to read image: unauthorized: authentication required: check the Secret with the registry's credentials (/secrets/push/config.json)",
    ],
    [
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      1,
      "permanent error: quay.io/acme/gpu:1-k-rhel9.6 cannot be read: unable to read image: tls: failed to verify certificate: x509: certificate signed by unknown authority: set caConfigMap to a ConfigMap with the authority of the registry's certificate",
    ],
    [
      'dial tcp: connect: connection refused',
      75,
      'transient error: quay.io/acme/gpu:1-k-rhel9.6 cannot be read: unable to read image: dial tcp: connect: connection refused (7 tries): see that it can be reached from the cluster, then run again',
    ],
  ])('cannot be answered where the registry says: %s', async (answer, exit, line) => {
    const { code, last, results } = await runStep(driverToolkitLookup, 'published', {
      params,
      results: earlier,
      programs: { oc: `echo 'error: unable to read image: ${answer}' >&2; exit 1` },
    });
    expect(code).toBe(exit);
    expect(last).toBe(line);
    expect(results.state).toBe('');
  });

  test('needs the certificate of the signing Secret', async () => {
    const { last } = await published({}, { signer: 'secret' });
    expect(last).toBe('permanent error: the signing Secret has no key public_key.der: create it with --from-file=public_key.der');
  });
});

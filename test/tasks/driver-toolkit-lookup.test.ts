import { expect, test } from 'vitest';
import { imageTag } from '../../src/driver/image-tag';
import { osTags } from '../../src/driver/os-tag';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const toolkit = `quay.io/openshift-release-dev/ocp-v4.0-art-dev@${digest('d')}`;
const base = {
  'base-image': 'nvcr.io/nvidia/cuda:13.1.0-base-ubi{rhel}',
  'driver-version': '580.105.08',
  platform: 'x86_64',
  'node-arch': 'amd64',
};

/** An oc that knows one release, its toolkit and the base image; answers as recorded from the real one. */
function oc({
  version = '4.20.3',
  kernel = '5.14.0-570.62.1.el9_6.x86_64',
  rhel = '9.6',
  tags = `[{"name": "driver-toolkit", "from": {"name": "${toolkit}"}}]`,
  layer = '[-1]',
}) {
  return `case "$*" in
    'get clusterversion version -o jsonpath={.status.desired.image}') printf 'quay.io/ocp/release@${digest('e')}' ;;
    'adm release info '*) printf '%s' '{"metadata": {"version": "${version}"}, "references": {"spec": {"tags": ${tags}}}}' ;;
    'image extract ${toolkit}${layer} '*) printf '%s' '{"KERNEL_VERSION": "${kernel}", "RT_KERNEL_VERSION": "x", "RHEL_VERSION": "${rhel}"}' >driver-toolkit-release.json ;;
    'image extract '*) ;;
    'image info nvcr.io/nvidia/cuda:13.1.0-base-ubi'${rhel.split('.')[0]}' '*) printf '%s' '{"digest": "${digest('b')}"}' ;;
    *) echo "error: image \\"$3\\" not found: manifest unknown: manifest unknown" >&2; exit 1 ;;
  esac`;
}

const release = (program: string, params: Readonly<Record<string, string>> = {}, files = {}) =>
  runStep(driverToolkitLookup, 'release', {
    params: { release: 'quay.io/ocp/release:4.20.3-x86_64', ...base, ...params },
    programs: { oc: program },
    files,
  });

needs('jq', program('jq'))('the lookup of a release', () => {
  test('finds toolkit, kernel, RHEL version, base image by digest and every tag', async () => {
    const { code, results, last } = await release(oc({}));
    expect(code).toBe(0);
    expect(results).toEqual({
      'openshift-version': '4.20.3',
      'rhel-version': '9.6',
      'driver-toolkit-image': toolkit,
      kernel: '5.14.0-570.62.1.el9_6.x86_64',
      tags: '580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel9.6 580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel9',
      'base-image': `nvcr.io/nvidia/cuda@${digest('b')}`,
    });
    expect(last).toMatch(/^lookup of release 4\.20\.3 done in \d+ s$/);
  });

  test("takes the cluster's own release where none is given, by digest", async () => {
    const { calls } = await release(oc({}), { release: '' });
    expect(calls[1]).toBe(`oc adm release info quay.io/ocp/release@${digest('e')} -o json --filter-by-os=linux/amd64`);
  });

  test.each([
    ['4.18.22', '9.4', '5.14.0-427.40.1.el9_4.x86_64', { id: 'rhcos', version: '4.18' }],
    ['4.19.0', '9.6', '5.14.0-570.12.1.el9_6.x86_64', { id: 'rhel', version: '9.6' }],
    ['4.22.1', '9.8', '5.14.0-687.39.1.el9_8.x86_64', { id: 'rhel', version: '9.8' }],
    ['4.21.0-rc.1', '9.6', '5.14.0-570.99.1.el9_6.x86_64', { id: 'rhel', version: '9.6' }],
    ['5.0.0', '10.2', '6.12.0-124.20.1.el10_2.x86_64', { id: 'rhel', version: '10.2' }],
    ['4.17.0-okd-scos.1', '9.4', '5.14.0-427.1.1.el9.x86_64', { id: 'scos', version: '4.17' }],
  ])('makes the tags of %s that the rules in TypeScript make', async (version, rhel, kernel, os) => {
    const { results } = await release(oc({ version, rhel, kernel }));
    expect(results.tags).toBe(
      osTags(os)
        .map(tag => imageTag('580.105.08', kernel, tag))
        .join(' '),
    );
  });

  test('names the kernel with 64 KiB pages by +64k, and its tags by _64k', async () => {
    const params = { platform: 'aarch64+64k', 'node-arch': 'arm64' };
    const { results } = await release(oc({ kernel: '5.14.0-570.62.1.el9_6.aarch64' }), params);
    expect(results.kernel).toBe('5.14.0-570.62.1.el9_6.aarch64+64k');
    expect(results.tags).toBe('580.105.08-5.14.0-570.62.1.el9_6.aarch64_64k-rhel9.6 580.105.08-5.14.0-570.62.1.el9_6.aarch64_64k-rhel9');
  });

  test('reads the whole toolkit where its last layer does not hold the release file', async () => {
    const { code, calls } = await release(oc({ layer: '' }));
    expect(code).toBe(0);
    expect(calls.filter(call => call.startsWith('oc image extract'))).toHaveLength(2);
  });

  test.each([
    [
      'a release without a toolkit',
      oc({ tags: '[]' }),
      {},
      'permanent error: release 4.20.3 has no driver-toolkit: choose a release of OpenShift 4.13 or later',
    ],
    [
      'a toolkit without the release file',
      oc({ layer: '[7]' }),
      {},
      `permanent error: driver toolkit ${toolkit} has no /etc/driver-toolkit-release.json: it is no driver toolkit`,
    ],
    [
      'a toolkit of another architecture',
      oc({ kernel: '5.14.0-570.62.1.el9_6.aarch64' }),
      {},
      `permanent error: driver toolkit ${toolkit} is for kernel "5.14.0-570.62.1.el9_6.aarch64", the target for x86_64: give a release of that architecture (its tag ends in -x86_64 or -multi)`,
    ],
    [
      'a base image that does not exist',
      oc({}),
      { 'base-image': 'nvcr.io/none:1' },
      'permanent error: base image nvcr.io/none:1 does not exist: set baseImage or cuda of the driver',
    ],
    [
      'a release that cannot be read',
      'echo "error: image \\"R\\" not found: manifest unknown: manifest unknown" >&2; exit 1',
      {},
      'permanent error: release quay.io/ocp/release:4.20.3-x86_64 does not exist: give a release that does',
    ],
  ])('ends at %s with what, where and what to do', async (_, program, params, line) => {
    const { code, last } = await release(program, params);
    expect(code).toBe(1);
    expect(last).toBe(line);
  });

  test('uses the pull Secret and the authority where they are there', async () => {
    const { calls } = await release(oc({}), {}, { '/secrets/pull/config.json': '{}', '/ca/ca-bundle.crt': 'AUTHORITY\n' });
    expect(calls[0]).toMatch(/ --registry-config=\/secrets\/pull\/config\.json --certificate-authority=\S+\/ca-bundle\.crt$/);
  });
});

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

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
  ledger = '',
  versions = '{"machine-os": {"Version": "9.6.20251015-1", "DisplayName": "Red Hat Enterprise Linux CoreOS"}}',
}) {
  return `case "$*" in
    'get clusterversion version -o jsonpath={.status.desired.image}') printf 'quay.io/ocp/release@${digest('e')}' ;;
    'adm release info '*) printf '%s' '{"metadata": {"version": "${version}"}, "references": {"spec": {"tags": ${tags}}}, "displayVersions": ${versions}}' ;;
    'image extract ${toolkit}${layer} '*) printf '%s' '{"KERNEL_VERSION": "${kernel}", "RT_KERNEL_VERSION": "x", "RHEL_VERSION": "${rhel}"}' >driver-toolkit-release.json ;;
    'image extract '*) ;;
    'get configmap '*) [[ '${ledger}' != forbidden ]] || { echo 'Error from server (Forbidden): no' >&2; exit 1; }; printf '%s' '${ledger}' ;;
    'image info nvcr.io/nvidia/cuda:13.1.0-base-ubi'${rhel.split('.')[0]}' '*) printf '%s' '{"digest": "${digest('b')}"}' ;;
    *) echo "error: image \\"$3\\" not found: manifest unknown: manifest unknown" >&2; exit 1 ;;
  esac`;
}

/** A ledger's entry with the tags of these OS tags. */
const entry = (osTags: readonly string[], version = '580.105.08') =>
  JSON.stringify({ tags: osTags.map(os => `${version}-5.14.0-427.40.1.el9_4.x86_64-${os}`) });

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
      'machine-os': '9.6.20251015-1',
      'driver-toolkit-image': toolkit,
      kernel: '5.14.0-570.62.1.el9_6.x86_64',
      tags: '580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel9.6 580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel9',
      'base-image': `nvcr.io/nvidia/cuda@${digest('b')}`,
    });
    expect(last).toMatch(/^lookup of release 4\.20\.3 done in \d+ s$/);
  });

  test('does not know the operating system of the nodes where the payload names none', async () => {
    expect((await release(oc({ versions: 'null' }))).results['machine-os']).toBe('unknown');
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

  test.each([
    ['no ledger', '', []],
    ['the tags of other releases for the same kernel', entry(['rhcos4.16', 'rhcos4.18']), ['rhcos4.16']],
    ['nothing of an entry that is no JSON', '{', []],
    ['tags of another driver version', entry(['rhcos4.16'], '570.1.01'), []],
  ])('takes from the ledger: %s', async (_, text, more) => {
    const ledger = text === '' ? '' : JSON.stringify({ data: { '5.14.0-427.40.1.el9_4.x86_64': text } });
    const program = oc({ version: '4.18.22', rhel: '9.4', kernel: '5.14.0-427.40.1.el9_4.x86_64', ledger });
    const { results } = await release(program, { ledger: 'nvidia-driver-ledger-r580' });
    expect(results.tags?.split(' ')).toEqual(['rhcos4.18', ...more].map(os => `580.105.08-5.14.0-427.40.1.el9_4.x86_64-${os}`));
  });

  test('ends at a ledger that it may not read', async () => {
    const { code, last } = await release(oc({ ledger: 'forbidden' }), { ledger: 'nvidia-driver-ledger-r580' });
    expect([code, last]).toEqual([
      1,
      'permanent error: ConfigMap nvidia-driver-ledger-r580 cannot be read: Error from server (Forbidden): no: let this service account get it',
    ]);
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
      'a real-time kernel',
      oc({ kernel: '5.14.0-284.54.1.rt14.339.el9_2.x86_64' }),
      {},
      'permanent error: kernel 5.14.0-284.54.1.rt14.339.el9_2.x86_64 is a real-time kernel, for which the GPU operator has no precompiled drivers: give the toolkit of another kernel',
    ],
    [
      'a kernel of which no tag can be made',
      oc({ kernel: '5.14.0-570~rc1.el9_6.x86_64' }),
      {},
      'permanent error: "5.14.0-570~rc1.el9_6.x86_64" is not a kernel of RHEL: give a release, or a toolkit, whose nodes run one',
    ],
    [
      'a base image that does not exist',
      oc({}),
      { 'base-image': 'nvcr.io/none:1' },
      'permanent error: base image nvcr.io/none:1 does not exist: set baseImage or cuda of the driver',
    ],
    [
      'a CUDA version that has no base image for RHEL 10',
      oc({ version: '5.0.0', rhel: '10.2', kernel: '6.12.0-124.20.1.el10_2.x86_64' }),
      { 'base-image': 'nvcr.io/nvidia/cuda:12.8.1-base-ubi{rhel}' },
      'permanent error: base image nvcr.io/nvidia/cuda:12.8.1-base-ubi10 does not exist: set baseImage or cuda of the driver',
    ],
    [
      'a wanted kernel that is written as in a tag',
      oc({ kernel: '5.14.0-570.62.1.el9_6.aarch64' }),
      { platform: 'aarch64+64k', 'node-arch': 'arm64', kernel: '5.14.0-570.62.1.el9_6.aarch64_64k' },
      'permanent error: release 4.20.3 has no kernel 5.14.0-570.62.1.el9_6.aarch64_64k, but 5.14.0-570.62.1.el9_6.aarch64+64k: leave the kernel out, or give a release that has it',
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

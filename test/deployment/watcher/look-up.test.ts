import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { releasesConfigMap } from '../../../src/tasks/releases-config-map';
import { needs, program } from '../../support/needs';
import { arm, clusterVersion, digest, node, now, payload, update, watch, x86 } from '../../support/watched-cluster';

const kernel = '5.14.0-570.62.1.el9_6';
const image = digest('4.20.3');
const payloads = { [image]: payload('4.20.3', kernel) };
const key = (name: string, arch = 'amd64') => `${createHash('sha256').update(name).digest('hex').slice(0, 20)}.${arch}`;
const facts = (version: string) => ({
  version,
  machineOs: 'unknown',
  streams: [{ toolkit: 't', kernel: `${kernel}.x86_64`, rhel: '9.6', os: ['rhel', '9.6'] }],
});

/** An entry of the ConfigMap nvidia-driver-releases. */
const entry = (name: string, version: string, at: string, more: object = {}) => ({
  [key(name)]: JSON.stringify({ image: name, version, at, facts: facts(version), ...more }),
});
const tag = 'quay.io/ocp/release:4.20.9-x86_64';
const byTag = {
  settings: { releases: ['4.20.9'] },
  upgrade: { desired: false, running: false, offered: { perMinor: 0, conditional: true } },
};
const quiet = "Error from server (NotFound): configmaps 'nvidia-driver-releases' not found";

needs('jq', program('jq'))('what a release holds', () => {
  test('is asked of the registry once, and kept', async () => {
    const first = await watch({ payloads });
    expect(first.asked).toEqual([image]);
    expect(JSON.parse(first.file('/work/written') ?? '').metadata.name).toBe(releasesConfigMap);
    expect(Object.keys(first.written ?? {})).toEqual([key(image)]);
    expect(JSON.parse(first.written?.[key(image)] ?? '')).toMatchObject({
      image,
      version: '4.20.3',
      at: now,
      facts: { version: '4.20.3' },
    });
    expect(first.calls.at(-1)).toBe('oc create --namespace gpu -f new-cache');

    const again = await watch({ ...(first.written && { cache: first.written }) });
    expect(again.seen.releases).toEqual(first.seen.releases);
    expect(again.calls.filter(call => call.startsWith('oc'))).toEqual([
      'oc get --raw /apis/config.openshift.io/v1/clusterversions/version',
      'oc get --raw /api/v1/nodes?labelSelector=nvidia.com/gpu.present=true&limit=50',
      'oc get --raw /apis/tekton.dev/v1/namespaces/gpu/pipelineruns?labelSelector=nvidia-driver-pipelines/target&limit=50',
      'oc get --raw /api/v1/namespaces/gpu/configmaps?labelSelector=nvidia-driver-pipelines/target',
      'oc get --raw /api/v1/namespaces/gpu/configmaps/nvidia-driver-releases',
    ]);
  });

  test.each([
    ['not asked again for a day', '2026-03-01T11:00:00Z', []],
    ['asked again after a day', '2026-02-28T11:00:00Z', [tag]],
  ])('is, where an image is named by tag, %s', async (_, at, asked) => {
    const ran = await watch({ ...byTag, cache: entry(tag, '4.20.9', at), payloads: { [tag]: payload('4.20.9', '5.14.0-1.el9_6') } });
    expect(ran.asked).toEqual(asked);
    expect(JSON.parse(ran.written?.[key(tag)] ?? '{}').at).toBe(asked.length > 0 ? now : undefined);
    expect(ran.calls.some(call => call.startsWith('oc replace '))).toBe(asked.length > 0);
  });

  test('stays known where it cannot be read again, with the reason', async () => {
    const { seen } = await watch({ ...byTag, cache: entry(tag, '4.20.9', '2026-02-01T11:00:00Z') });
    expect(seen.releases[0]).toMatchObject({
      facts: { amd64: facts('4.20.9') },
      reasons: { amd64: `permanent error: release ${tag} does not exist: give a release that does` },
    });
  });

  test('is not known where the registry refuses: the reason says why, and the others are looked up', async () => {
    const status = { availableUpdates: [update('4.20.4')] };
    const { code, seen, log } = await watch({
      clusterVersion: clusterVersion({ status }),
      payloads: { [image]: 'error: unable to read image: unauthorized', [digest('4.20.4')]: payload('4.20.4', kernel) },
    });
    const reason = `permanent error: release ${image} cannot be read: unable to read image: unauthorized: check the Secret with the registry's credentials (/secrets/config.json)`;
    expect([code, seen.releases[0]?.reasons, seen.releases[0]?.facts]).toEqual([0, { amd64: reason }, {}]);
    expect(Object.keys(seen.releases[1]?.facts ?? {})).toEqual(['amd64']);
    expect(log).toContain(`release 4.20.3: desired, running; amd64: ${reason}\n`);
  });

  test('is tried twice where the registry is busy', async () => {
    const { asked, seen } = await watch({ payloads: { [image]: 'error: 503 Service Unavailable' } });
    expect(asked).toEqual([image, image]);
    expect(seen.releases[0]?.reasons.amd64).toMatch(/^transient error: release .* cannot be read: .* \(2 tries\)/);
  });

  test('waits for the next time where looking up took too long', async () => {
    const nodes = [node('n1', '5.14.0-1.el9_6.x86_64')];
    const { code, asked, seen, written } = await watch({ payloads, nodes, env: { LOOKUP_SECONDS: '0' } });
    expect([code, asked, seen.releases[0]?.reasons, written]).toEqual([0, [], { amd64: 'not looked up yet' }, undefined]);
  });

  test('are two kernels where it has two RHELs, and none for an architecture that it is not for', async () => {
    const both = { ...payload('5.0.0', '5.14.0-700.1.1.el9_8', '6.12.0-211.1.1.el10_2'), arches: ['x86_64'] };
    const { seen } = await watch({ payloads: { [image]: both }, targets: [x86, arm] });
    expect(seen.releases[0]?.facts.amd64?.streams.map(stream => stream.kernel)).toEqual([
      '5.14.0-700.1.1.el9_8.x86_64',
      '6.12.0-211.1.1.el10_2.x86_64',
    ]);
    expect(seen.releases[0]?.facts.arm64?.streams).toEqual([]);
  });

  test('is kept up to 700 KiB: first goes what is not wanted, and of it the oldest', async () => {
    const large = { padding: 'x'.repeat(300 * 1024) };
    const [old, older, oldest] = ['4.19.3', '4.19.2', '4.19.1'].map(digest);
    const { written } = await watch({
      payloads,
      cache: {
        ...entry(old ?? '', '4.19.3', '2026-01-03T00:00:00Z', { facts: { ...facts('4.19.3'), ...large } }),
        ...entry(oldest ?? '', '4.19.1', '2026-01-01T00:00:00Z', { facts: { ...facts('4.19.1'), ...large } }),
        ...entry(older ?? '', '4.19.2', '2026-01-02T00:00:00Z', { facts: { ...facts('4.19.2'), ...large } }),
      },
    });
    expect(Object.keys(written ?? {}).sort()).toEqual([key(image), key(old ?? ''), key(older ?? '')].sort());
  });

  test('is asked for where somebody else wrote into the ConfigMap, whose words go', async () => {
    const { asked, written } = await watch({
      payloads,
      cache: { [key(image)]: 'no JSON', note: '{"image": "a", "at": "b", "facts": {}}' },
    });
    expect(asked).toEqual([image]);
    expect(Object.keys(written ?? {})).toEqual([key(image)]);
  });

  test('is used where it cannot be kept', async () => {
    const { code, log, seen } = await watch({
      payloads,
      oc: `'create '*) echo 'Error from server (Forbidden): configmaps is forbidden' >&2; exit 1 ;;
        'get --raw /api/v1/namespaces/gpu/configmaps/nvidia-driver-releases') echo "${quiet}" >&2; exit 1 ;;`,
    });
    expect([code, Object.keys(seen.releases[0]?.facts ?? {})]).toEqual([0, ['amd64']]);
    expect(log).toContain(
      'warning: the ConfigMap nvidia-driver-releases cannot be written: Error from server (Forbidden): configmaps is forbidden: let the service account of this pod create and update it\n',
    );
  });
});

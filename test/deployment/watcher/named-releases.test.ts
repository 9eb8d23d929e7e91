import { expect, test } from 'vitest';
import { needs, program } from '../../support/needs';
import { arm, clusterVersion, digest, payload, update, watch, x86 } from '../../support/watched-cluster';

const kernel = '5.14.0-570.62.1.el9_6';
const without = { upgrade: { offered: { perMinor: 0, conditional: true } } };

/** A curl that answers for the update service: a graph with these versions. */
const service = (...versions: readonly string[]) => ({
  curl: `while [[ $1 != --output ]]; do shift; done
    printf '%s' '${JSON.stringify({ nodes: versions.map(version => ({ version, payload: digest(version) })), edges: [] })}' >"$2"
    printf 200`,
});

needs('jq', program('jq'))('releases that are named', () => {
  test('by version have the image of their architecture, in the repository of releases', async () => {
    const { wanted, asked } = await watch({ settings: { releases: ['4.20.9'] }, targets: [x86, arm], ...without });
    expect(wanted).toEqual(['4.20.3: desired, running', '4.20.9: named']);
    expect(asked).toEqual([digest('4.20.3'), digest('4.20.3'), 'quay.io/ocp/release:4.20.9-x86_64', 'quay.io/ocp/release:4.20.9-aarch64']);
  });

  test('by a version that the ClusterVersion names have its image, as the lookup of a run finds', async () => {
    const status = { availableUpdates: [update('4.20.4')] };
    const { wanted, seen } = await watch({ clusterVersion: clusterVersion({ status }), settings: { releases: ['4.20.4'] }, ...without });
    expect(wanted).toEqual(['4.20.3: desired, running', '4.20.4: named']);
    expect(seen.releases[1]?.image).toBe(digest('4.20.4'));
  });

  test('by image are the version that the image says it is, once; what names the version goes first', async () => {
    const mirrored = 'mirror.example/ocp/release:a';
    const status = { availableUpdates: [update('4.20.4')] };
    const { wanted, seen } = await watch({
      clusterVersion: clusterVersion({ status }),
      settings: { releases: [mirrored, 'mirror.example/ocp/release:b'] },
      payloads: { [mirrored]: payload('4.20.4', kernel), 'mirror.example/ocp/release:b': payload('4.20.9', kernel) },
    });
    expect(wanted).toEqual(['4.20.3: desired, running', '4.20.4: offered, named', '4.20.9: named']);
    expect(seen.releases[1]).toMatchObject({ image: digest('4.20.4'), facts: { amd64: { version: '4.20.4' } } });
  });

  test('by channel are the newest of each minor version, newer than what the cluster runs; the lookup of a run finds their images', async () => {
    const { wanted, calls, written } = await watch({
      programs: service('4.20.2', '4.20.4', '4.21.1', '4.21.2', '4.21.3', '4.22.0'),
      payloads: { [digest('4.22.0')]: payload('4.22.0', kernel), [digest('4.20.3')]: payload('4.20.3', kernel) },
      upgrade: { channels: ['eus-4.22'] },
    });
    expect(wanted.slice(1)).toEqual(['4.20.4: named', '4.21.3: named', '4.21.2: named', '4.22.0: named']);
    expect(calls.find(call => call.startsWith('curl'))).toMatch(
      / --header Accept: application\/json --get --data-urlencode channel=eus-4.22 --data-urlencode arch=amd64 --data-urlencode id=c1 https:\/\/updates.example\/graph$/,
    );
    const entries = Object.values(written ?? {}).map(value => JSON.parse(value));
    expect(entries.map(({ version, image, channel }) => [version, image, channel])).toEqual(
      expect.arrayContaining([
        ['4.22.0', digest('4.22.0'), true],
        ['4.20.3', digest('4.20.3'), undefined],
      ]),
    );
  });

  test('by channel are one of each minor version where offered ones are none', async () => {
    const { wanted } = await watch({
      programs: service('4.21.1', '4.21.2'),
      upgrade: { ...without.upgrade, channels: ['eus-4.22'] },
    });
    expect(wanted.slice(1)).toEqual(['4.21.2: named']);
  });

  test("by channel come from the cluster's own update service, for its own kind of payload", async () => {
    const { calls, asked } = await watch({
      clusterVersion: clusterVersion({
        spec: { upstream: 'https://osus.example/graph' },
        status: { desired: { ...update('4.20.3'), architecture: 'Multi' } },
      }),
      targets: [x86, arm],
      programs: service('4.20.4'),
      upgrade: { channels: ['stable-4.20'] },
    });
    const asks = calls.filter(call => call.startsWith('curl'));
    expect(asks).toHaveLength(1);
    expect(asks[0]).toMatch(/ arch=multi .* https:\/\/osus.example\/graph$/);
    expect(asked.filter(image => image === digest('4.20.4'))).toHaveLength(2);
  });

  test('by channel have an image for each architecture where payloads have one', async () => {
    const { calls, seen } = await watch({
      targets: [x86, arm],
      programs: service('4.20.4'),
      payloads: { [digest('4.20.4')]: { ...payload('4.20.4', kernel), arches: ['x86_64'] } },
      upgrade: { channels: ['stable-4.20'] },
    });
    expect(calls.filter(call => call.startsWith('curl'))).toHaveLength(2);
    expect(seen.releases[1]?.facts).toMatchObject({ amd64: { streams: [{ kernel: `${kernel}.x86_64` }] }, arm64: { streams: [] } });
  });

  test('by channel stay those that were found in it while the update service is down', async () => {
    const upgrade = { channels: ['eus-4.22'] };
    const found = await watch({ programs: service('4.22.0'), payloads: { [digest('4.22.0')]: payload('4.22.0', kernel) }, upgrade });
    const { wanted, asked } = await watch({
      programs: { curl: 'echo "curl: (6) Could not resolve host" >&2; exit 6' },
      ...(found.written && { cache: found.written }),
      upgrade,
    });
    expect([wanted[1], asked]).toEqual(['4.22.0: named', [digest('4.20.3')]]);
  });

  test('by channel cannot be seen where the update service is down, or knows no such channel', async () => {
    const channels = { channels: ['eus-4.22'] };
    const down = await watch({
      programs: { curl: 'echo "curl: (7) Failed to connect to updates.example port 443" >&2; exit 7' },
      upgrade: channels,
    });
    expect(down.code).toBe(0);
    expect(down.seen.blind).toEqual([
      'the releases of channel eus-4.22 (amd64) are not known: https://updates.example/graph cannot be read: curl error 7: Failed to connect to updates.example port 443: see that it can be reached from the cluster, or set sources.updateService',
    ]);
    expect((await watch({ programs: service(), upgrade: channels })).seen.blind).toEqual([
      'the releases of channel eus-4.22 (amd64) are not known: https://updates.example/graph has no release in it: see that upgrade.channels names one that exists',
    ]);
  });
});

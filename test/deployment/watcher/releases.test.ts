import { expect, test } from 'vitest';
import { needs, program } from '../../support/needs';
import { arm, clusterVersion, digest, needed, now, payload, update, watch } from '../../support/watched-cluster';

const kernel = '5.14.0-570.62.1.el9_6';

needs('jq', program('jq'))('the releases that a cluster needs', () => {
  test('are the one that it runs, with what is in its payload', async () => {
    const { code, seen, last } = await watch({ payloads: { [digest('4.20.3')]: payload('4.20.3', kernel) } });
    expect(code).toBe(0);
    expect(seen).toEqual({
      now,
      releases: [
        {
          version: '4.20.3',
          image: digest('4.20.3'),
          why: ['desired', 'running'],
          facts: {
            amd64: {
              version: '4.20.3',
              machineOs: 'unknown',
              streams: [
                { toolkit: 'quay.io/ocp/toolkit@sha256:x86_64-4.20.3-0', kernel: `${kernel}.x86_64`, rhel: '9.6', os: ['rhel', '9.6'] },
              ],
            },
          },
          reasons: {},
        },
      ],
      nodes: [],
      runs: [],
      ledgers: {},
      blind: [],
    });
    expect(last).toMatch(/^look at 1 releases, 0 GPU nodes and 0 runs done in \d+ s$/);
  });

  test('are more while an upgrade is on its way: all since the last that was completed', async () => {
    const status = {
      desired: update('4.20.6'),
      history: [
        { ...update('4.20.6'), state: 'Partial' },
        { ...update('4.20.5'), state: 'Partial' },
        { ...update('4.20.3'), state: 'Completed' },
        { ...update('4.19.9'), state: 'Completed' },
      ],
    };
    const { wanted } = await watch({ clusterVersion: clusterVersion({ status }) });
    expect(wanted).toEqual(['4.20.6: desired, running', '4.20.5: running', '4.20.3: running']);
  });

  test('are all that the cluster was told to run where none was completed', () => {
    const status = { history: [{ ...update('4.20.3'), state: 'Partial' }] };
    expect(needed({ clusterVersion: clusterVersion({ status }) }).wanted).toEqual(['4.20.3: desired, running']);
  });

  const history = [
    { ...update('4.20.5'), state: 'Partial' },
    { ...update('4.20.3'), state: 'Completed' },
  ];
  test.each([
    ['its image, as the ClusterVersion names it', { version: '4.20.5', image: digest('4.20.5') }],
    ['its version alone', { version: '4.20.5', image: '' }],
  ])('only try out an update of mode Preflight, given by %s: it is offered', (_, given) => {
    const status = { desired: update('4.20.5'), history };
    const { wanted } = needed({ clusterVersion: clusterVersion({ spec: { desiredUpdate: { ...given, mode: 'Preflight' } }, status }) });
    expect(wanted).toEqual(['4.20.3: desired, running', '4.20.5: offered']);
  });

  test('only try out an update of mode Preflight, given by an image alone, which nothing else names: it is offered', async () => {
    const { wanted } = await watch({
      clusterVersion: clusterVersion({ spec: { desiredUpdate: { image: digest('4.20.5'), mode: 'Preflight' } } }),
      payloads: { [digest('4.20.5')]: payload('4.20.5', kernel) },
    });
    expect(wanted).toEqual(['4.20.3: desired, running', '4.20.5: offered']);
  });

  test('are not those whose switch is off', () => {
    const status = { availableUpdates: [update('4.20.5')] };
    const { wanted } = needed({
      clusterVersion: clusterVersion({ status }),
      upgrade: { desired: false, running: false, offered: { perMinor: 0, conditional: true } },
    });
    expect(wanted).toEqual([]);
  });

  test('are called by their image where nobody knows their version yet', async () => {
    const status = { desired: { version: '', image: digest('4.20.3') }, history: [] };
    expect((await watch({ clusterVersion: clusterVersion({ status }) })).wanted).toEqual([`${digest('4.20.3')}: desired`]);
  });

  test('have what each architecture of the targets needs, from one payload of many', async () => {
    const { seen, asked } = await watch({ targets: [arm, arm], payloads: { [digest('4.20.3')]: payload('4.20.3', kernel) } });
    expect(seen.releases[0]?.facts.arm64?.streams[0]?.kernel).toBe(`${kernel}.aarch64`);
    expect(asked).toEqual([digest('4.20.3')]);
  });

  test('cannot be seen without the ClusterVersion, but for those that are named', async () => {
    const { code, wanted, seen } = await watch({
      clusterVersion: 'Error from server (Forbidden): clusterversions.config.openshift.io "version" is forbidden',
      settings: { releases: ['4.20.9'] },
    });
    expect(code).toBe(0);
    expect(wanted).toEqual(['4.20.9: named']);
    expect(seen.blind).toEqual([
      'the ClusterVersion "version" cannot be read: Error from server (Forbidden): clusterversions.config.openshift.io "version" is forbidden: let the service account of this pod get clusterversions',
    ]);
  });
});

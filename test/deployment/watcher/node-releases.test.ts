import { expect, test } from 'vitest';
import { needs, program } from '../../support/needs';
import { arm, clusterVersion, digest, node, payload, update, watch, x86 } from '../../support/watched-cluster';

const kernel = (release: string) => `5.14.0-${release}.el9_6`;

/** A cluster that ran two releases before the present one. */
const status = {
  history: [
    { ...update('4.20.3'), state: 'Completed' },
    { ...update('4.20.2'), state: 'Completed' },
    { ...update('4.20.1'), state: 'Completed' },
    { version: '', image: digest('?'), state: 'Partial' },
  ],
};
const payloads = {
  [digest('4.20.3')]: payload('4.20.3', kernel('570.3.1')),
  [digest('4.20.2')]: payload('4.20.2', kernel('570.2.1')),
  [digest('4.20.1')]: payload('4.20.1', kernel('570.1.1')),
};
const cluster = { clusterVersion: clusterVersion({ status }), payloads };

needs('jq', program('jq'))('the GPU nodes', () => {
  test('have a kernel, few labels, and the release of their MachineConfig', async () => {
    const { seen, calls, wanted } = await watch({
      ...cluster,
      machineConfigs: { 'rendered-worker-a': '4.20.1' },
      targets: [
        { ...x86, nodeSelector: { zone: 'a' } },
        { ...arm, nodeSelector: undefined },
      ],
      nodes: [
        node('n1', 'ignored', {
          configuration: 'rendered-worker-a',
          labels: {
            zone: 'a',
            'feature.node.kubernetes.io/system-os_release.VERSION_ID': '9.6',
            'feature.node.kubernetes.io/kernel-version.full': `${kernel('570.1.1')}.aarch64_64k`,
          },
        }),
        node('n2', `${kernel('570.3.1')}.x86_64`, { configuration: 'rendered-worker-a' }),
        node('n3', `${kernel('570.3.1')}.x86_64`),
      ],
    });
    expect(seen.nodes).toEqual([
      {
        name: 'n1',
        kernel: `${kernel('570.1.1')}.aarch64+64k`,
        labels: {
          'kubernetes.io/arch': 'amd64',
          zone: 'a',
          'feature.node.kubernetes.io/system-os_release.VERSION_ID': '9.6',
        },
        release: '4.20.1',
      },
      { name: 'n2', kernel: `${kernel('570.3.1')}.x86_64`, labels: { 'kubernetes.io/arch': 'amd64' }, release: '4.20.1' },
      { name: 'n3', kernel: `${kernel('570.3.1')}.x86_64`, labels: { 'kubernetes.io/arch': 'amd64' }, release: '' },
    ]);
    expect(calls.filter(call => call.includes('machineconfigs'))).toHaveLength(1);
    expect(wanted).toEqual(['4.20.3: desired, running', '4.20.1: running']);
  });

  test('have no release where there are no MachineConfigs, as in a hosted cluster, or they may not be read', async () => {
    const { code, seen } = await watch({ nodes: [node('n1', `${kernel('570.3.1')}.x86_64`, { configuration: 'gone' })], ...cluster });
    expect([code, seen.nodes[0]?.release, seen.blind]).toEqual([0, '', []]);
  });

  test('have none where nothing has an image of what their MachineConfig names', async () => {
    const nodes = [node('n1', `${kernel('570.2.1')}.x86_64`, { configuration: 'rendered-worker-a' })];
    const { seen, wanted } = await watch({ ...cluster, nodes, machineConfigs: { 'rendered-worker-a': '4.20.2-of-old' } });
    expect([seen.nodes[0]?.release, wanted]).toEqual(['', ['4.20.3: desired, running', '4.20.2: running']]);
  });

  test('that run a kernel of an earlier release have it found in the history, newest first, and no further', async () => {
    const { wanted, asked } = await watch({ ...cluster, nodes: [node('n1', `${kernel('570.2.1')}.x86_64`)], targets: [x86, arm] });
    expect(wanted).toEqual(['4.20.3: desired, running', '4.20.2: running']);
    expect(asked).toEqual([digest('4.20.3'), digest('4.20.3'), digest('4.20.2')]);
  });

  test('with pages of 64 KiB run the kernel that the driver toolkit names without them', async () => {
    const { asked } = await watch({ ...cluster, nodes: [node('n1', `${kernel('570.3.1')}.aarch64+64k`)], targets: [arm] });
    expect(asked).toEqual([digest('4.20.3')]);
  });

  test('that run a kernel of no release have the whole history looked up, and none of it is wanted', async () => {
    const { wanted, asked } = await watch({ ...cluster, nodes: [node('n1', '5.14.0-999.hotfix.el9_6.x86_64')] });
    expect(wanted).toEqual(['4.20.3: desired, running']);
    expect(asked).toEqual(['4.20.3', '4.20.2', '4.20.1', '?'].map(digest));
  });

  test('that run a changed kernel on a known release have nothing looked up', async () => {
    const nodes = [node('n1', '5.14.0-999.hotfix.el9_6.x86_64', { configuration: 'rendered-worker-a' })];
    const { asked } = await watch({ ...cluster, machineConfigs: { 'rendered-worker-a': '4.20.3' }, nodes });
    expect(asked).toEqual([digest('4.20.3')]);
  });

  test('that no target is for have nothing looked up', async () => {
    const { asked } = await watch({ ...cluster, nodes: [node('n1', `${kernel('570.2.1')}.s390x`)] });
    expect(asked).toEqual([digest('4.20.3')]);
  });

  test('are not seen to where running releases are switched off', async () => {
    const { wanted, asked } = await watch({ ...cluster, nodes: [node('n1', `${kernel('570.2.1')}.x86_64`)], upgrade: { running: false } });
    expect([wanted, asked]).toEqual([['4.20.3: desired'], [digest('4.20.3')]]);
  });

  test('are read page by page', async () => {
    const page = (metadata: object, name: string) => JSON.stringify({ metadata, items: [node(name, `${kernel('570.3.1')}.x86_64`)] });
    const path = '/api/v1/nodes?labelSelector=nvidia.com/gpu.present=true&limit=50';
    const { seen } = await watch({
      ...cluster,
      oc: `'get --raw ${path}') printf '%s' '${page({ continue: 'a/b' }, 'n1')}' ;;
        'get --raw ${path}&continue=a%2Fb') printf '%s' '${page({ continue: '' }, 'n2')}' ;;`,
    });
    expect(seen.nodes.map(({ name }) => name)).toEqual(['n1', 'n2']);
  });

  test('cannot be seen where they may not be listed', async () => {
    const { code, seen } = await watch({ ...cluster, nodes: 'Error from server (Forbidden): nodes is forbidden' });
    expect([code, seen.blind]).toEqual([
      0,
      ['GPU nodes cannot be read: Error from server (Forbidden): nodes is forbidden: let the service account of this pod list nodes'],
    ]);
  });
});

import { expect, test } from 'vitest';
import { needs, program } from '../support/needs';
import { check, kernel } from '../support/preflight';

interface Changes {
  readonly spec?: object;
  readonly kernelVersion?: string;
  readonly osImage?: string;
  readonly architecture?: string;
}

/** A node as the API shows it. */
function node(name: string, { spec = {}, kernelVersion = kernel, osImage, architecture = 'amd64' }: Changes = {}): object {
  const image = osImage ?? 'Red Hat Enterprise Linux CoreOS 9.6.20251015-1 (Plow)';
  return {
    metadata: { name, labels: { 'kubernetes.io/arch': architecture } },
    spec,
    status: { nodeInfo: { architecture, kernelVersion, osImage: image } },
  };
}

const nodes = (items: readonly object[], params: Readonly<Record<string, string>> = {}) =>
  check('nodes', { params, programs: { oc: `cat <<'NODES'\n${JSON.stringify({ items })}\nNODES` } });
const taint = (key: string, effect = 'NoSchedule', value?: string) => ({ key, effect, ...(value !== undefined && { value }) });
const tainted = (...taints: object[]) => node('a', { spec: { taints } });
const missing = 'add one, or set build.autoscaled: true where an autoscaler adds nodes';
const refused =
  'add one, uncordon one or tolerate its taint in build.tolerations, or set build.autoscaled: true where an autoscaler adds nodes';

needs('jq', program('jq'))('the check of the nodes', () => {
  test('finds nothing where one of them takes pods, and they run the kernel of the driver toolkit', async () => {
    const { code, found, calls, last } = await nodes([node('a', { spec: { unschedulable: true } }), node('b')]);
    expect([code, found]).toEqual([0, []]);
    expect(calls).toEqual(['oc get nodes --selector kubernetes.io/arch=amd64 -o json']);
    expect(last).toMatch(/^check of the nodes done in \d+ s$/);
  });

  test('says that a node of the architecture is missing; with an autoscaler it only warns', async () => {
    expect((await nodes([])).found).toEqual([`permanent no node has the label kubernetes.io/arch=amd64: ${missing}`]);
    expect((await nodes([], { autoscaled: 'true' })).found).toEqual([
      'warning no node has the label kubernetes.io/arch=amd64: add one where the autoscaler that build.autoscaled promises does not',
    ]);
  });

  test('says why no node takes the build, of three nodes at most', async () => {
    const all = [
      node('a', { spec: { unschedulable: true } }),
      tainted(taint('gpu')),
      tainted(taint('x', 'NoExecute')),
      tainted(taint('y')),
    ];
    expect((await nodes(all)).found).toEqual([
      `permanent no node with the label kubernetes.io/arch=amd64 takes pods of the build (a is cordoned, a has the taint gpu:NoSchedule, a has the taint x:NoExecute, and 1 more): ${refused}`,
    ]);
  });

  test.each([
    ['a taint that only prefers', taint('gpu', 'PreferNoSchedule'), '[]', true],
    ['a key that is tolerated with any value', taint('gpu', 'NoSchedule', 'a100'), '[{"key": "gpu", "operator": "Exists"}]', true],
    ['a value that is tolerated', taint('gpu', 'NoSchedule', 'a'), '[{"key": "gpu", "value": "a", "effect": "NoSchedule"}]', true],
    ['another value', taint('gpu', 'NoSchedule', 'b'), '[{"key": "gpu", "operator": "Equal", "value": "a"}]', false],
    ['another effect', taint('gpu', 'NoExecute'), '[{"key": "gpu", "operator": "Exists", "effect": "NoSchedule"}]', false],
    ['everything that is tolerated', taint('gpu', 'NoExecute'), '[{"operator": "Exists"}]', true],
  ])('takes %s as the scheduler does', async (_, given, tolerations, schedulable) => {
    expect((await nodes([tainted(given)], { tolerations })).found.length).toBe(schedulable ? 0 : 1);
  });

  const replaced = (who: string, runs: string, has = kernel) =>
    `permanent node ${who} runs kernel ${runs}, the driver toolkit of its operating system 9.6.20251015-1 has ${has}: the node's kernel was replaced, by a hot fix or on-cluster layering, and no driver for it can be built from this release: give the node the kernel of the release back, build from a release that has its kernel, or add a driver with driverToolkit and kernel for such nodes`;

  test('leaves nodes alone whose kernel has a driver toolkit of its own in the configuration', async () => {
    const [one, two] = ['5.14.0-570.62.1.hf1.el9_6.x86_64', '5.14.0-570.62.1.hf2.el9_6.x86_64'];
    const hotFixed = [node('a', { kernelVersion: one }), node('b', { kernelVersion: two })];
    expect((await nodes(hotFixed, { 'hot-fix-kernels': `${two} ${one}` })).found).toEqual([]);
    expect((await nodes(hotFixed, { 'hot-fix-kernels': one })).found).toEqual([replaced('b', two)]);
  });

  test('names a node whose kernel was replaced, and how many more run it', async () => {
    const other = { kernelVersion: '5.14.0-570.99.1.el9_6.x86_64' };
    const { found } = await nodes([node('a', other), node('b'), node('c', other), node('d', { kernelVersion: '6.1' })]);
    expect(found).toEqual([replaced('a (and 1 more)', other.kernelVersion), replaced('d', '6.1')]);
  });

  test('leaves alone nodes of another release or architecture, and real-time kernels', async () => {
    const other = { kernelVersion: '6.1' };
    const { found } = await nodes([
      node('a', { ...other, osImage: 'Red Hat Enterprise Linux CoreOS 9.6.20251015-10 (Plow)' }),
      node('b', { ...other, architecture: 'arm64' }),
      node('c', { kernelVersion: `${kernel}+rt` }),
    ]);
    expect(found).toEqual([]);
  });

  test('compares kernels without their page size, and for 64 KiB pages only those that have them', async () => {
    const arm = { architecture: 'arm64' };
    const target = { platform: 'aarch64+64k', 'node-arch': 'arm64', kernel: '5.14.0-1.el9.aarch64+64k' };
    const small = node('small', { ...arm, kernelVersion: '5.14.0-2.el9.aarch64' });
    expect((await nodes([small, node('same', { ...arm, kernelVersion: target.kernel })], target)).found).toEqual([]);
    const large = node('large', { ...arm, kernelVersion: '5.14.0-2.el9.aarch64+64k' });
    expect((await nodes([small, large], target)).found).toEqual([replaced('large', '5.14.0-2.el9.aarch64+64k', target.kernel)]);
    const four = { ...target, platform: 'aarch64', kernel: '5.14.0-2.el9.aarch64' };
    expect((await nodes([small, large], four)).found).toEqual([]);
  });

  test('compares no kernels where the release does not tell its operating system', async () => {
    const { found, log } = await nodes([node('a', { kernelVersion: '6.1' })], { 'machine-os': 'unknown' });
    expect(found).toEqual([]);
    expect(log).toContain('the release does not tell the operating system of its nodes: their kernels are not compared\n');
  });

  test('notes that nodes cannot be read, and whether that passes', async () => {
    const forbidden = await check('nodes', { programs: { oc: 'echo "Error from server (Forbidden): no" >&2; exit 1' } });
    expect([forbidden.code, forbidden.found]).toEqual([
      0,
      ['permanent nodes cannot be read: Error from server (Forbidden): no: let this service account list nodes'],
    ]);
    const gone = await check('nodes', { programs: { oc: 'echo "dial tcp: i/o timeout" >&2; exit 1' } });
    expect(gone.found).toEqual([
      'transient nodes cannot be read: dial tcp: i/o timeout (4 tries): see that it can be reached from the cluster, then run again',
    ]);
  });

  test('fails where it crashes: what is no JSON is no finding', async () => {
    expect((await check('nodes', { programs: { oc: 'echo nothing' } })).code).not.toBe(0);
    expect((await nodes([tainted(taint('a'))], { tolerations: 'none' })).code).not.toBe(0);
  });
});

import { expect, test } from 'vitest';
import { nvidiaDriverApply } from '../../src/tasks/nvidia-driver-apply/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const image = 'quay.io/acme/gpu';
const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const resource = {
  metadata: { name: 'r580' },
  spec: { driverType: 'gpu', usePrecompiled: true, version: '580.105.08', nodeSelector: { 'kubernetes.io/arch': 'amd64' } },
};

function node(name: string, labels: Readonly<Record<string, string>> = {}) {
  const prefix = 'feature.node.kubernetes.io/';
  const all = { 'kernel-version.full': kernel, 'system-os_release.ID': 'rhel', 'system-os_release.VERSION_ID': '9.6', ...labels };
  const named = Object.entries(all).filter(([, value]) => value !== '');
  return { metadata: { name, labels: Object.fromEntries(named.map(([key, value]) => [prefix + key, value])) } };
}

interface World {
  readonly nodes?: readonly object[];
  /** Tags that are published; `foreign` ones have no proof mark. */
  readonly tags?: readonly string[];
  readonly foreign?: boolean;
  /** Digests of tags; `sha256:1` where none is given. */
  readonly digests?: Readonly<Record<string, string>>;
  /** Calls that are refused, as a pattern of bash, and what oc says then. */
  readonly refused?: readonly [calls: string, words: string];
  readonly existing?: object;
  /** What the operator says after the resource was applied, and the resource's generation then. */
  readonly status?: object;
  readonly generation?: number;
}

const tags = [`580.105.08-${kernel}-rhel9.6`, `580.105.08-${kernel}-rhel9`];

function oc({
  nodes = [node('gpu-1')],
  tags: there = tags,
  foreign = false,
  digests = {},
  refused,
  existing,
  status,
  generation = 1,
}: World) {
  const labels = foreign ? '{}' : '{"nvidia-driver-pipelines.proof": "1", "nvidia-driver-pipelines.inputs": "x"}';
  const images = there.map(
    tag =>
      `'image info ${image}:${tag} '*) printf '%s' '{"digest": "${digests[tag] ?? 'sha256:1'}", "config": {"config": {"Labels": ${labels}}}}' ;;`,
  );
  return `case "$*" in
    ${refused ? `${refused[0]}) echo '${refused[1]}' >&2; exit 1 ;;` : ''}
    'get nodes '*) printf '%s' '${JSON.stringify({ items: nodes })}' ;;
    ${images.join('\n')}
    'image info '*) echo "error: image \\"$3\\" not found: manifest unknown: manifest unknown" >&2; exit 1 ;;
    'get nvidiadriver r580 -o json --ignore-not-found') printf '%s' '${existing ? JSON.stringify(existing) : ''}' ;;
    'get nvidiadriver r580 -o json') printf '%s' '${JSON.stringify({ ...resource, metadata: { name: 'r580', generation }, ...(status && { status }) })}' ;;
    'apply --server-side '*) echo 'nvidiadriver.nvidia.com/r580 serverside-applied' ;;
    *) echo "unexpected: $*" >&2; exit 9 ;;
  esac`;
}

function apply(world: World, params: Readonly<Record<string, string>> = {}) {
  return runStep(nvidiaDriverApply, 'apply', {
    params: {
      'nvidia-driver': JSON.stringify(resource),
      image,
      tags: tags.join(' '),
      'node-arch': 'amd64',
      'timeout-seconds': '0',
      ...params,
    },
    programs: { oc: oc(world) },
  });
}

const error = (reason: string, message = 'because') => [{ type: 'Error', status: 'True', reason, message }];

needs('jq', program('jq'))('an NVIDIADriver', () => {
  test('is applied, and ready when the operator says so without an error', async () => {
    const { results, calls } = await apply({
      status: { state: 'ready', conditions: [{ type: 'Error', status: 'False', reason: 'Ready', message: '' }] },
    });
    expect(results.state).toBe('ready');
    expect(calls.join('\n')).toContain('oc apply --server-side --field-manager nvidia-driver-pipelines --force-conflicts -f ');
    expect(calls[0]).toBe('oc get nodes --selector nvidia.com/gpu.present=true,kubernetes.io/arch=amd64 -o json');
  });

  test('stays as it is while images are missing; each is named with a node that needs it', async () => {
    const other = node('gpu-2', { 'kernel-version.full': '5.14.0-999.el9_6.x86_64' });
    const { results, log, calls } = await apply({ nodes: [node('gpu-1'), other] });
    expect(results.state).toBe('waiting');
    expect(log).toContain(`  ${image}:580.105.08-5.14.0-999.el9_6.x86_64-rhel9.6 is missing (node gpu-2)\n`);
    expect(log).toContain(`  ${image}:580.105.08-5.14.0-999.el9_6.x86_64-rhel9 is missing (node gpu-2)\n`);
    expect(calls.join()).not.toContain('apply --server-side');
  });

  test("waits where a tag is not an image of ours, and where a node's kernel is not labelled", async () => {
    expect((await apply({ foreign: true })).log).toContain(`  ${image}:${tags[0]} is not an image of ours (node gpu-1)\n`);
    const unlabelled = await apply({ nodes: [node('gpu-1', { 'kernel-version.full': '' })] });
    expect(unlabelled.results.state).toBe('waiting');
    expect(unlabelled.log).toContain(
      '  node gpu-1 has no label feature.node.kubernetes.io/kernel-version.full: is Node Feature Discovery running there?\n',
    );
  });

  test('asks for the OS tags of each node: of OpenShift 4.18, of 64 KiB pages, of the looked-up release where the OS is not labelled', async () => {
    const old = await apply({ nodes: [node('gpu-1', { 'system-os_release.ID': 'rhcos', 'system-os_release.VERSION_ID': '4.18' })] });
    expect(old.log).toContain(`${image}:580.105.08-${kernel}-rhcos4.18 is missing (node gpu-1)`);
    const wide = await apply({ nodes: [node('gpu-1', { 'kernel-version.full': '5.14.0-570.el9_6.aarch64_64k' })] });
    expect(wide.log).toContain(`${image}:580.105.08-5.14.0-570.el9_6.aarch64_64k-rhel9 is missing (node gpu-1)`);
    const unlabelled = await apply({ nodes: [node('gpu-1', { 'system-os_release.ID': '' })] });
    expect(unlabelled.results.state).toBe('pending');
  });

  test('is pending while no node matches, and when the operator is not done in time', async () => {
    expect((await apply({ nodes: [] })).results.state).toBe('pending');
    const slow = await apply({ status: { state: 'notReady', conditions: error('DriverNotReady', 'Waiting for driver pod to be ready') } });
    expect(slow.results.state).toBe('pending');
    expect(slow.log).toContain(
      'NVIDIADriver r580 is notReady after 0 s: DriverNotReady Waiting for driver pod to be ready; the operator goes on\n',
    );
    expect((await apply({})).log).toContain('NVIDIADriver r580 is without status after 0 s; the operator goes on\n');
  });

  test.each([
    ['ReconcileFailed', 'notReady'],
    // Operators up to 26.3 leave an earlier state where selectors conflict.
    ['ConflictingNodeSelector', 'ready'],
  ])("fails with the operator's message on %s", async (reason, state) => {
    const { code, last, results } = await apply({ status: { state, conditions: error(reason) } });
    expect(code).toBe(1);
    expect(last).toBe(
      `permanent error: the GPU operator refuses NVIDIADriver r580: ${reason} because; the published image stays, correct the resource and run again`,
    );
    expect(results.state).toBe('');
  });

  test('is not called ready, or refused, for what the operator said of it before it was changed', async () => {
    for (const status of [{ state: 'ready' }, { state: 'notReady', conditions: error('ReconcileFailed') }, { state: 'disabled' }]) {
      const existing = { ...resource, metadata: { name: 'r580', generation: 1 }, status };
      const changed = await apply({ existing, status, generation: 2 });
      expect(changed.results.state).toBe('pending');
      expect(changed.log).toContain('NVIDIADriver r580 is without status after 0 s; the operator goes on\n');
    }
    const unchanged = { ...resource, metadata: { name: 'r580', generation: 1 }, status: { state: 'ready' } };
    expect((await apply({ existing: unchanged, status: unchanged.status, generation: 1 })).results.state).toBe('ready');
  });

  test('fails with the patch to apply where the operator ignores such resources', async () => {
    const { code, log } = await apply({
      status: { state: 'disabled', conditions: error('Reconciled', 'useNvidiaDriverCRD is not enabled in ClusterPolicy') },
    });
    expect(code).toBe(1);
    expect(log).toContain(
      'permanent error: the GPU operator ignores NVIDIADriver resources (state disabled): switch them on with\n' +
        `  oc patch clusterpolicy gpu-cluster-policy --type merge --patch '{"spec":{"driver":{"useNvidiaDriverCRD":true}}}'\n`,
    );
  });

  test('keeps its version where rollout is manual, and the command is shown; the same version is applied', async () => {
    const older = { ...resource, spec: { ...resource.spec, version: '570.133.20' } };
    const held = await apply({ existing: older }, { rollout: 'manual' });
    expect(held.results.state).toBe('held');
    expect(held.log).toContain(`  oc patch nvidiadriver r580 --type merge --patch '{"spec":{"version":"580.105.08"}}'\n`);
    expect((await apply({ existing: resource, nodes: [] }, { rollout: 'manual' })).results.state).toBe('pending');
  });

  test('with a field that cannot be changed has to be deleted first', async () => {
    const vgpu = { ...resource, spec: { ...resource.spec, driverType: 'vgpu' } };
    const { last } = await apply({ existing: vgpu });
    expect(last).toBe(
      'permanent error: NVIDIADriver r580 has driverType "vgpu", wanted is "gpu", and the field cannot be changed: oc delete nvidiadriver r580, then run again',
    );
  });

  test('is not asked about twice for nodes of one kernel and OS', async () => {
    const { calls } = await apply({ nodes: [node('gpu-1'), node('gpu-2')] });
    expect(calls.filter(call => call.startsWith('oc image info'))).toHaveLength(tags.length);
  });

  test('waits where one tag of a node is missing, and says nothing wrong of the other', async () => {
    const { results, log } = await apply({ tags: tags.slice(1) });
    expect(results.state).toBe('waiting');
    expect(log.split('\n').filter(line => line.startsWith('  '))).toEqual([`  ${image}:${tags[0]} is missing (node gpu-1)`]);
  });

  test('waits where the tags of a node are different images', async () => {
    const { results, log } = await apply({ digests: { [tags[1] ?? '']: 'sha256:2' } });
    expect(results.state).toBe('waiting');
    expect(log).toContain(`  ${image}:${tags[1]} is another image than its sibling tags (node gpu-1)\n`);
  });

  test('waits where a node has an OS for which no image can be made', async () => {
    const { results, log } = await apply({ nodes: [node('gpu-1', { 'system-os_release.ID': 'ubuntu' })] });
    expect(results.state).toBe('waiting');
    expect(log).toContain(
      '  node gpu-1 has the OS ubuntu, which no rule of OS tags knows: narrow the node selector to nodes of OpenShift\n',
    );
  });

  const forbidden = 'is forbidden: User "system:serviceaccount:gpu:apply" cannot';
  test.each([
    [
      "'get nodes '*",
      `Error from server (Forbidden): nodes ${forbidden} list resource "nodes" in API group "" at the cluster scope`,
      `nodes cannot be read: Error from server (Forbidden): nodes ${forbidden} list resource "nodes" in API group "" at the cluster scope: let this service account list nodes`,
    ],
    [
      "'image info '*",
      'error: unable to read image: unauthorized: authentication required',
      `${image}:${tags[0]} cannot be read: unable to read image: unauthorized: authentication required: check the Secret with the registry's credentials (/secrets/push/config.json)`,
    ],
    [
      "'get nvidiadriver r580 -o json --ignore-not-found'",
      'error: the server does not have a resource type "nvidiadriver"',
      'NVIDIADriver r580 cannot be read: the server does not have a resource type "nvidiadriver": is the GPU operator installed, and may this service account get nvidiadrivers?',
    ],
    [
      "'apply --server-side '*",
      'The NVIDIADriver "r580" is invalid: spec.driverType: Unsupported value: "none"',
      'NVIDIADriver r580 cannot be applied: The NVIDIADriver "r580" is invalid: spec.driverType: Unsupported value: "none": correct what the API server refuses, or let this service account create and patch nvidiadrivers',
    ],
    [
      "'get nvidiadriver r580 -o json'",
      'Error from server (NotFound): nvidiadrivers.nvidia.com "r580" not found',
      'NVIDIADriver r580 cannot be read: Error from server (NotFound): nvidiadrivers.nvidia.com "r580" not found: was it deleted meanwhile?',
    ],
  ])('cannot be applied where %s is refused', async (calls, words, line) => {
    const { code, last, failure, results } = await apply({ refused: [calls, words] });
    expect([code, last, failure]).toEqual([1, `permanent error: ${line}`, `permanent error: ${line}`]);
    expect(results.state).toBe('');
  });
});

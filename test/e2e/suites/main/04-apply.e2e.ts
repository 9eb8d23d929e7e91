import { beforeAll, describe, expect, test } from 'vitest';
import { gpuNode, nvidiaDriver, removeNodes, setStatus } from '../../harness/cluster';
import { kubectl, sleep } from '../../harness/command';
import { build, kernelA, kernelB, next, tagsOf, target, tiny, unpublish } from '../../harness/driver-image';
import { log } from '../../harness/pipeline-run';
import { configuration, image, namespace, synth } from '../../harness/project';
import { runTask, startTask, taskEnded } from '../../harness/task-run';

const missingKernel = '5.14.0-570.99.9.el9_6.x86_64';
const slash = image.lastIndexOf('/');

function manifest(version = tiny): object {
  return {
    apiVersion: 'nvidia.com/v1alpha1',
    kind: 'NVIDIADriver',
    metadata: { name: target },
    spec: {
      driverType: 'gpu',
      usePrecompiled: true,
      repository: image.slice(0, slash),
      image: image.slice(slash + 1),
      version,
      imagePullPolicy: 'IfNotPresent',
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
    },
  };
}

function params(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    'nvidia-driver': JSON.stringify(manifest()),
    image,
    tags: tagsOf(tiny, kernelA).join(' '),
    'node-arch': 'amd64',
    'timeout-seconds': '30',
    'ca-config-map': 'e2e-ca',
    ...changes,
  };
}

const apply = (changes?: Readonly<Record<string, string>>) => runTask('nvidia-driver-apply', 'nvidia-driver-apply', params(changes));

/** Applies, and lets the operator answer while the task waits. */
async function applyAnswered(status: object) {
  kubectl('delete', 'nvidiadriver', target, '--ignore-not-found');
  const name = startTask('nvidia-driver-apply', 'nvidia-driver-apply', params());
  while (!nvidiaDriver(target)) await sleep(500);
  setStatus(target, status);
  return taskEnded(name);
}

const now = '2026-01-01T00:00:00Z';
const condition = (type: string, status: string, reason: string, message = '') => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: now,
});

beforeAll(() => {
  kubectl('delete', 'nvidiadriver', target, '--ignore-not-found');
  removeNodes('gpu-a', 'gpu-b');
  gpuNode('gpu-a', kernelA);
});

describe('an NVIDIADriver resource', () => {
  test('is applied when the image of every node is published; without an answer of the operator it is pending', async () => {
    const outcome = await apply({ 'timeout-seconds': '4' });
    expect(outcome).toMatchObject({ succeeded: true, results: { state: 'pending' } });
    expect(outcome.log).toContain(`NVIDIADriver ${target} is without status after 4 s; the operator goes on`);
    expect(nvidiaDriver(target)?.spec.version).toBe(tiny);
  });

  test('stays as it is while the image of one node is missing, and the tags are named', async () => {
    gpuNode('gpu-b', missingKernel);
    const before = nvidiaDriver(target);
    const outcome = await apply({ 'nvidia-driver': JSON.stringify(manifest(next)) });
    removeNodes('gpu-b');
    expect(outcome).toMatchObject({ succeeded: true, results: { state: 'waiting' } });
    for (const tag of tagsOf(next, missingKernel)) expect(outcome.log).toContain(`  ${image}:${tag} is missing (node gpu-b)`);
    expect(nvidiaDriver(target)).toEqual(before);
  });

  test('is ready when the operator says so', async () => {
    const outcome = await applyAnswered({
      state: 'ready',
      conditions: [condition('Ready', 'True', 'Reconciled'), condition('Error', 'False', 'Ready')],
    });
    expect(outcome).toMatchObject({ succeeded: true, results: { state: 'ready' } });
  });

  test.for([
    ['ReconcileFailed', 'notReady', 'Error syncing state state-driver: no'],
    ['ConflictingNodeSelector', 'ready', 'conflicting NVIDIADriver NodeSelectors found for resource: r535'],
  ] as const)('fails with the message of the operator on %s, and the published image stays', async ([reason, state, message]) => {
    const outcome = await applyAnswered({
      state,
      conditions: [condition('Ready', 'False', 'Error'), condition('Error', 'True', reason, message)],
    });
    expect(outcome.succeeded).toBe(false);
    expect(outcome.error).toBe(
      `permanent error: the GPU operator refuses NVIDIADriver ${target}: ${reason} ${message}; the published image stays, correct the resource and run again`,
    );
  });

  test('fails with the patch to apply where the operator ignores such resources', async () => {
    const outcome = await applyAnswered({
      state: 'disabled',
      conditions: [condition('Error', 'True', 'Reconciled', 'useNvidiaDriverCRD is not enabled in ClusterPolicy')],
    });
    expect(outcome.succeeded).toBe(false);
    expect(outcome.log).toContain(
      `oc patch clusterpolicy gpu-cluster-policy --type merge --patch '{"spec":{"driver":{"useNvidiaDriverCRD":true}}}'`,
    );
  });

  test('is pending while no GPU node matches its node selector', async () => {
    removeNodes('gpu-a');
    expect(await apply()).toMatchObject({ succeeded: true, results: { state: 'pending' } });
  });

  test('keeps its version where rollout is manual, and the command is shown', async () => {
    const outcome = await apply({ rollout: 'manual', 'nvidia-driver': JSON.stringify(manifest(next)) });
    expect(outcome).toMatchObject({ succeeded: true, results: { state: 'held' } });
    expect(outcome.log).toContain(`oc patch nvidiadriver ${target} --type merge --patch '{"spec":{"version":"${next}"}}'`);
    expect(nvidiaDriver(target)?.spec.version).toBe(tiny);
  });

  test('of a new driver version waits for the last of two kernels, and is then applied by the run that publishes it', async () => {
    gpuNode('gpu-a', kernelA);
    gpuNode('gpu-b', kernelB);
    for (const kernel of [kernelA, kernelB]) unpublish(next, kernel);
    const before = nvidiaDriver(target);
    const project = synth('next', configuration(next, { releases: ['4.20.3', '4.20.5'], apply: { timeout: '5s' } }));
    const first = await build(project, '4.20.3');
    expect(first).toMatchObject({ succeeded: true, results: { state: 'waiting' } });
    expect(nvidiaDriver(target)).toEqual(before);
    const waiting = log(first.name, 'nvidia-driver-apply', namespace);
    for (const tag of tagsOf(next, kernelB)) expect(waiting).toContain(`  ${image}:${tag} is missing (node gpu-b)`);

    const second = await build(project, '4.20.5');
    removeNodes('gpu-a', 'gpu-b');
    expect(second).toMatchObject({ succeeded: true, results: { state: 'pending' } });
    expect(nvidiaDriver(target)?.spec.version).toBe(next);
  });
});

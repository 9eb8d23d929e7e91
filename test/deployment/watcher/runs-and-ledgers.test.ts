import { expect, test } from 'vitest';
import { needs, program } from '../../support/needs';
import { runsSeen, watch } from '../../support/watched-cluster';

/** A PipelineRun of ours, as the API server has it. */
function run(
  status: object,
  { params = {}, labels = {} }: { readonly params?: Readonly<Record<string, string>>; readonly labels?: object } = {},
) {
  return {
    metadata: {
      name: 'run-1',
      labels: { 'nvidia-driver-pipelines/target': 'r580-x86-64', ...labels },
      creationTimestamp: '2026-03-01T10:00:00Z',
    },
    spec: { params: Object.entries(params).map(([name, value]) => ({ name, value })) },
    status,
  };
}

const condition = (status: string, message = '') => [{ type: 'Succeeded', status, message }];
const refusal = 'Error from server (Forbidden): forbidden';
const ran = (status: object, more: Parameters<typeof run>[1] = {}) => runsSeen(run(status, more));

needs('jq', program('jq'))('the runs that the watcher sees', () => {
  test('have what they were to make, and what came of it', () => {
    const status = {
      conditions: condition('True'),
      completionTime: '2026-03-01T10:20:00Z',
      results: [
        { name: 'outcome', value: 'published: quay.io/acme/gpu@sha256:1' },
        { name: 'IMAGE_DIGEST', value: 'sha256:1' },
      ],
    };
    const labels = { 'nvidia-driver-pipelines/attempt': '3', 'nvidia-driver-pipelines/configuration': 'abc' };
    expect(ran(status, { params: { release: '4.20.3', kernel: '5.14.0-1.el9_6.x86_64' }, labels })).toEqual([
      {
        name: 'run-1',
        target: 'r580-x86-64',
        kernel: '5.14.0-1.el9_6.x86_64',
        attempt: 3,
        configuration: 'abc',
        done: true,
        succeeded: true,
        outcome: 'published: quay.io/acme/gpu@sha256:1',
        digest: 'sha256:1',
        ended: '2026-03-01T10:20:00Z',
        created: '2026-03-01T10:00:00Z',
      },
    ]);
  });

  test('are not done before they say so, and have no number where they were started by hand', () => {
    const going = { kernel: '', attempt: 0, configuration: '', done: false, succeeded: false, outcome: '', digest: '', ended: '' };
    expect(ran({})).toMatchObject([going]);
    expect(
      ran({ conditions: condition('Unknown', 'Tasks Completed: 1') }, { labels: { 'nvidia-driver-pipelines/attempt': 'x' } }),
    ).toMatchObject([going]);
  });

  test('failed with the words of their report, or else of Tekton', () => {
    const told = {
      conditions: condition('False', 'Tasks Completed: 3'),
      results: [{ name: 'outcome', value: 'kmod-build: permanent error: no' }],
    };
    expect(ran(told)).toMatchObject([{ done: true, succeeded: false, outcome: 'kmod-build: permanent error: no' }]);
    expect(ran({ conditions: condition('False', 'PipelineRun "run-1" was cancelled') })).toMatchObject([
      { done: true, succeeded: false, outcome: 'PipelineRun "run-1" was cancelled' },
    ]);
    expect(ran({ conditions: [{ type: 'Succeeded', status: 'False' }] })).toMatchObject([{ outcome: '' }]);
  });

  test('end the pod where they may not be read: it would start all of them again', async () => {
    const { code, last } = await watch({ runs: refusal });
    expect([code, last]).toEqual([
      1,
      `permanent error: PipelineRuns in namespace gpu cannot be read: ${refusal}: let the service account of this pod list pipelineruns there`,
    ]);
  });
});

needs('jq', program('jq'))('the ledgers', () => {
  test('are read by target, with what a writer of them needs', async () => {
    const metadata = (name: string, target: string) => ({
      name,
      labels: { 'nvidia-driver-pipelines/target': target },
      resourceVersion: '7',
    });
    const { seen } = await watch({
      env: { LOOKUP_SECONDS: '0' },
      runs: [run({})],
      ledgers: [
        {
          metadata: { ...metadata('nvidia-driver-ledger-a', 'a'), annotations: { 'nvidia-driver-pipelines/updated': 'u' } },
          data: { k: '{}' },
        },
        { metadata: metadata('nvidia-driver-ledger-b', 'b') },
        { metadata: metadata('of-somebody-else', 'b'), data: { k: 'no' } },
      ],
    });
    expect(seen.runs).toMatchObject([{ name: 'run-1', done: false }]);
    expect(seen.ledgers).toEqual({
      a: {
        resourceVersion: '7',
        labels: { 'nvidia-driver-pipelines/target': 'a' },
        annotations: { 'nvidia-driver-pipelines/updated': 'u' },
        data: { k: '{}' },
      },
      b: { resourceVersion: '7', labels: { 'nvidia-driver-pipelines/target': 'b' }, annotations: {}, data: {} },
    });
  });

  test('end the pod where they may not be read', async () => {
    const { code, last } = await watch({ ledgers: refusal });
    expect([code, last]).toEqual([
      1,
      `permanent error: the ledgers in namespace gpu cannot be read: ${refusal}: let the service account of this pod list configmaps there`,
    ]);
  });
});

needs('jq', program('jq'))('an API server that does not answer', () => {
  const refused = 'Unable to connect to the server: dial tcp 10.0.0.1:6443: connect: connection refused';

  test.each([
    ['the ClusterVersion', { clusterVersion: refused }, 'the ClusterVersion "version"'],
    ['nodes', { nodes: refused }, 'GPU nodes'],
    ['ledgers', { ledgers: refused }, 'the ledgers'],
  ])('ends the pod until the next time, asked for %s', async (_, cluster, what) => {
    const { code, last } = await watch(cluster);
    expect([code, last]).toEqual([
      75,
      `transient error: ${what} cannot be read: ${refused} (7 tries): see that it can be reached from the cluster, then run again`,
    ]);
  });
});

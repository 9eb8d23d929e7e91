import { describe, expect, test } from 'vitest';
import { driverImageCleanup } from '../../src/tasks/driver-image-cleanup/task';
import { driverImageReport } from '../../src/tasks/driver-image-report/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

describe('the cleanup of the staging repository', () => {
  const clean = (skopeo: string) =>
    runStep(driverImageCleanup, 'staging', { params: { image: 'quay.io/acme/gpu', 'staging-tag': 'uid' }, programs: { skopeo } });

  test('deletes both images of the run, and nothing else', async () => {
    const { code, last, calls } = await clean(':');
    expect([code, calls]).toEqual([
      0,
      ['skopeo delete docker://quay.io/acme/gpu-staging:uid-kmod', 'skopeo delete docker://quay.io/acme/gpu-staging:uid'],
    ]);
    expect(last).toMatch(/^removal of 2 staging images done in \d+ s$/);
  });

  test('has nothing to say of an image that was never there', async () => {
    const { code, log } = await clean(`echo 'time="" level=fatal msg="reading manifest uid: manifest unknown"' >&2; exit 1`);
    expect(code).toBe(0);
    expect(log).toMatch(/removal of 0 staging images done in \d+ s\n$/);
    expect(log).not.toContain('warning');
  });

  test('warns of a registry that lets nobody delete', async () => {
    const { code, log } = await clean(`echo 'Failed to delete: UNSUPPORTED: The operation is unsupported. (405)' >&2; exit 1`);
    expect(code).toBe(0);
    expect(log).toContain(
      'warning: quay.io/acme/gpu-staging:uid is not removed: Failed to delete: UNSUPPORTED: The operation is unsupported. (405)\n',
    );
  });
});

needs('jq', program('jq'))('the cleanup of pods', () => {
  const pod = (name: string, phase: string, exitCode?: number) => ({
    metadata: { name },
    status: { phase, containerStatuses: [{ state: exitCode === undefined ? { running: {} } : { terminated: { exitCode } } }] },
  });
  const clean = (remove = ':', list = '') => {
    const items = [pod('hangs', 'Running', 137), pod('works', 'Running'), pod('goes-on', 'Running', 0), pod('failed', 'Failed', 137)];
    const oc = `case "$1" in delete) ${remove} ;; *) ${list || `printf '%s' '${JSON.stringify({ items })}'`} ;; esac`;
    return runStep(driverImageCleanup, 'pods', { params: { 'pipeline-run': 'run', namespace: 'ns' }, programs: { oc } });
  };
  const forbidden = 'echo "Error from server (Forbidden): no" >&2; exit 1';
  const rights = 'Error from server (Forbidden): no: let this service account list and delete pods';

  test('deletes the one of which a step was killed and that still runs, and no other', async () => {
    const { code, last, calls } = await clean();
    expect([code, calls]).toEqual([
      0,
      [
        'oc get pods --namespace ns --selector tekton.dev/pipelineRun=run -o json',
        'oc delete pod hangs --namespace ns --ignore-not-found --wait=false',
      ],
    ]);
    expect(last).toMatch(/^removal of 1 pods that hang done in \d+ s$/);
  });

  test('needs the rights for it', async () => {
    expect((await clean(':', forbidden)).last).toBe(`permanent error: the pods of run cannot be read: ${rights}`);
    expect((await clean(forbidden)).last).toBe(`permanent error: pod hangs cannot be deleted: ${rights}`);
  });
});

interface Ended {
  readonly task: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly results?: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly killed?: string;
}

function taskRun({ task, status, results = {}, message = '', killed }: Ended, index: number): object {
  return {
    metadata: { labels: { 'tekton.dev/pipelineTask': task } },
    status: {
      completionTime: `2026-11-01T10:00:0${index}Z`,
      conditions: [{ type: 'Succeeded', status, message }],
      results: Object.entries(results).map(([name, value]) => ({ name, value })),
      steps: killed === undefined ? [] : [{ name: killed, terminated: { reason: 'OOMKilled' } }],
    },
  };
}

needs('jq', program('jq'))('the report of a run', () => {
  const report = (oc: string) =>
    runStep(driverImageReport, 'report', { params: { 'pipeline-run': 'run', namespace: 'ns' }, programs: { oc } });
  const outcome = async (...ended: Ended[]) =>
    (await report(`printf '%s' '${JSON.stringify({ items: ended.map(taskRun) })}'`)).results.outcome;
  const lookup: Ended = { task: 'lookup', status: 'True', results: { failure: 'none' } };

  test('names the image that was published', async () => {
    const results = { IMAGE_URL: 'quay.io/acme/gpu:a', IMAGE_DIGEST: 'sha256:1', failure: 'none' };
    const { results: given, calls } = await report(
      `printf '%s' '${JSON.stringify({ items: [lookup, { task: 'driver-image-push', status: 'True', results } as const].map(taskRun) })}'`,
    );
    expect(given.outcome).toBe('published: quay.io/acme/gpu:a@sha256:1');
    expect(calls).toEqual(['oc get taskruns --namespace ns --selector tekton.dev/pipelineRun=run -o json']);
  });

  test.each([
    ['nobody', {}, ''],
    ['no node', { 'stale-nodes': 'none' }, ''],
    [
      'five nodes',
      { 'stale-nodes': '5: a, b, c and 2 more' },
      ', which nodes of this kernel may have (5: a, b, c and 2 more): what a node has it keeps until it is restarted: README, Controlled restart',
    ],
  ])('says which image was replaced, and that it is kept by %s', async (_, applied, kept) => {
    const said = await outcome(
      { ...lookup, results: { replaced: 'sha256:2 sha256:3' } },
      { task: 'driver-image-push', status: 'True', results: { IMAGE_URL: 'quay.io/acme/gpu:a', IMAGE_DIGEST: 'sha256:1' } },
      { task: 'nvidia-driver-apply', status: 'True', results: applied },
    );
    expect(said).toBe(`published: quay.io/acme/gpu:a@sha256:1; it replaces sha256:2 and sha256:3${kept}`);
  });

  test('gives the last line of every step that failed, in the order in which they ended', async () => {
    const failed: Ended = {
      task: 'kmod-build',
      status: 'False',
      results: { failure: 'permanent error: it does not compile' },
      message: 'exit 1',
    };
    expect(await outcome(lookup, failed)).toBe('kmod-build: permanent error: it does not compile');
    expect(await outcome(failed, { task: 'x', status: 'False', results: { failure: 'transient error: r is gone' } })).toBe(
      'kmod-build: permanent error: it does not compile; x: transient error: r is gone',
    );
  });

  test('says what is known of a step that left no word', async () => {
    const results = { failure: 'none' };
    expect(await outcome({ task: 'kmod-build', status: 'False', results, killed: 'compile', message: 'exit 137' })).toBe(
      'kmod-build: transient error: step compile was killed for want of memory: give it more with taskRunSpecs, or run again',
    );
    expect(await outcome({ task: 'kmod-build', status: 'False', message: 'TaskRun "x" failed to finish within "2h0m0s"' })).toBe(
      'kmod-build: transient error: TaskRun "x" failed to finish within "2h0m0s"',
    );
  });

  test('does not speak of tasks that are not done, itself among them', async () => {
    expect(await outcome(lookup, { task: 'report', status: 'Unknown' })).toBe('nothing was published');
  });

  test('needs the right to list taskruns', async () => {
    const { code, last } = await report('echo "Error from server (Forbidden): no" >&2; exit 1');
    expect([code, last]).toEqual([
      1,
      'permanent error: the tasks of run cannot be read: Error from server (Forbidden): no: let this service account list taskruns',
    ]);
  });
});

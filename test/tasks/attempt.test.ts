import { expect, test } from 'vitest';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

/** The step `attempt` after other attempts, of which the last left a result. */
function attempt(count: number, oc: string) {
  return runStep(kmodBuild, 'attempt', {
    context: { 'metadata.name': `run-kmod-build-pod${count === 0 ? '' : `-retry${count}`}` },
    programs: { oc },
  });
}

function ended(results: readonly object[], message = '"step-compile" exited with code 1'): string {
  const status = { results, conditions: [{ type: 'Succeeded', status: 'False', message }] };
  return `printf '%s' '${JSON.stringify({ status: { retriesStatus: [{}, status] } })}'`;
}

needs('jq', program('jq'))('an attempt', () => {
  test('that is the first asks nobody', async () => {
    expect(await attempt(0, 'exit 9')).toMatchObject({ code: 0, log: '', failure: 'none' });
  });

  test('ends at once where the one before it failed for good, with the same sentence', async () => {
    const sentence = 'permanent error: driver 1 does not compile for kernel k: choose another';
    const { code, last, failure, calls } = await attempt(2, ended([{ name: 'failure', value: sentence }]));
    expect([code, last, failure]).toEqual([1, sentence, sentence]);
    expect(calls).toEqual(['oc get taskrun context.taskRun.name --namespace context.taskRun.namespace -o json']);
  });

  test('goes on after a transient failure, after one that left no sentence, and where nothing can be read', async () => {
    const transient = await attempt(1, ended([{ name: 'failure', value: 'transient error: r is gone' }]));
    expect(transient).toMatchObject({ code: 0, last: 'attempt 1 before this one ended with: transient error: r is gone' });
    const evicted = await attempt(1, ended([], 'The node was low on resource: ephemeral-storage.'));
    expect(evicted).toMatchObject({
      code: 0,
      last: 'attempt 1 before this one ended with: The node was low on resource: ephemeral-storage.',
    });
    const unread = await attempt(1, 'echo "Error from server (Forbidden)" >&2; exit 1');
    expect(unread).toMatchObject({ code: 0, last: 'attempt 1 before this one ended with: nothing that is known' });
    expect(unread.log).toContain('warning: what became of attempt 1 cannot be read; let this service account get taskruns\n');
  });
});

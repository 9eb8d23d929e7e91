import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterVersion } from '../../harness/cluster-version';
import { found, kubectl, sleep } from '../../harness/command';
import { kernelB } from '../../harness/driver-image';
import { connect, type ListenerConnection } from '../../harness/listener';
import { ended } from '../../harness/pipeline-run';
import { namespace } from '../../harness/project';
import { deploy, first, listener, listenerService, targets, tell, upgradeRows } from '../../harness/upgrade-row';
import { runs } from '../../harness/watcher';
import { hostile, sound } from './hostile-events';

const ground = { file: 'hostile', upgrade: { watch: false } };
upgradeRows(ground, 'hostile event', 'characters', 'answer', 'refused by', 'runs');

let connection: ListenerConnection;
let pods: string;

/** Names and restarts of the listener's pods. */
function listenerPods(): string {
  const line = '{range .items[*]}{.metadata.name} {.status.containerStatuses[*].restartCount}{"\\n"}{end}';
  return kubectl('-n', namespace, 'get', 'pods', '-l', `eventlistener=${listener}`, '-o', `jsonpath=${line}`);
}

beforeAll(async () => {
  clusterVersion({ desired: '4.20.3' });
  deploy(ground);
  connection = await connect(listenerService, targets.length);
  pods = listenerPods();
});
afterAll(() => {
  connection?.close();
  kubectl('-n', namespace, 'delete', 'pipelineruns', '-l', `triggers.tekton.dev/eventlistener=${listener}`);
});

test('forty hostile events make nothing, and the listener stays up', async () => {
  const before = await connection.pipelineRuns();
  for (const [what, body] of hostile) {
    const { status, refusal } = await connection.post(body);
    tell(what, body.length, status, refusal?.by ?? 'nobody', (await connection.pipelineRuns()).length - before.length);
    expect(refusal, what).toBeDefined();
  }
  expect(hostile).toHaveLength(40);
  expect(await connection.pipelineRuns()).toEqual(before);
  expect(listenerPods()).toBe(pods);
});

test('an unknown target makes nothing', async () => {
  expect(await connection.post(JSON.stringify({ ...sound, target: 'third-x86-64' }))).toMatchObject({ refusal: { by: 'filter' } });
  expect(runs(...targets, 'third-x86-64')).toEqual([]);
});

test('an unknown release makes one run at most, which fails in the lookup within seconds', async () => {
  const { kernel: _, ...event } = { ...sound, release: '4.20.99' };
  for (let time = 0; time < 3; time++) expect((await connection.post(JSON.stringify(event))).refusal).toBeUndefined();
  const { name } = await found('the run of an unknown release', () => runs(first)[0]);
  const outcome = await ended(name, namespace);
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(
    /^lookup: permanent error: release 4\.20\.99 is neither in the ClusterVersion nor in the configuration: /,
  );
  expect(outcome.tasks.map(task => task.name)).toEqual(['lookup']);
  expect(outcome.tasks[0]?.seconds).toBeLessThan(60);
  expect(runs(first)).toHaveLength(1);
});

test('a kernel that the release does not have makes one run, which fails in the lookup and names both', async () => {
  const event = { ...sound, kernel: kernelB, attempt: 2 };
  expect((await connection.post(JSON.stringify(event))).refusal).toBeUndefined();
  const { name } = await found('the run of a foreign kernel', () => runs(first).find(({ kernel }) => kernel === kernelB));
  const outcome = await ended(name, namespace);
  expect(outcome.results.outcome).toMatch(/^lookup: permanent error: /);
  expect(outcome.results.outcome).toContain('4.20.3');
  expect(outcome.results.outcome).toContain(kernelB);
});

test('after all of them a sound event makes a run', async () => {
  expect((await connection.post(JSON.stringify(sound))).refusal).toBeUndefined();
  const { name } = await found('the run of a sound event', () => runs(first).find(({ kernel }) => kernel === sound.kernel));
  kubectl('-n', namespace, 'patch', 'pipelinerun', name, '--type=merge', '-p', '{"spec":{"status":"Cancelled"}}');
  await sleep(1000);
  expect(listenerPods()).toBe(pods);
});

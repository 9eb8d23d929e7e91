import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterVersion } from '../../harness/cluster-version';
import { kubectl, run, sleep, within } from '../../harness/command';
import { kernelA, kernelB } from '../../harness/driver-image';
import { env } from '../../harness/environment';
import { faultyRegistry, openFaulty, rules } from '../../harness/faulty';
import { allAre, ledger, untrue } from '../../harness/ledger';
import { deletePod, inStep } from '../../harness/pods';
import { namespace } from '../../harness/project';
import { deploy, first, forget, listener, tell, upgradeRows } from '../../harness/upgrade-row';
import { compileCount, runs, start, watch } from '../../harness/watcher';

const minutes = 3;
const ground = { file: 'killed', registry: faultyRegistry, both: false, upgrade: { schedule: `*/${minutes} * * * *` } };
upgradeRows(ground, 'killed during a build', 'seconds after it until all is published', 'runs', 'of them succeeded', 'compiles in logs');

let close = () => {};
beforeAll(async () => {
  close = await openFaulty();
});
afterAll(() => close());

/** Deletes pods as a node that dies does. */
function kill(where: string, selector: string): void {
  kubectl('-n', where, 'delete', 'pod', '-l', selector, '--grace-period=0', '--force');
}

async function killWatcher(): Promise<void> {
  const selector = `job-name=${start('nvidia-driver-watcher')}`;
  await within(60, 'pod of the watcher', () => {
    const begun = 'jsonpath={.items[*].status.initContainerStatuses[*].containerID}';
    const containers = kubectl('-n', namespace, 'get', 'pods', '-l', selector, '-o', begun);
    return { seen: 'no container', ...(containers.trim() !== '' && { result: true }) };
  });
  kill(namespace, selector);
}

/** The listener is away while a watcher wants to post. */
function killListener(): void {
  kill(namespace, `eventlistener=${listener}`);
  start('nvidia-driver-watcher');
}

async function failRegistry(): Promise<void> {
  await rules({ path: '^/v2/', status: 503, times: 1_000_000 });
  await sleep(60_000);
  await rules();
}

/** What that is, depends on the cluster: the command is the user's. */
function restart(program: string): void {
  run('bash', ['-euc', `${env('E2E_RESTART')} ${program}`]);
}

test.for<[string, (buildPod: string) => unknown]>([
  ["the watcher's pod", killWatcher],
  ["the listener's pod", killListener],
  ['the Tekton controller', () => kill('tekton-pipelines', 'app=tekton-pipelines-controller')],
  ['the registry, for a minute', failRegistry],
  ["the build's pod", deletePod],
  ['the API server', () => restart('kube-apiserver')],
  ['etcd', () => restart('etcd')],
])('%s: within two periods of the watcher all is published, nothing twice, the ledger true', async ([what, act]) => {
  forget(ground);
  clusterVersion({ desired: '4.20.3' });
  deploy(ground);
  await watch();
  const building = await within(120, 'the first run', () => {
    const [made] = runs(first);
    return { seen: 'no run', ...(made && { result: made.name }) };
  });
  let since = 0;
  await inStep(building, 'kmod-build', 'compile', async pod => {
    // Another image is wanted when it happens: it hits what makes builds begin, and a build.
    clusterVersion({ desired: '4.20.3', available: ['4.20.5'] });
    await act(pod);
    since = Date.now();
  });
  await allAre('published', 2 * minutes * 60, { [first]: [kernelA, kernelB] });
  const seconds = Math.round((Date.now() - since) / 1000);
  await watch();
  const made = runs(first);
  const done = made.filter(({ succeeded }) => succeeded).map(({ kernel }) => kernel);
  tell(what, seconds, made.length, done.length, compileCount(made));
  expect(done.sort()).toEqual([kernelA, kernelB]);
  expect(untrue(first)).toEqual([]);
  expect(ledger(first).coverage).toBe('covered');
});

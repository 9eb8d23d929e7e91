import { afterEach, expect, test } from 'vitest';
import { secret } from '../../harness/cluster';
import { kubectl, sleep } from '../../harness/command';
import { tinyProject } from '../../harness/driver-image';
import { build, faultRows } from '../../harness/fault-row';
import { log } from '../../harness/pipeline-run';
import { deletePod, inStep, inside, logOf, uidOf, uids } from '../../harness/pods';
import { namespace, server } from '../../harness/project';
import { registrations } from '../../harness/rhsm';

faultRows();
// Rows change the tasks and the node.
afterEach(() => {
  kubectl('apply', '--server-side', '--force-conflicts', '-f', tinyProject().manifests);
  kubectl('uncordon', 'node-1');
});

test.each([
  ['lookup', 'published'],
  ['driver-image-preflight', 'registries'],
  ['kmod-build', 'compile'],
  ['driver-image-build', 'build'],
  ['driver-image-push', 'prove'],
  ['nvidia-driver-apply', 'apply'],
])('pod of %s deleted in its step %s: another attempt goes on', async (task, step) => {
  let deleted = '';
  const during = (run: string) =>
    inStep(run, task, step, pod => {
      deleted = uidOf(pod);
      deletePod(pod);
    });
  const outcome = await build({ fault: `pod deleted in ${task}`, during });
  expect(outcome.succeeded).toBe(true);
  expect(uids(outcome.name, task)).not.toContain(deleted);
});

/** Kills all that the build runs, while the image is built, as want of memory does; gives the name that the system is registered by. */
async function killBuild(run: string): Promise<string> {
  let system = '';
  const kill = (pod: string) => {
    system = /registering system (\S+)/.exec(logOf(pod, 'build'))?.[1] ?? '';
    inside(pod, 'build', 'kill -KILL -1');
  };
  await inStep(run, 'driver-image-build', 'build', kill, /STEP/);
  return system;
}

test('build killed: it stays registered, and an event names the system', async () => {
  let system = '';
  const during = async (run: string) => {
    system = await killBuild(run);
  };
  const outcome = await build({ fault: 'build killed', leftRegistered: 1, during });
  expect(outcome.succeeded).toBe(true);
  expect(system).toContain(outcome.name);
  const events = kubectl('-n', namespace, 'get', 'events', '-o', 'jsonpath={range .items[*]}{.reason} {.message}{"\\n"}{end}');
  expect(events.split('\n').filter(line => line.startsWith('RegistersAtRedHat') && line.includes(system))).not.toEqual([]);
});

test("build killed, with a token of Red Hat's API: the next attempt removes the system", async () => {
  secret('rhsm-api-token', { 'offline-token': 'e2e-offline-token' });
  const urls = { 'rhsm-api-url': `${server}/rhsm-api`, 'rhsm-sso-url': `${server}/sso/token` };
  const params = Object.entries(urls).map(([name, value]) => `    - name: ${name}\n      value: ${value}\n`);
  const outcome = await build({
    fault: 'build killed, with API token',
    changes: { secrets: { stepImages: ['nvidia-driver-pull'], rhsmApiToken: 'rhsm-api-token' } },
    manifest: text => text.replace('  params:\n', `  params:\n${params.join('')}`),
    during: killBuild,
  });
  expect(outcome.succeeded).toBe(true);
  expect((await registrations()).map(({ action }) => action)).toEqual(['register', 'remove', 'register', 'unregister']);
});

test('disk full in the build: the pod is evicted, another attempt goes on', async () => {
  // The kubelet looks every ten seconds: the build, which a full disk would make wait, is made to.
  const halt = 'for p in /proc/[0-9]*; do read -r c <$p/comm; [ "$c" != buildah ] || kill -STOP $(basename $p); done';
  const fill = `${halt}; head -c 3G /dev/zero >/work/full || true`;
  const outcome = await build({
    fault: 'disk full in the build',
    // The kubelet gives such a pod one second.
    leftRegistered: 1,
    during: run => inStep(run, 'driver-image-build', 'build', pod => inside(pod, 'build', fill), /STEP/),
  });
  expect(outcome.succeeded).toBe(true);
  expect(outcome.tasks.find(({ name }) => name === 'driver-image-build')?.attempts.join()).toMatch(
    /EmptyDir volume "work" exceeds the limit "2Gi"/,
  );
});

test('out of memory in the compile: told by name, nothing published', async () => {
  const task = JSON.parse(kubectl('-n', namespace, 'get', 'task', 'kmod-build', '-o', 'json')) as { spec: { steps: { name: string }[] } };
  const index = task.spec.steps.findIndex(({ name }) => name === 'compile');
  const resources = { requests: { memory: '8Mi' }, limits: { memory: '8Mi' } };
  const patch = [{ op: 'replace', path: `/spec/steps/${index}/computeResources`, value: resources }];
  kubectl('-n', namespace, 'patch', 'task', 'kmod-build', '--type=json', '-p', JSON.stringify(patch));
  const outcome = await build({ fault: 'out of memory in the compile' });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(/^kmod-build: .*memory/);
});

test('node cordoned: the run goes on when it is back', async () => {
  const cordon = async () => {
    kubectl('cordon', 'node-1');
    await sleep(30_000);
    kubectl('uncordon', 'node-1');
  };
  const outcome = await build({ fault: 'node cordoned', during: run => inStep(run, 'kmod-build', 'compile', cordon) });
  expect(outcome.succeeded).toBe(true);
});

test('Tekton controller restarted: nothing is lost', async () => {
  const restart = () => kubectl('-n', 'tekton-pipelines', 'delete', 'pod', '-l', 'app=tekton-pipelines-controller', '--wait=false');
  const outcome = await build({ fault: 'Tekton controller restarted', during: run => inStep(run, 'driver-image-build', 'build', restart) });
  expect(outcome.succeeded).toBe(true);
});

test('time-out of a task: told, and the registration undone', async () => {
  const outcome = await build({
    fault: 'task time-out',
    manifest: text => text.replace('pipelineTaskName: driver-image-build\n', 'pipelineTaskName: driver-image-build\n      timeout: 9s\n'),
  });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(/^driver-image-build: transient error: .*failed to finish within "9s"/);
  expect(log(outcome.name, 'driver-image-push', namespace)).toBe('');
});

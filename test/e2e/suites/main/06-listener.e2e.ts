import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { attempt, found, get, kubectl, run } from '../../harness/command';
import { kernelA, target, tinyProject } from '../../harness/driver-image';
import { connect, errorsOf, type ListenerConnection } from '../../harness/listener';
import { type Ended, ended } from '../../harness/pipeline-run';
import { namespace } from '../../harness/project';
import { filter, json, malformed, sound, unreadable } from './malformed-events';

const project = tinyProject();
const listener = 'nvidia-driver-builds';

let connection: ListenerConnection;
let before: string[];

beforeAll(async () => {
  kubectl('apply', '--server-side', '-f', join(project.manifests, '0000-cluster.k8s.yaml'));
  kubectl('apply', '--server-side', '-f', project.manifests);
  kubectl('wait', '-n', namespace, '--for=condition=Available', `eventlistener/${listener}`, '--timeout=120s');
  removeMade();
  connection = await connect(`el-${listener}:8080`);
  before = await connection.pipelineRuns();
});

afterAll(() => {
  connection?.close();
  removeMade();
});

/** Removes the runs that events made. */
function removeMade(): void {
  kubectl('delete', 'pipelineruns', '-n', namespace, '-l', `triggers.tekton.dev/eventlistener=${listener}`);
}

interface PipelineRun {
  readonly metadata: { readonly uid: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly params: readonly { readonly name: string; readonly value: string }[] };
}

/** Waits for a PipelineRun, and keeps it from building anything. */
async function caught(name: string): Promise<PipelineRun> {
  const object = await found(`PipelineRun ${name}`, () => get<PipelineRun>('pipelinerun', name, namespace));
  kubectl('patch', 'pipelinerun', name, '-n', namespace, '--type=merge', '-p', '{"spec":{"status":"Cancelled"}}');
  return object;
}

test('the listener sets no user id; its pod runs under restricted-v2, as a user of its namespace', () => {
  interface Pods {
    readonly items: readonly {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
      readonly spec: { readonly securityContext: { readonly runAsUser: number; readonly runAsNonRoot: boolean } };
      readonly status: { readonly phase: string };
    }[];
  }
  expect(kubectl('get', 'eventlistener', listener, '-n', namespace, '-o', 'jsonpath={.spec}')).not.toContain('securityContext');
  const template = kubectl('get', 'deployment', `el-${listener}`, '-n', namespace, '-o', 'jsonpath={.spec.template.spec}');
  expect(template).toContain('"runAsNonRoot":true');
  expect(template).not.toMatch(/runAsUser|runAsGroup|fsGroup/);
  const { items } = JSON.parse(kubectl('get', 'pods', '-n', namespace, '-l', `eventlistener=${listener}`, '-o', 'json')) as Pods;
  expect(items.length).toBeGreaterThan(0);
  for (const { metadata, spec, status } of items) {
    expect(status.phase).toBe('Running');
    expect(metadata.annotations).toMatchObject({ 'openshift.io/scc': 'restricted-v2' });
    expect(spec.securityContext.runAsUser).toBeGreaterThanOrEqual(1_000_000_000);
    console.log(`${metadata.annotations['openshift.io/scc']}, user ${spec.securityContext.runAsUser}`);
  }
});

test.for([
  ['yes', 'create', 'pipelineruns.tekton.dev'],
  ['no', 'get', 'pipelineruns.tekton.dev'],
  ['no', 'delete', 'pipelineruns.tekton.dev'],
  ['no', 'create', 'taskruns.tekton.dev'],
  ['no', 'create', 'pods'],
  ['no', 'get', 'secrets'],
  ['no', 'get', 'configmaps'],
  ['no', 'impersonate', 'serviceaccounts'],
] as const)('the account of the listener: %s to %s %s', ([answer, verb, resource]) => {
  const account = `system:serviceaccount:${namespace}:nvidia-driver-listener`;
  expect(attempt('kubectl', ['auth', 'can-i', verb, resource, '-n', namespace, '--as', account]).stdout.trim()).toBe(answer);
});

/** The name of the run for the sound event. */
const firstRun = `${target}-5-14-0-570-62-1-el9-6-1`;

test('an event makes the run that synth writes for the same target, of its release and kernel, under a name made of target, kernel and attempt', async () => {
  const handled = await connection.post(json);
  expect(handled).toEqual({ status: 202, eventID: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  const { metadata, spec } = await caught(firstRun);
  const written = parse(project.run('4.20.3')) as PipelineRun;
  const own = new Map([
    ['release', sound.release],
    ['kernel', sound.kernel],
  ]);
  const wanted = written.spec.params.map(({ name, value }) => ({ name, value: own.get(name) ?? value }));
  for (const [index, { name, value }] of wanted.entries()) {
    console.log(`${name}: ${value === spec.params[index]?.value ? 'as wanted' : 'DIFFERS'}, ${value.length} characters`);
    expect(spec.params[index]).toEqual({ name, value });
  }
  expect(spec.params).toHaveLength(wanted.length);
  // With the defaults that the cluster adds to both.
  const created = JSON.parse(kubectl('create', '--dry-run=server', '-f', join(project.runs, `${target}-4.20.3.yaml`), '-o', 'json'));
  expect(spec).toEqual({ ...(created as PipelineRun).spec, params: wanted });
  expect(metadata.labels).toMatchObject({
    ...written.metadata.labels,
    'nvidia-driver-pipelines/attempt': '1',
    'triggers.tekton.dev/triggers-eventid': handled.eventID,
  });
});

test('the same event again makes no second run, however it is written', async () => {
  const [runs, first] = [await connection.pipelineRuns(), get<PipelineRun>('pipelinerun', firstRun, namespace)?.metadata.uid];
  const { attempt: _, ...withoutAttempt } = sound;
  for (const body of [json, JSON.stringify(withoutAttempt), json.replace('1}', '1.0}'), json.replace('4', '\\u0034')]) {
    const handled = await connection.post(body);
    expect(handled.refusal).toBeUndefined();
    const errors = () => errorsOf(`el-${listener}`, handled);
    const error = await found('refusal of the API server', () => errors().find(line => line.startsWith("couldn't create")));
    console.log(`${body}: ${error}`);
    expect(error).toBe(
      `couldn't create resource with group version kind "tekton.dev/v1, Resource=pipelineruns": pipelineruns.tekton.dev "${firstRun}" already exists`,
    );
  }
  expect(get<PipelineRun>('pipelinerun', firstRun, namespace)?.metadata.uid).toBe(first);
  expect(await connection.pipelineRuns()).toEqual(runs);
  kubectl('delete', 'pipelinerun', firstRun, '-n', namespace);
  expect(await connection.pipelineRuns()).toEqual(before);
});

const table: string[] = [];
afterAll(() => console.log(table.join('\n')));

/** Posts what must not come through, and looks that nothing was created. */
async function refused(name: string, body: string, contentType?: string) {
  const handled = await connection.post(body, contentType);
  const made = (await connection.pipelineRuns()).filter(run => !before.includes(run));
  const { by, reason } = handled.refusal ?? { by: 'nobody', reason: '' };
  const shown = body.length > 70 ? `${body.slice(0, 70)}… (${body.length})` : body;
  table.push([name, shown.replaceAll('\n', '\\n'), handled.status, by, reason, made.length].join(' | '));
  // A row that fails leaves nothing to the rows after it.
  if (made.length > 0) removeMade();
  expect(made).toEqual([]);
  return handled;
}

test.for(unreadable)('an event that is no object is refused at once: %s', async ([name, body, contentType]) => {
  const { status, refusal } = await refused(name, body, contentType);
  expect(status).toBe(400);
  expect(refusal?.reason).toMatch(/^Invalid event body format : /);
});

test.for(malformed)('an event makes nothing: %s', async ([name, body, reason = filter]) => {
  expect(await refused(name, JSON.stringify(body))).toMatchObject({ status: 202, refusal: { by: 'filter', reason } });
});

test('after all of them an event posted as the next steps say makes a run: the listener is up, and neither kernel nor number are needed', async () => {
  const command = /oc -n \S+ run .*/.exec(project.output)?.[0].replace('oc ', 'kubectl ').replace('<version>', '4.21.0-rc.1');
  console.log(run('bash', ['-euc', command ?? 'false']).trim());
  const { spec } = await caught(`${target}-4-21-0-rc-1-1`);
  expect(spec.params.slice(0, 2)).toEqual([
    { name: 'release', value: '4.21.0-rc.1' },
    { name: 'kernel', value: '' },
  ]);
  expect((await connection.pipelineRuns()).filter(name => !before.includes(name))).toEqual([`${target}-4-21-0-rc-1-1`]);
});

/** Posts an event and waits for the end of the run of that name. */
async function endedAfter(event: object, name: string): Promise<Ended> {
  await connection.post(JSON.stringify(event));
  await found(`PipelineRun ${name}`, () => get<PipelineRun>('pipelinerun', name, namespace));
  return ended(name, namespace);
}

test('a release that neither the ClusterVersion nor the configuration names ends within seconds, and says where to name it', async () => {
  const { succeeded, seconds, results } = await endedAfter({ target, release: '4.20.99' }, `${target}-4-20-99-1`);
  expect(succeeded).toBe(false);
  expect(seconds).toBeLessThan(60);
  expect(results.outcome).toBe(
    'lookup: permanent error: release 4.20.99 is neither in the ClusterVersion nor in the configuration: add it to releases of nvidia-drivers.yaml, then synth and apply',
  );
});

test('a release of the configuration is found by its version, and looked up with the kernel of the event', async () => {
  const { succeeded, tasks } = await endedAfter({ ...sound, attempt: 2 }, firstRun.replace(/1$/, '2'));
  expect(tasks.find(({ name }) => name === 'lookup')?.results).toMatchObject({ 'openshift-version': '4.20.3', kernel: kernelA });
  expect(succeeded).toBe(true);
});

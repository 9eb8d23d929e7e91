import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { attempt, found, get, kubectl, run } from '../../harness/command';
import { target, tinyProject } from '../../harness/driver-image';
import { connect, errorsOf, type ListenerConnection } from '../../harness/listener';
import { namespace } from '../../harness/project';

const project = tinyProject();
const listener = 'nvidia-driver-builds';
const sound = { target, release: '4.20.3', attempt: 1 };

let connection: ListenerConnection;
let before: string;

beforeAll(async () => {
  kubectl('apply', '--server-side', '-f', join(project.manifests, '0000-cluster.k8s.yaml'));
  kubectl('apply', '--server-side', '-f', project.manifests);
  kubectl('wait', '-n', namespace, '--for=condition=Available', `eventlistener/${listener}`, '--timeout=120s');
  removeMade();
  connection = await connect(`el-${listener}:8080`);
  before = pipelineRuns();
});

afterAll(() => {
  connection?.close();
  removeMade();
});

/** Removes the runs that events made. */
function removeMade(): void {
  kubectl('delete', 'pipelineruns', '-n', namespace, '-l', `triggers.tekton.dev/eventlistener=${listener}`);
}

function pipelineRuns(): string {
  return kubectl('get', 'pipelineruns', '-n', namespace, '-o', 'name');
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
  expect(items).toHaveLength(1);
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

test('an event makes the run that synth writes for the same target and release, under a name made of both and the attempt', async () => {
  const handled = await connection.post(JSON.stringify(sound));
  expect(handled).toEqual({ status: 202, eventID: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  const { metadata, spec } = await caught(`${target}-4-20-3-1`);
  const written = parse(project.run('4.20.3')) as PipelineRun;
  for (const [index, { name, value }] of written.spec.params.entries()) {
    console.log(`${name}: ${value === spec.params[index]?.value ? 'the same' : 'DIFFERS'}, ${value.length} characters`);
    expect(spec.params[index]).toEqual({ name, value });
  }
  expect(spec.params).toHaveLength(written.spec.params.length);
  // With the defaults that the cluster adds to both.
  const created = JSON.parse(kubectl('create', '--dry-run=server', '-f', join(project.runs, `${target}-4.20.3.yaml`), '-o', 'json'));
  expect(spec).toEqual((created as PipelineRun).spec);
  expect(metadata.labels).toMatchObject({ ...written.metadata.labels, 'triggers.tekton.dev/triggers-eventid': handled.eventID });
});

test('the same event again makes no second run', async () => {
  const name = `${target}-4-20-3-1`;
  const [runs, first] = [pipelineRuns(), get<PipelineRun>('pipelinerun', name, namespace)?.metadata.uid];
  const handled = await connection.post(JSON.stringify(sound));
  expect(handled.refusal).toBeUndefined();
  const errors = () => errorsOf(`el-${listener}`, handled);
  const refusal = await found('refusal of the API server', () => errors().find(line => line.startsWith("couldn't create")));
  expect(refusal).toBe(
    `couldn't create resource with group version kind "tekton.dev/v1, Resource=pipelineruns": pipelineruns.tekton.dev "${name}" already exists`,
  );
  expect(get<PipelineRun>('pipelinerun', name, namespace)?.metadata.uid).toBe(first);
  expect(pipelineRuns()).toBe(runs);
  kubectl('delete', 'pipelinerun', name, '-n', namespace);
  expect(pipelineRuns()).toBe(before);
});

const json = JSON.stringify(sound);
const filter = 'did not return true';

/** What is not even an object: the listener refuses it itself. */
const unreadable: readonly [string, string, string?][] = [
  ['no JSON', 'build it'],
  ['empty', ''],
  ['cut off', json.slice(0, -1)],
  ['in single quotes', json.replaceAll('"', "'")],
  ['with a comma too many', json.replace('}', ',}')],
  ['twice in one body', json + json],
  ['in a list', `[${json}]`],
  ['a string', '"build"'],
  ['a number', '1'],
  ['a number that no computer holds', json.replace('1}', '1e400}')],
  ['YAML', `target: ${target}\nrelease: 4.20.3\n`],
  ['a form', `target=${target}&release=4.20.3`, 'application/x-www-form-urlencoded'],
];

/** What is an object, in one thing other than a sound event: the filter refuses it. */
const malformed: readonly [string, unknown, string?][] = [
  ['null', null, 'no such key: target'],
  ['of no field', {}, 'no such key: target'],
  ['without target', { ...sound, target: undefined }, 'no such key: target'],
  ['without release', { ...sound, release: undefined }, 'no such key: release'],
  ['inside another object', { event: sound }],
  ['with names of fields in upper case', { TARGET: target, RELEASE: '4.20.3' }],
  ['with a field too many', { ...sound, kernel: '5.14.0-570.62.1.el9_6.x86_64' }],
  ['with an image', { ...sound, image: 'quay.io/other/release:4.20.3' }],
  ['with extensions of its own', { ...sound, extensions: { release: 'x' } }],
  ['for an unknown target', { ...sound, target: 'r999-x86-64' }],
  ['for no target', { ...sound, target: '' }],
  ['for a target in upper case', { ...sound, target: target.toUpperCase() }],
  ['for a target with a line break', { ...sound, target: `${target}\n` }],
  ['for a list of targets', { ...sound, target: [target] }],
  ['for a target that is an object', { ...sound, target: { name: target } }],
  ['with a number as release', { ...sound, release: 4.2 }],
  ['with null as release', { ...sound, release: null }],
  ['with an object as release', { ...sound, release: { version: '4.20.3' } }],
  ['with a list as release', { ...sound, release: ['4.20.3'] }],
  ['with an empty release', { ...sound, release: '' }],
  ['with a minor alone', { ...sound, release: '4.20' }],
  ['with a word as release', { ...sound, release: 'latest' }],
  ['with upper case in the release', { ...sound, release: '4.21.0-RC.1' }],
  ['with a leading zero in the release', { ...sound, release: '04.20.3' }],
  ['with a leading zero in the patch', { ...sound, release: '4.20.03' }],
  ['with a number of four digits in the release', { ...sound, release: '4.20.1000' }],
  ['with a release that ends in a hyphen', { ...sound, release: '4.20.3-' }],
  ['with a release for which another has the same name', { ...sound, release: '4.20.3-a-b' }],
  ['with a release too long for a name', { ...sound, release: `4.20.3-${'a'.repeat(13)}` }],
  ['with a release of a million characters', { ...sound, release: `4.20.3-${'a'.repeat(1_000_000)}` }],
  ['with a blank before the release', { ...sound, release: ' 4.20.3' }],
  ['with a line break after the release', { ...sound, release: '4.20.3\n' }],
  ['with a second line in the release', { ...sound, release: '4.20.3\nmalicious: true' }],
  ['with a NUL in the release', { ...sound, release: '4.20.3\0' }],
  ['with wide digits in the release', { ...sound, release: '４.20.3' }],
  ['with Arabic digits in the release', { ...sound, release: '٤.٢٠.٣' }],
  ['with a look-alike of the dot', { ...sound, release: '4․20․3' }],
  ['with a quote in the release', { ...sound, release: '4.20.3"' }],
  ['with JSON in the release', { ...sound, release: '4.20.3"},{"name":"x' }],
  ['with a Tekton variable as release', { ...sound, release: '$(params.image)' }],
  ['with a variable of Triggers as release', { ...sound, release: '$(tt.params.attempt)' }],
  ['with a command in the release', { ...sound, release: '4.20.3;id' }],
  ['with a command substitution as release', { ...sound, release: '4.20.3$(id)' }],
  ['with a path as release', { ...sound, release: '../4.20.3' }],
  ['with an image as release', { ...sound, release: 'quay.io/o/r:4.20.3' }],
  ['with a digest after the release', { ...sound, release: '4.20.3@sha256:0' }],
  ['with a string as attempt', { ...sound, attempt: '1' }],
  ['with null as attempt', { ...sound, attempt: null }],
  ['with a boolean as attempt', { ...sound, attempt: true }],
  ['with a list as attempt', { ...sound, attempt: [1] }],
  ['with an object as attempt', { ...sound, attempt: { number: 1 } }],
  ['with attempt 0', { ...sound, attempt: 0 }],
  ['with attempt -1', { ...sound, attempt: -1 }],
  ['with attempt 1.5', { ...sound, attempt: 1.5 }],
  ['with attempt 100', { ...sound, attempt: 100 }],
  ['with attempt 1e9', { ...sound, attempt: 1e9 }],
  ['with attempt 1e300', { ...sound, attempt: 1e300 }],
];

const table: string[] = [];
afterAll(() => console.log(table.join('\n')));

/** Posts what must not come through, and looks that nothing was created. */
async function refused(name: string, body: string, contentType?: string) {
  const handled = await connection.post(body, contentType);
  const runs = pipelineRuns();
  const { by, reason } = handled.refusal ?? { by: 'nobody', reason: '' };
  const shown = body.length > 70 ? `${body.slice(0, 70)}… (${body.length})` : body;
  table.push([`an event ${name}`, shown.replaceAll('\n', '\\n'), handled.status, by, reason, runs === before ? 0 : runs].join(' | '));
  // A row that fails leaves nothing to the rows after it.
  if (runs !== before) removeMade();
  expect(runs).toBe(before);
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

test('after all of them an event posted as the next steps say makes a run: the listener is up, and the first attempt needs no number', async () => {
  const command = /echo .* oc create --raw .*/.exec(project.output)?.[0].replace(' oc ', ' kubectl ').replace('<version>', '4.21.0-rc.1');
  console.log(run('bash', ['-euc', command ?? 'false']).trim());
  const { spec } = await caught(`${target}-4-21-0-rc-1-1`);
  expect(spec.params[0]).toEqual({ name: 'release', value: expect.stringMatching(/\/ocp-release:4\.21\.0-rc\.1-x86_64$/) });
  const names = pipelineRuns()
    .split('\n')
    .filter(name => !before.includes(name));
  expect(names).toEqual([`pipelinerun.tekton.dev/${target}-4-21-0-rc-1-1`]);
});

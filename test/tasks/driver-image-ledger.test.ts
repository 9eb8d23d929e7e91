import { expect, test } from 'vitest';
import { driverImageReport } from '../../src/tasks/driver-image-report/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const kernel = '5.14.0-570.62.1.el9_6.aarch64+64k';
const key = '5.14.0-570.62.1.el9_6.aarch64_64k';
const configMap = 'nvidia-driver-ledger-r580';
const ledger = {
  metadata: { name: configMap, namespace: 'ns', uid: 'c1', resourceVersion: '7' },
  data: { other: 'kept', coverage: 'text' },
};
const run = (params: object = {}, labels: object = { attempt: '2', configuration: 'cccccccccccc' }) => ({
  metadata: {
    name: 'run',
    namespace: 'ns',
    uid: 'u1',
    labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [`nvidia-driver-pipelines/${name}`, value])),
  },
  spec: { params: Object.entries({ image: 'quay.io/acme/gpu', ...params }).map(([name, value]) => ({ name, value })) },
});
const taskRun = (task: string, results: object) => ({
  metadata: { labels: { 'tekton.dev/pipelineTask': task } },
  status: { results: Object.entries(results).map(([name, value]) => ({ name, value })) },
});
const found = { kernel, tags: `580.105.08-${key}-rhel9.6 580.105.08-${key}-rhel9`, signer: 'self-signed', 'openshift-version': '4.20.3' };
const pushed = { IMAGE_URL: 'quay.io/acme/gpu:a', IMAGE_DIGEST: 'sha256:1' };
const published = 'published: quay.io/acme/gpu:a@sha256:1';

interface Cluster {
  /** What is there; undefined: no such ConfigMap. */
  readonly ledger?: object | undefined;
  readonly run?: object;
  readonly tasks?: readonly object[];
  readonly outcome?: string;
  readonly status?: string;
  readonly params?: Readonly<Record<string, string>>;
  /** What the API server does, in bash, before it answers to `<verb> <resource>`. */
  readonly before?: string;
}

/** The API server: what is replaced is there afterwards, and the events that were made. */
function keep(given: Cluster) {
  const { run: own = run(), tasks = [taskRun('lookup', found), taskRun('driver-image-push', pushed)], before = '' } = given;
  const there = 'ledger' in given ? given.ledger : ledger;
  const oc = `refuse() { echo "Error from server ($1): $2" >&2; exit 1; }
  ${before}
  case "$1 $2" in
    'get configmap') cat /work/ledger ;;
    'get pipelinerun') printf '%s' '${JSON.stringify(own)}' ;;
    'get taskruns') printf '%s' '${JSON.stringify({ items: tasks })}' ;;
    'replace --namespace') cp "$5" /work/ledger ;;
    'create --namespace') cp "$5" /work/event ;;
    *) echo "unexpected: $*" >&2; exit 9 ;;
  esac`;
  const params = {
    'pipeline-run': 'run',
    namespace: 'ns',
    ledger: configMap,
    recipe: 'aaaaaaaaaaaa',
    'push-status': given.status ?? 'Succeeded',
  };
  return runStep(driverImageReport, 'ledger', {
    params: { ...params, ...given.params },
    results: { outcome: given.outcome ?? published },
    files: { '/work/ledger': there ? JSON.stringify(there) : '' },
    programs: { oc },
  });
}

/** What is in the cluster afterwards. */
async function after(given: Cluster) {
  const ran = await keep(given);
  const text = ran.file('work/ledger') ?? '';
  const event = ran.file('work/event');
  const data: Readonly<Record<string, string>> = text === '' ? {} : JSON.parse(text).data;
  return { ...ran, data, entry: data[key] && JSON.parse(data[key]), event: event && JSON.parse(event), text };
}

const rights = `let this service account get pipelineruns, list taskruns, get and update configmap ${configMap}, and create events`;

needs('jq', program('jq'))('the ledger after a run', () => {
  test('has the image that was published, beside what others wrote', async () => {
    const { code, log, data, entry, text } = await after({});
    expect([code, log]).toEqual([0, `${kernel} in ledger ${configMap} has run run\nevent of ledger ${configMap} tells what came of run\n`]);
    expect(entry).toMatchObject({
      state: 'published',
      kernel,
      image: 'quay.io/acme/gpu',
      tags: found.tags.split(' '),
      releases: ['4.20.3'],
      digest: 'sha256:1',
      signer: 'self-signed',
      attempts: 2,
      run: 'run',
      recipe: 'aaaaaaaaaaaa',
      configuration: 'cccccccccccc',
    });
    expect(entry.ended).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(data).toMatchObject(ledger.data);
    expect(JSON.parse(text).metadata).toEqual(ledger.metadata);
  });

  test('goes on from the entry that the watcher has made', async () => {
    const building = JSON.stringify({ state: 'building', kernel, tags: ['more'], releases: ['4.20.1'], wanted: 'offered', attempts: 1 });
    const { entry, data } = await after({ ledger: { ...ledger, data: { ...ledger.data, [key]: building } } });
    expect(entry).toMatchObject({ state: 'published', releases: ['4.20.1', '4.20.3'], wanted: 'offered', attempts: 2 });
    expect(Object.keys(data).sort()).toEqual([key, ...Object.keys(ledger.data)].sort());
  });

  test('has an event that outlives the run', async () => {
    const { event } = await after({});
    expect(event).toMatchObject({
      kind: 'Event',
      metadata: { generateName: `${configMap}.`, namespace: 'ns' },
      involvedObject: { apiVersion: 'v1', kind: 'ConfigMap', name: configMap, namespace: 'ns', uid: 'c1' },
      related: { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', name: 'run', namespace: 'ns', uid: 'u1' },
      type: 'Normal',
      reason: 'DriverImagePublished',
      message: `run: ${published}`,
      count: 1,
    });
  });

  test('tells why an image failed, and when it is tried again', async () => {
    const outcome = 'kmod-build: transient error: registry is gone';
    const { entry, event } = await after({ outcome, status: 'None', tasks: [taskRun('lookup', found)] });
    expect(entry).toMatchObject({ state: 'waiting', failure: outcome, failures: 1, digest: '', next: expect.stringMatching(/Z$/) });
    expect(event).toMatchObject({ type: 'Warning', reason: 'DriverImageFailed', message: `run: ${outcome}` });
  });

  test('has an image that is published also where applying it failed', async () => {
    const outcome = 'nvidia-driver-apply: permanent error: the operator refuses it';
    const { entry, event } = await after({ outcome });
    expect(entry).toMatchObject({ state: 'published', failure: '' });
    expect(event).toMatchObject({ type: 'Normal', message: `run: published: quay.io/acme/gpu@sha256:1; ${outcome}` });
  });

  test('has no image by what a task wrote that then failed', async () => {
    const { entry } = await after({ status: 'Failed', outcome: 'driver-image-push: transient error: registry is gone' });
    expect(entry).toMatchObject({ state: 'waiting', digest: '' });
  });

  test('is of the kernel that was asked for, where the lookup found another or none', async () => {
    const outcome = 'lookup: permanent error: the release has another kernel';
    const asked = run({ kernel });
    for (const tasks of [[taskRun('lookup', { ...found, kernel: '6.12.0' })], []]) {
      const { entry } = await after({ outcome, status: 'None', run: asked, tasks });
      expect(entry).toMatchObject({ state: 'failed', failure: outcome, kernel, tags: [], releases: [] });
    }
  });

  test('has an event and no entry where nobody knows the kernel', async () => {
    const outcome = 'lookup: permanent error: release 4.20.99 is not there';
    const { code, log, data, event } = await after({ outcome, status: 'None', tasks: [] });
    expect(code).toBe(0);
    expect(log).toContain(`run found out no kernel: ledger ${configMap} has no entry of it\n`);
    expect(data).toEqual(ledger.data);
    expect(event).toMatchObject({ reason: 'DriverImageFailed', message: `run: ${outcome}` });
  });

  test('has runs that were made by hand, which no attempt is told of', async () => {
    expect((await after({ run: run({}, {}) })).entry).toMatchObject({ attempts: 0, configuration: '' });
  });

  test('loses nothing that another writer wrote meanwhile', async () => {
    const other = JSON.stringify({ ...ledger, metadata: { ...ledger.metadata, resourceVersion: '8' }, data: { other: 'new' } });
    const before = `if [[ $1 == replace && ! -f /work/once ]]; then
      touch /work/once; printf '%s' '${other}' >/work/ledger; refuse Conflict 'the object has been modified'; fi`;
    const { code, data, entry, text, calls } = await after({ before });
    expect([code, data.other, entry.state, JSON.parse(text).metadata.resourceVersion]).toEqual([0, 'new', 'published', '8']);
    expect(calls.filter(call => call.startsWith('oc')).map(call => call.split(' ').slice(0, 2).join(' '))).toEqual([
      ...['oc get', 'oc get', 'oc get', 'oc replace', 'oc get', 'oc replace', 'oc create'],
    ]);
  });

  test('is given up after ten tries, with a warning', async () => {
    const { code, log, calls } = await after({ before: '[[ $1 != replace ]] || refuse Conflict modified' });
    expect([code, calls.filter(call => call.startsWith('oc replace')).length]).toEqual([0, 10]);
    expect(log).toContain(
      `warning: ${kernel} in ledger ${configMap} has not run run: others wrote the ledger at each of 10 tries: leave it to the watcher\n`,
    );
  });
});

needs('jq', program('jq'))('a run', () => {
  test('asks for nothing where no ledger is named', async () => {
    const { code, log, calls } = await after({ params: { ledger: '' } });
    expect([code, log, calls]).toEqual([0, '', ['']]);
  });

  test('does not fail of a ledger that is not there', async () => {
    const { code, log, event } = await after({ ledger: undefined });
    expect([code, log, event]).toEqual([
      0,
      `warning: nothing is kept of run: there is no configmap ${configMap}: let the watcher make it\n`,
      undefined,
    ]);
  });

  test.each(['configmap', 'pipelinerun', 'taskruns'])('does not fail of a %s that it may not read', async resource => {
    const { code, last } = await after({ before: `[[ $2 != ${resource} ]] || refuse Forbidden no` });
    expect([code, last]).toEqual([
      0,
      `warning: nothing is kept of run: ${resource} cannot be read: Error from server (Forbidden): no: ${rights}`,
    ]);
  });

  test('does not fail of a ledger that it may not write, and makes the event', async () => {
    const { code, log, event } = await after({ before: '[[ $1 != replace ]] || refuse Forbidden no' });
    expect([code, event.reason]).toEqual([0, 'DriverImagePublished']);
    expect(log).toContain(`warning: ${kernel} in ledger ${configMap} has not run run: Error from server (Forbidden): no: ${rights}\n`);
  });

  test('does not fail of an event that it may not make', async () => {
    const { code, entry, last } = await after({ before: '[[ $1 != create ]] || refuse Forbidden no' });
    expect([code, entry.state, last]).toEqual([
      0,
      'published',
      `warning: no event tells what came of run: Error from server (Forbidden): no: ${rights}`,
    ]);
  });
});

import { expect, test } from 'vitest';
import { type ClusterSeen, cluster, ledger, settings } from '../../support/cluster-world';
import { decide, image, kernel, oneRelease, repository, run, tags, written } from '../../support/decision';
import { jq } from '../../support/jq';
import { needs, program } from '../../support/needs';
import { runWatcher } from '../../support/watcher';

const listener = 'http://el-nvidia-driver-builds:8080';
const event = `{"target":"r580-x86-64","release":"4.20.3","kernel":"${kernel}","attempt":1}`;
const there = repository(tags, Object.fromEntries(tags.map(tag => [tag, image()])));
const conflict = 'Error from server (Conflict): Operation cannot be fulfilled on configmaps: the object has been modified';

/** An API server that keeps what is written in /work/<verb>.json; `more` are other answers, as arms of a case. */
const api = (more = '') => `case "$*" in
${more}
'create --namespace gpu -f event.json') cat event.json >>/work/events ;;
*'-f ledger.json -o json') tee "/work/$1.json" <ledger.json | jq '.metadata.uid = "u-1"' ;;
*) echo "error: what is $*?" >&2; exit 1 ;;
esac`;

async function decided(
  seen: Partial<ClusterSeen>,
  {
    registry = there,
    oc = api(),
    curl = 'cat build.json >>/work/posted',
  }: { readonly registry?: object; readonly oc?: string; readonly curl?: string } = {},
) {
  const found = cluster({ ...oneRelease, ...seen });
  const ran = await runWatcher('decide.sh', {
    env: { LISTENER: listener },
    files: {
      '/scripts/settings.json': JSON.stringify(settings()),
      '/work/cluster.json': JSON.stringify(found),
      '/work/wanted.json': JSON.stringify(jq('wanted', found, { settings: settings() })),
      '/work/registry.json': JSON.stringify(registry),
    },
    programs: { oc, curl },
  });
  const file = (name: string) => JSON.parse(ran.file(`/work/${name}.json`) ?? 'null');
  return { ...ran, posted: ran.file('/work/posted') ?? '', events: ran.file('/work/events') ?? '', file };
}

const writes = (calls: readonly string[]) => calls.filter(call => /^oc (create|replace)/.test(call)).map(call => call.split(' ')[1]);

needs('jq', program('jq'))('the decision', () => {
  test('makes the ledger where there is none, and asks for the build of what is missing', async () => {
    const { code, log, calls, posted, file } = await decided({}, { registry: repository([]) });
    expect(code).toBe(0);
    expect(file('create')).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name: 'nvidia-driver-ledger-r580-x86-64', namespace: 'gpu', labels: { 'nvidia-driver-pipelines/coverage': 'missing' } },
      data: { coverage: `missing: 0 of 1 images are published, 1 queued\nqueued ${kernel} (desired: 4.20.3)\n` },
    });
    expect(file('create').metadata).not.toHaveProperty('resourceVersion');
    expect(posted).toBe(event);
    expect(calls.at(-1)).toBe(
      `curl --silent --show-error --fail --max-time 20 --output /dev/null --header Content-Type: application/json --data @build.json ${listener}`,
    );
    expect(log.trim().split('\n')).toEqual([
      'r580-x86-64: missing: 0 of 1 images are published, 1 queued',
      `asked for ${event}`,
      expect.stringMatching(/^decision, which asks for 1 builds, done in \d+ s$/),
    ]);
  });

  test('writes nothing where nothing changed, and asks for nothing', async () => {
    const ledgers = written(decide({ registry: there }));
    const { code, calls, posted, log } = await decided({ ledgers });
    expect([code, calls, posted]).toEqual([0, [''], '']);
    expect(log).toMatch(/^r580-x86-64: covered: 1 of 1 images are published\ndecision, which asks for 0 builds, done in \d+ s\n$/);
  });

  test('replaces the ledger as it was read', async () => {
    const { file, calls } = await decided({ ledgers: { 'r580-x86-64': ledger([]) } });
    expect(writes(calls)).toEqual(['replace']);
    expect(file('replace').metadata.resourceVersion).toBe('7');
  });

  test('tells of a failure that it records by an event of the ledger; where it may not, by its log', async () => {
    const { events, log } = await decided({ runs: [run(1)] }, { registry: repository([]) });
    const message = 'r580-x86-64-5-14-0-570-62-1-el9-6-1: kmod-build: transient error: the node is gone';
    expect(JSON.parse(events)).toMatchObject({
      kind: 'Event',
      metadata: { generateName: 'nvidia-driver-ledger-r580-x86-64.', namespace: 'gpu' },
      involvedObject: { apiVersion: 'v1', kind: 'ConfigMap', name: 'nvidia-driver-ledger-r580-x86-64', namespace: 'gpu', uid: 'u-1' },
      type: 'Warning',
      reason: 'DriverImageFailed',
      message,
    });
    expect(log).toContain(`r580-x86-64: ${message}\n`);
    const refused = await decided(
      { runs: [run(1)] },
      { registry: repository([]), oc: api(`'create --namespace gpu -f event.json') echo 'error: forbidden' >&2; exit 1 ;;`) },
    );
    expect(refused.code).toBe(0);
    expect(refused.log).toContain('warning: no event tells it: forbidden: let the service account of this pod create events\n');
  });

  test.each([
    ['replaced', { 'r580-x86-64': ledger([]) }, `'replace '*)`, conflict],
    ['deleted', { 'r580-x86-64': ledger([]) }, `'replace '*)`, 'Error from server (NotFound): configmaps not found'],
    ['made', {}, `'create '*)`, 'Error from server (AlreadyExists): configmaps already exists'],
  ])('reads a ledger again that somebody else has %s meanwhile, and decides again', async (_, ledgers, arm, answer) => {
    const now = JSON.stringify({
      items: [
        {
          metadata: {
            name: 'nvidia-driver-ledger-r580-x86-64',
            resourceVersion: '8',
            labels: { 'nvidia-driver-pipelines/target': 'r580-x86-64', team: 'gpu' },
          },
        },
      ],
    });
    const oc =
      api(`${arm.replace('*)', '*-f\\ ledger.json*)')} if [[ -e /work/once ]]; then tee /work/replace.json <ledger.json | jq '.metadata.uid = "u-1"'; else touch /work/once; echo '${answer}' >&2; exit 1; fi ;;
'get --raw '*) cat <<'JSON'
${now}
JSON
;;`);
    const { code, file, posted } = await decided({ ledgers }, { registry: repository([]), oc });
    expect(code).toBe(0);
    expect(file('replace').metadata).toMatchObject({ resourceVersion: '8', labels: { team: 'gpu' } });
    expect(posted).toBe(event);
  });

  test('gives up where the ledger is written by somebody else at each of five tries', async () => {
    const oc = api(`'create '*) echo '${conflict}' >&2; exit 1 ;;\n'get --raw '*) echo '{"items": []}' ;;`);
    const { code, last, calls, posted } = await decided({}, { registry: repository([]), oc });
    expect([code, writes(calls).length, posted]).toEqual([75, 5, '']);
    expect(last).toBe(
      'transient error: the ledgers in namespace gpu cannot be written: somebody else wrote them at each of 5 tries: see who does, then run again',
    );
  });

  test('ends where the ledger may not be written', async () => {
    const { code, last } = await decided({}, { oc: `echo 'Error from server (Forbidden): configmaps is forbidden' >&2; exit 1` });
    expect(code).toBe(1);
    expect(last).toBe(
      'permanent error: ledger nvidia-driver-ledger-r580-x86-64 cannot be written: Error from server (Forbidden): configmaps is forbidden: let the service account of this pod create and update configmaps',
    );
  });

  test.each([
    [
      'is down',
      'curl: (7) Failed to connect to el-nvidia-driver-builds port 8080',
      'curl error 7: Failed to connect to el-nvidia-driver-builds port 8080',
    ],
    ['answers 500', 'curl: (22) The requested URL returned error: 500', 'curl error 22: The requested URL returned error: 500'],
  ])('ends as one that may be tried again where the listener %s, with the ledger written', async (_, said, told) => {
    const { code, last, calls, file } = await decided({}, { registry: repository([]), curl: `echo '${said}' >&2; exit 7` });
    expect(code).toBe(75);
    expect(last).toBe(
      `transient error: the listener ${listener} does not take the event ${event}: ${told} (2 tries): see that it can be reached from the cluster, then run again`,
    );
    expect(calls.filter(call => call.startsWith('curl'))).toHaveLength(2);
    expect(file('create')).not.toBeNull();
  });

  test('ends where the listener is another', async () => {
    const { last } = await decided(
      {},
      { registry: repository([]), curl: `echo 'curl: (22) The requested URL returned error: 404' >&2; exit 22` },
    );
    expect(last).toBe(
      `permanent error: the listener ${listener} does not take the event ${event}: curl error 22: The requested URL returned error: 404: see that its pod runs and what its log says`,
    );
  });
});

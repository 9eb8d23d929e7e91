import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptFile } from '../../../src/tasks/script';
import { needs, program } from '../../support/needs';
import { runInside } from '../../support/run-step';

/** A time so many minutes ago, and how a sentence says it. */
function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+/, '');
}

interface Ledger {
  readonly target?: string;
  readonly coverage?: 'covered' | 'missing' | 'cannot-see';
  readonly since?: number;
  /** Minutes since it was written; undefined: nobody knows. */
  readonly updated?: number | undefined;
  readonly text?: string;
  readonly entries?: readonly object[];
}

function ledger({ target = 'r580-x86-64', coverage = 'covered', since = 0, updated = 5, text = 'covered\n', entries = [] }: Ledger = {}) {
  return {
    kind: 'ConfigMap',
    metadata: {
      name: `nvidia-driver-ledger-${target}`,
      uid: `uid of ${target}`,
      labels: { 'nvidia-driver-pipelines/target': target, 'nvidia-driver-pipelines/coverage': coverage },
      annotations: { 'nvidia-driver-pipelines/since': ago(since), 'nvidia-driver-pipelines/updated': ago(updated) },
    },
    data: { coverage: text, ...Object.fromEntries(entries.map((entry, index) => [`kernel-${index}`, JSON.stringify(entry)])) },
  };
}

const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const image = (state: string, since: number | undefined, more: object = {}) => ({
  kernel,
  state,
  releases: ['4.20.3', '4.20.4'],
  wanted: 'desired',
  since: since === undefined ? '' : ago(since),
  failure: '',
  ...more,
});

const printed = (output: unknown) => `printf '%s' '${JSON.stringify(output)}'`;
const events = 'cat "$3" >>"$HOME/events"';

/** Runs it for one target, or for two. */
function cover(get: string, create = events, names: readonly string[] = ['nvidia-driver-ledger-r580-x86-64']) {
  const oc = `case $1 in get) ${get} ;; create) ${create} ;; esac`;
  const env = {
    LEDGERS: names.join(' '),
    DEADLINE_SECONDS: '21600',
    NAMESPACE: 'gpu',
    PROGRAMS: join(process.cwd(), 'src/deployment/coverage'),
  };
  return runInside(scriptFile('deployment/coverage/coverage.sh'), { env, programs: { oc } });
}

const watcher = 'see the newest Job of CronJob nvidia-driver-watcher in namespace gpu';
const red = (problem: string) => `permanent error: 1 of 1 targets are not covered: r580-x86-64: ${problem}`;

needs('jq', program('jq'))('coverage', () => {
  test.each([
    ['every image is published', [image('published', undefined)]],
    ['an image is missing, but not for longer than the deadline', [image('building', 350)]],
    ['an image that nobody needs any more is missing', [image('failed', 900, { wanted: 'no' })]],
    ['nothing is needed', []],
  ])('succeeds where %s', async (_, entries) => {
    const { code, log, calls } = await cover(printed(ledger({ entries })));
    expect(code).toBe(0);
    expect(log).toMatch(/^all of 1 targets are covered\ncoverage done in \d+ s\n$/);
    expect(calls).toEqual(['oc get configmaps nvidia-driver-ledger-r580-x86-64 --namespace gpu --ignore-not-found -o json']);
  });

  test.each([
    ['failed', 'kmod-build: permanent error: no', 'is missing', 'kmod-build: permanent error: no'],
    ['queued', '', 'is missing', 'it is queued'],
    ['unseen', '', 'cannot be seen', 'its registry does not answer'],
  ])('fails where an image has been missing for longer than the deadline: %s', async (state, failure, what, cause) => {
    const entry = image(state, 370, { failure });
    const { code, last } = await cover(
      printed(ledger({ coverage: 'missing', since: 370, entries: [image('published', undefined), entry] })),
    );
    expect(code).toBe(1);
    expect(last).toBe(red(`the image for kernel ${kernel} of release 4.20.3, 4.20.4 ${what} since ${entry.since}, for 6 h: ${cause}`));
  });

  test('fails where nobody can tell for longer than the deadline, and says what cannot be seen', async () => {
    const seen = ledger({
      coverage: 'cannot-see',
      since: 370,
      text: 'cannot-see: 0 of 2 images are published\ncannot be seen: no channel is set: set one\n',
    });
    const { code, last } = await cover(printed(seen));
    expect(code).toBe(1);
    expect(last).toBe(
      red(`nobody can tell since ${seen.metadata.annotations['nvidia-driver-pipelines/since']}, for 6 h: no channel is set: set one`),
    );
    expect((await cover(printed(ledger({ coverage: 'cannot-see', since: 350 })))).code).toBe(0);
  });

  test('fails where the ledger was not written for an hour, whatever it says', async () => {
    const old = ledger({ updated: 70, entries: [image('published', undefined)] });
    const { last } = await cover(printed(old));
    expect(last).toBe(
      red(`its ledger was not written since ${old.metadata.annotations['nvidia-driver-pipelines/updated']}, for 70 min: ${watcher}`),
    );
  });

  test('takes a ledger without times for one that is old, and overlooks what is no entry', async () => {
    const { metadata, ...rest } = ledger({ entries: [] });
    const { annotations: _, ...bare } = metadata;
    expect((await cover(printed({ ...rest, metadata: bare }))).last).toContain(`: its ledger was not written since , for `);
    expect((await cover(printed({ ...ledger(), data: { 'kernel-0': 'edited', 'kernel-1': '[]' } }))).code).toBe(0);
  });

  test('tells of every target that is not covered, and of those whose ledger is not there', async () => {
    const names = ['r570-x86-64', 'r580-x86-64', 'r580-aarch64'].map(target => `nvidia-driver-ledger-${target}`);
    const items = [ledger({ target: 'r570-x86-64' }), ledger({ entries: [image('waiting', 370), image('failed', 400)] })];
    const { code, last, file } = await cover(printed({ kind: 'List', items }), events, names);
    expect(code).toBe(1);
    expect(last).toMatch(
      /^permanent error: 2 of 3 targets are not covered: r580-x86-64: the image .*: it is waiting; r580-x86-64: the image .*: it is failed; /,
    );
    expect(last).toContain(`; nvidia-driver-ledger-r580-aarch64: the watcher has not made it: ${watcher}`);
    expect(file('home/events')?.match(/"reason": "DriverImageMissing"/g)).toHaveLength(2);
  });

  test('leaves an event at the ledger', async () => {
    const { file } = await cover(printed(ledger({ entries: [image('queued', 370)] })));
    expect(JSON.parse(file('home/events') ?? '{}')).toMatchObject({
      metadata: { generateName: 'nvidia-driver-ledger-r580-x86-64.', namespace: 'gpu' },
      involvedObject: { kind: 'ConfigMap', name: 'nvidia-driver-ledger-r580-x86-64', namespace: 'gpu', uid: 'uid of r580-x86-64' },
      type: 'Warning',
      reason: 'DriverImageMissing',
      message: expect.stringMatching(/^r580-x86-64: the image for kernel .* is missing since .*: it is queued$/),
    });
  });

  test('fails with the images all the same where it may not create events', async () => {
    const { last, log } = await cover(printed(ledger({ entries: [image('queued', 370)] })), 'echo "error: forbidden" >&2; exit 1');
    expect(log).toContain('warning: no event tells of it: forbidden: let this service account create events\n');
    expect(last).toMatch(/: it is queued$/);
  });

  test('says who has to let it where it may not read the ledgers, and tries again where nobody answers', async () => {
    const forbidden = await cover('echo "Error from server (Forbidden): no" >&2; exit 1');
    const sentence = 'the ledgers in namespace gpu cannot be read';
    expect([forbidden.code, forbidden.last]).toEqual([
      1,
      `permanent error: ${sentence}: Error from server (Forbidden): no: let this service account get them`,
    ]);
    const refused = await cover('echo "connection refused" >&2; exit 1');
    expect([refused.code, refused.last]).toEqual([
      75,
      `transient error: ${sentence}: connection refused (7 tries): see that it can be reached from the cluster, then run again`,
    ]);
  });

  test('knows that no ledger at all is one that is missing', async () => {
    expect((await cover(':')).last).toBe(
      `permanent error: 1 of 1 targets are not covered: nvidia-driver-ledger-r580-x86-64: the watcher has not made it: ${watcher}`,
    );
  });
});

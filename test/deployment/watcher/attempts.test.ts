import { expect, test } from 'vitest';
import { buildsOf } from '../../../src/deployment/build-event';
import { entry, ledger, node, now, release, target } from '../../support/cluster-world';
import { decide, entryIn, kernel, later, repository, run, tags, type World, written } from '../../support/decision';
import { needs, program } from '../../support/needs';

const configuration = target().configuration;
const failed = (failures: number, changes: object = {}) =>
  entry(kernel, {
    state: 'waiting',
    image: target().image,
    tags,
    attempts: failures,
    failures,
    failure: 'kmod-build: transient error: the node is gone',
    run: `r580-x86-64-5-14-0-570-62-1-el9-6-${failures}`,
    configuration,
    since: '2026-03-01T10:00:00Z',
    ended: '2026-03-01T11:50:00Z',
    next: '2026-03-01T11:55:00Z',
    ...changes,
  });
/** What is decided where the ledger has this entry. */
const after = (known: ReturnType<typeof entry>, world: World & { readonly annotations?: Readonly<Record<string, string>> } = {}) =>
  decide({ ...world, seen: { ledgers: { 'r580-x86-64': ledger([known], world.annotations) }, ...world.seen } });

needs('jq', program('jq'))('the next attempt of an image', () => {
  test('has the number after those of the ledger and of its runs', () => {
    expect(decide().events).toEqual([{ target: 'r580-x86-64', release: '4.20.3', kernel, attempt: 1 }]);
    expect(after(failed(3)).events[0]?.attempt).toBe(4);
    expect(after(failed(3), { seen: { runs: [run(7, { ended: '2026-03-01T09:00:00Z' })] } }).events[0]?.attempt).toBe(8);
  });

  test('waits after a transient failure, five minutes at first and twice as long after each', () => {
    const ended = (minutes: number, failures = 0) => {
      const seen = {
        now: later(minutes),
        runs: [run(failures + 1, { ended: now })],
        ledgers: failures ? { 'r580-x86-64': ledger([failed(failures)]) } : {},
      };
      const decision = decide({ seen });
      return [entryIn(decision).state, decision.events.length];
    };
    expect(ended(4)).toEqual(['waiting', 0]);
    expect(ended(5)).toEqual(['queued', 1]);
    expect(ended(9, 1)).toEqual(['waiting', 0]);
    expect(ended(10, 1)).toEqual(['queued', 1]);
  });

  test('follows at once where Tekton itself has ended the run, as it does while the API server is away; the next time it waits', () => {
    const outcome = `Pipeline can't be Run; it contains Tasks that don't exist: Couldn't retrieve Task "kmod-build": connection refused`;
    const ended = (attempt: number, known: Parameters<typeof ledger>[0]) =>
      decide({ seen: { runs: [run(attempt, { outcome, ended: now })], ledgers: { 'r580-x86-64': ledger(known) } } });
    const first = ended(1, []);
    expect(first.events).toEqual([{ target: 'r580-x86-64', release: '4.20.3', kernel, attempt: 2 }]);
    expect(entryIn(first)).toMatchObject({
      state: 'queued',
      failures: 1,
      failure: `report: transient error: run r580-x86-64-5-14-0-570-62-1-el9-6-1 ended, and no task says why: ${outcome}`,
    });
    const second = ended(2, [failed(1)]);
    expect(second.events).toEqual([]);
    expect(entryIn(second)).toMatchObject({ state: 'waiting', failures: 2, next: later(5) });
  });

  test('is not made after as many failures as the configuration says; people are told once', () => {
    const decision = after(failed(6));
    expect(entryIn(decision)).toMatchObject({ state: 'failed', failures: 6 });
    expect(decision.events).toEqual([]);
    expect(decision.failures).toEqual([
      { target: 'r580-x86-64', message: `${kernel}: stopped after 6 attempts: kmod-build: transient error: the node is gone` },
    ]);
    const again = decide({ seen: { ledgers: written(decision) } });
    expect(again).toMatchObject({ ledgers: {}, failures: [], events: [] });
    expect(after(failed(6), { upgrade: { attempts: 7 } }).events).toHaveLength(1);
  });

  test('is not made after a permanent failure, until the configuration changes or somebody asks for it', () => {
    const failure = 'kmod-build: permanent error: the driver does not compile';
    const stopped = failed(1, { state: 'failed', failure, next: '' });
    const decision = after(stopped);
    expect(entryIn(decision)).toMatchObject({ state: 'failed', failure });
    expect(decision).toMatchObject({ events: [], failures: [] });
    const changed = after(stopped, { targets: [target({ configuration: 'dddddddddddd' })] });
    expect(entryIn(changed)).toMatchObject({ state: 'queued', failures: 0, failure: '', attempts: 1 });
    expect(changed.events[0]?.attempt).toBe(2);
    const retry = (time: string) => after(stopped, { annotations: { 'nvidia-driver-pipelines/retry': time } });
    expect(entryIn(retry('2026-03-01T11:50:01Z'))).toMatchObject({ state: 'queued', failures: 0, failure: '' });
    expect(entryIn(retry('2026-03-01T11:49:59Z')).state).toBe('failed');
    expect(retry('2026-03-01T11:50:01Z').ledgers['r580-x86-64']?.annotations['nvidia-driver-pipelines/retry']).toBe('2026-03-01T11:50:01Z');
  });

  test('is not made without a number or a name that it could have', () => {
    const full = after(failed(1, { attempts: 99 }));
    expect(full).toMatchObject({
      events: [],
      failures: [
        {
          message: `${kernel}: stopped after 99 attempts, more than the name of a run has room for: delete its runs, and its entry in ConfigMap nvidia-driver-ledger-r580-x86-64`,
        },
      ],
    });
    expect(after(failed(1, { attempts: 98 })).events[0]?.attempt).toBe(99);
    const named = (core: string) => decide({ seen: { releases: [release('4.20.3', ['desired'], { [core]: 'rhel 9.6' })], nodes: [] } });
    expect(named('5.14.0-570.62.1.12345.el9_6').events).toHaveLength(1);
    const long = named('5.14.0-570.62.1.123456.el9_6');
    expect(long.events).toEqual([]);
    expect(long.failures[0]?.message).toBe(
      '5.14.0-570.62.1.123456.el9_6.x86_64: no event can name this kernel, or a release that has it: start its run by hand, with the params of dist/runs',
    );
  });
});

needs('jq', program('jq'))('an event that is asked for', () => {
  test('names the newest release that the listener takes; where there is none, people are told', () => {
    const stream = { '5.14.0-570.62.1.el9_6': 'rhel 9.6' };
    const nightly = release('4.21.0-0.nightly-2025-10-15-1102', ['offered'], stream);
    const candidate = release('4.21.0-rc.1', ['offered'], stream);
    expect(decide({ seen: { releases: [nightly, candidate], nodes: [] } }).events[0]?.release).toBe('4.21.0-rc.1');
    const none = decide({ seen: { releases: [nightly], nodes: [] } });
    expect(none).toMatchObject({
      events: [],
      failures: [{ message: expect.stringContaining('no event can name this kernel, or a release') }],
    });
  });

  test('is within the limits of the listener', () => {
    const { filter } = buildsOf({ name: 'r580-x86-64', platform: 'x86_64' }).params;
    expect(filter).toContain('body.attempt <= 99');
    expect(filter).toContain(`size(body.kernel) <= ${'5.14.0-570.62.1.12345.el9_6.x86_64'.length}`);
    expect(filter).toContain('size(body.release) <= 27');
  });
});

needs('jq', program('jq'))('a run that ended without a word in the ledger', () => {
  test('is recorded, once, and people are told of its failure', () => {
    const decision = decide({ seen: { runs: [run(1)] } });
    expect(entryIn(decision)).toMatchObject({
      state: 'queued',
      attempts: 1,
      failures: 1,
      failure: 'kmod-build: transient error: the node is gone',
      run: 'r580-x86-64-5-14-0-570-62-1-el9-6-1',
      configuration,
      ended: '2026-03-01T11:50:00Z',
      next: '2026-03-01T11:55:00Z',
    });
    expect(decision.failures).toEqual([
      { target: 'r580-x86-64', message: 'r580-x86-64-5-14-0-570-62-1-el9-6-1: kmod-build: transient error: the node is gone' },
    ]);
    expect(decide({ seen: { runs: [run(1)], ledgers: written(decision) } })).toMatchObject({ ledgers: {}, failures: [] });
  });

  test('is recorded in the order in which runs ended', () => {
    const runs = [
      run(2, { ended: '2026-03-01T11:40:00Z', outcome: 'kmod-build: permanent error: no' }),
      run(1, { ended: '2026-03-01T11:30:00Z' }),
    ];
    expect(entryIn(decide({ seen: { runs } }))).toMatchObject({
      state: 'failed',
      attempts: 2,
      failures: 2,
      failure: 'kmod-build: permanent error: no',
    });
  });

  test('is no failure where it succeeded: what the registry shows counts', () => {
    const done = run(1, { succeeded: true, digest: 'sha256:1', outcome: 'published: quay.io/acme/gpu' });
    const there = decide({
      seen: { runs: [done] },
      registry: repository(tags, Object.fromEntries(tags.map(tag => [tag, { digest: 'sha256:1', proof: true, signer: 's' }]))),
    });
    expect(entryIn(there)).toMatchObject({
      state: 'published',
      digest: 'sha256:1',
      signer: 's',
      attempts: 1,
      failures: 0,
      run: done.name,
      recipe: target().recipe,
    });
    expect(there.failures).toEqual([]);
  });

  test('made the image by another recipe where its configuration was another', () => {
    const done = run(1, { succeeded: true, digest: 'sha256:1', outcome: 'published: quay.io/acme/gpu', configuration: 'dddddddddddd' });
    const decision = decide({ seen: { runs: [done] }, registry: repository(tags) });
    expect(entryIn(decision).state).toBe('queued');
    expect(decision.events[0]?.attempt).toBe(2);
  });

  test('of another target, or of a kernel that nobody told, is no run of the image', () => {
    const runs = [run(4, { target: 'r570-x86-64' }), run(5, { kernel: '' })];
    const decision = decide({ seen: { runs } });
    expect(entryIn(decision)).toMatchObject({ state: 'queued', attempts: 0, run: '' });
    expect(decision.events[0]?.attempt).toBe(1);
  });

  test('is recorded of an image that nobody wants any more', () => {
    const other = '5.14.0-1.el9_6.x86_64';
    const ledgers = { 'r580-x86-64': ledger([entry(other, { wanted: 'offered', releases: ['4.20.1'], since: now })]) };
    const decision = (done: boolean) =>
      decide({ seen: { ledgers, runs: [run(1, { kernel: other, done })], nodes: [node('a', kernel, '4.20.3')] } });
    expect(entryIn(decision(true), other)).toMatchObject({ state: 'unwanted', wanted: 'no', releases: [], attempts: 1, since: '' });
    expect(entryIn(decision(false), other).state).toBe('building');
  });
});

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { needs, program } from '../support/needs';

const kernel = '5.14.0-570.62.1.el9_6.aarch64+64k';
const tagged = (os: string, driver = '580.105.08') => `${driver}-5.14.0-570.62.1.el9_6.aarch64_64k-${os}`;

/** What jq makes of `input` with the definitions of the ledger, as a module. */
function ledger(filter: string, input: unknown = null, values: Readonly<Record<string, unknown>> = {}): unknown {
  const named = Object.entries(values).flatMap(([name, value]) => ['--argjson', name, JSON.stringify(value)]);
  const output = execFileSync('jq', ['-L', 'src/tasks', ...named, `include "ledger"; ${filter}`], { input: JSON.stringify(input) });
  return JSON.parse(output.toString());
}

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 1, 10, minutes)).toISOString().replace('.000Z', 'Z');

/** A run as reports and the watcher tell of it; without more, one that published at `minutes` past ten. */
const run = (name: string, minutes: number, more: object = {}) => ({
  name,
  attempt: 1,
  succeeded: true,
  outcome: 'published: quay.io/acme/gpu:a@sha256:1',
  digest: 'sha256:1',
  signer: 'self-signed',
  tags: [tagged('rhel9.6'), tagged('rhel9')],
  image: 'quay.io/acme/gpu',
  recipe: 'aaaaaaaaaaaa',
  configuration: 'cccccccccccc',
  ended: at(minutes),
  ...more,
});
const failed = (name: string, minutes: number, outcome: string, more: object = {}) =>
  run(name, minutes, { succeeded: false, digest: '', outcome, ...more });
const unreachable = 'kmod-build: transient error: registry is gone';
const wrong = 'kmod-build: permanent error: it does not compile';

/** The entry after these runs, one after another, each recorded when it ended. */
const after = (...runs: readonly ReturnType<typeof run>[]) =>
  ledger('reduce $runs[] as $run (newEntry($kernel); recorded($run; $run.ended))', null, { kernel, runs }) as Record<string, unknown>;

needs('jq', program('jq'))('an entry of the ledger', () => {
  test('of a run that published has the image, and nothing to wait for', () => {
    expect(after(run('first', 0, { release: '4.20.3' }))).toEqual({
      state: 'published',
      kernel,
      image: 'quay.io/acme/gpu',
      tags: [tagged('rhel9.6'), tagged('rhel9')],
      releases: ['4.20.3'],
      wanted: 'no',
      digest: 'sha256:1',
      signer: 'self-signed',
      attempts: 1,
      failures: 0,
      failure: '',
      run: 'first',
      recipe: 'aaaaaaaaaaaa',
      configuration: 'cccccccccccc',
      since: '',
      ended: at(0),
      checked: at(0),
      next: '',
    });
  });

  test('waits after a transient failure: 5, 10, 20 … minutes, at most 6 hours', () => {
    const hour = 60;
    const waits = [5, 10, 20, 40, 80, 160, 320, 6 * hour, 6 * hour];
    const runs = waits.map((_, index) => failed(`run-${index + 1}`, index, unreachable, { attempt: index + 1 }));
    for (const [index, wait] of waits.entries()) {
      expect(after(...runs.slice(0, index + 1))).toMatchObject({
        state: 'waiting',
        failure: unreachable,
        failures: index + 1,
        attempts: index + 1,
        since: at(0),
        ended: at(index),
        next: at(index + wait),
      });
    }
  });

  test('waits for nothing after a permanent failure, and still has what was published before it', () => {
    expect(after(run('first', 0), failed('second', 9, wrong, { attempt: 2, recipe: 'bbbbbbbbbbbb' }))).toMatchObject({
      state: 'failed',
      failure: wrong,
      failures: 1,
      attempts: 2,
      since: at(9),
      next: '',
      digest: 'sha256:1',
      recipe: 'aaaaaaaaaaaa',
      checked: at(0),
    });
  });

  test('is judged by the first task that failed', () => {
    expect(after(failed('first', 0, `${unreachable}; cleanup: permanent error: no`)).state).toBe('waiting');
    expect(after(failed('first', 0, `${wrong}; cleanup: transient error: no`)).state).toBe('failed');
  });

  test('tells of a run that ended without a sentence that another attempt may help', () => {
    const ended = 'report: transient error: run first ended, and no task says why: ';
    expect(after(failed('first', 0, 'nothing was published'))).toMatchObject({
      state: 'waiting',
      failure: `${ended}nothing was published`,
    });
    expect(after(failed('first', 0, ''))).toMatchObject({ state: 'waiting', failure: `${ended}see its TaskRuns` });
  });

  test('is published where the run failed only after it had published', () => {
    const outcome = 'nvidia-driver-apply: permanent error: the operator refuses it';
    expect(after(run('first', 0, { succeeded: false, outcome }))).toMatchObject({ state: 'published', failure: '', failures: 0 });
  });

  test('counts failures anew after a success, and under another configuration', () => {
    const [first, second] = [failed('first', 0, unreachable), failed('second', 1, unreachable)];
    expect(after(first, second).failures).toBe(2);
    expect(after(first, run('second', 1), failed('third', 2, unreachable)).failures).toBe(1);
    expect(after(first, { ...second, configuration: 'dddddddddddd' })).toMatchObject({ failures: 1, configuration: 'dddddddddddd' });
  });

  test('has a run once, and after a later run no earlier one', () => {
    const [first, second] = [failed('first', 0, unreachable), failed('second', 1, unreachable)];
    expect(after(first, { ...first, ended: at(3) })).toEqual(after(first));
    expect(after(first, second, first)).toEqual(after(first, second));
  });

  test('has the number of the last attempt also after a run that was made by hand', () => {
    expect(after(failed('first', 0, unreachable, { attempt: 3 }), run('by-hand', 1, { attempt: 0 })).attempts).toBe(3);
  });

  test('keeps its tags where a run made those of another OS only, and has them checked', () => {
    const tags = [tagged('rhel10.2'), tagged('rhel10')];
    expect(after(run('first', 0), run('second', 1, { tags }))).toMatchObject({
      state: 'published',
      tags: [tagged('rhel9.6'), tagged('rhel9'), ...tags],
      checked: '',
    });
  });

  test('keeps no tags of another driver version, and all where the run found out none', () => {
    const tags = [tagged('rhel9', '580.126.20')];
    expect(after(run('first', 0), run('second', 1, { tags })).tags).toEqual(tags);
    expect(after(run('first', 0), failed('second', 1, unreachable, { tags: [] })).tags).toHaveLength(2);
  });

  test('has its key and its text in a ConfigMap: a line for each field', () => {
    expect(ledger('$kernel | ledgerKey', null, { kernel })).toBe('5.14.0-570.62.1.el9_6.aarch64_64k');
    expect(ledger('newEntry("5.14") | .tags = ["a", "b"] | written | split("\n")')).toEqual([
      '{',
      '  "state": "unwanted",',
      '  "kernel": "5.14",',
      '  "image": "",',
      '  "tags": ["a","b"],',
      ...['releases', 'wanted', 'digest', 'signer', 'attempts', 'failures', 'failure', 'run', 'recipe', 'configuration'].map(field =>
        expect.stringContaining(`  "${field}": `),
      ),
      ...['since', 'ended', 'checked'].map(field => `  "${field}": "",`),
      '  "next": ""',
      '}',
      '',
    ]);
  });

  test('is read with all its fields, whatever somebody wrote there', () => {
    const empty = ledger('newEntry("5.14")');
    for (const text of [null, '', 'scribble', '[1]']) expect(ledger('entryOf("5.14")', text)).toEqual(empty);
    expect(ledger('newEntry("5.14") | .attempts = 4 | written | entryOf("5.14") | .attempts')).toBe(4);
    expect(ledger('entryOf("5.14")', '{"failures": 2}')).toEqual({ ...(empty as object), failures: 2 });
  });
});

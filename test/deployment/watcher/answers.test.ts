import { expect, test } from 'vitest';
import { labels } from '../../../src/deployment/names';
import { cluster, entry, ledger, node, now, release, settings, target, unreadable } from '../../support/cluster-world';
import { decide, entryIn, image, kernel, later, oneRelease, repository, run, tags, type World, written } from '../../support/decision';
import { jq } from '../../support/jq';
import { needs, program } from '../../support/needs';

const there = repository(tags, Object.fromEntries(tags.map(tag => [tag, image()])));
const answer = (world: World, name = 'r580-x86-64') => {
  const { ledgers, lines } = decide(world);
  const written = ledgers[name];
  return { line: lines[0], text: written?.data.coverage, label: written?.labels['nvidia-driver-pipelines/coverage'] };
};

needs('jq', program('jq'))('the answer of a target', () => {
  test('is covered where every image is published', () => {
    expect(answer({ registry: there })).toEqual({
      line: 'r580-x86-64: covered: 1 of 1 images are published',
      text: `covered: 1 of 1 images are published\npublished ${kernel} (desired: 4.20.3)\n`,
      label: 'covered',
    });
  });

  test('is missing where one is not, with the reason, whatever else cannot be seen', () => {
    const kernels = (...numbers: readonly number[]) => Object.fromEntries(numbers.map(number => [`5.14.0-${number}.el9_6`, 'rhel 9.6']));
    const releases = [
      release('4.20.3', ['desired'], kernels(1)),
      release('4.20.4', ['offered'], kernels(2)),
      release('4.20.5', ['offered'], kernels(3)),
      ...[6, 7, 8, 9].map(number => release(`4.20.${number}`, ['offered'], kernels(4))),
    ];
    const of = (number: number) => ({ kernel: `5.14.0-${number}.el9_6.x86_64` });
    const runs = [
      run(1, { ...of(1), name: 'first', outcome: 'driver-toolkit-lookup: permanent error: no' }),
      run(1, { ...of(2), name: 'second', done: false }),
      run(1, { ...of(3), name: 'third', ended: now }),
    ];
    expect(answer({ seen: { releases, nodes: [], runs, blind: ['no channel is set: oc adm upgrade channel stable-4.20'] } })).toEqual({
      line: 'r580-x86-64: missing: 0 of 4 images are published, 1 building, 1 queued, 1 waiting, 1 failed',
      text: [
        'missing: 0 of 4 images are published, 1 building, 1 queued, 1 waiting, 1 failed',
        'failed 5.14.0-1.el9_6.x86_64 (desired: 4.20.3): driver-toolkit-lookup: permanent error: no',
        'queued 5.14.0-4.el9_6.x86_64 (offered: 4.20.9, 4.20.8 and 2 more)',
        'waiting 5.14.0-3.el9_6.x86_64 (offered: 4.20.5): again after 2026-03-01T12:05:00Z: kmod-build: transient error: the node is gone',
        'building 5.14.0-2.el9_6.x86_64 (offered: 4.20.4): run second',
        'cannot be seen: no channel is set: oc adm upgrade channel stable-4.20',
        '',
      ].join('\n'),
      label: 'missing',
    });
  });

  test('is that it cannot be seen where the cluster, a release or a registry says nothing', () => {
    const cannot = (world: World) => answer({ registry: there, ...world });
    expect(cannot({ seen: { blind: ['no channel is set'] } })).toMatchObject({
      line: 'r580-x86-64: cannot-see: 1 of 1 images are published',
      label: 'cannot-see',
    });
    const releases = [...oneRelease.releases, unreadable('4.20.4', ['offered'], 'permanent error: unauthorized')];
    expect(cannot({ seen: { releases } }).text).toContain('\ncannot be seen: release 4.20.4: permanent error: unauthorized\n');
    const reason = 'quay.io/acme/gpu cannot be read: connection refused';
    const gone = cannot({ registry: { repositories: { 'quay.io/acme/gpu': { reason } }, images: {} } });
    expect(gone.text).toBe(
      ['cannot-see: 0 of 1 images are published, 1 unseen', `unseen ${kernel} (desired: 4.20.3)`, `cannot be seen: ${reason}`, ''].join(
        '\n',
      ),
    );
    const refused = repository(tags, { [tags[0] ?? '']: image(), [tags[1] ?? '']: { reason: 'manifest invalid' } });
    expect(cannot({ registry: refused })).toMatchObject({
      text: `cannot-see: 0 of 1 images are published, 1 unseen\nunseen ${kernel} (desired: 4.20.3): manifest invalid\n`,
      label: 'cannot-see',
    });
  });

  test('is that it cannot be seen where a node has a kernel of no release, unless its image is there', () => {
    const hotFix = '5.14.0-570.62.9.el9_6.x86_64';
    const os = {
      'feature.node.kubernetes.io/system-os_release.ID': 'rhcos',
      'feature.node.kubernetes.io/system-os_release.VERSION_ID': '4.18',
    };
    const nodes = (labelled: object) => [
      ...oneRelease.nodes,
      ...['a', 'b', 'c', 'd'].map(name => node(name, hotFix, '4.20.3', { ...labelled })),
    ];
    const text = `cannot be seen: kernel ${hotFix} of a, b and 2 more is in no release that is known: add the release that has it to releases, or a driver with driverToolkit and kernel`;
    expect(answer({ registry: there, seen: { nodes: nodes({}) } }).text).toContain(text);
    expect(answer({ registry: there, seen: { nodes: nodes(os) } }).label).toBe('cannot-see');
    const tag = `580.105.08-${hotFix}-rhcos4.18`;
    const withHotFix = { ...there, images: { ...there.images, [`quay.io/acme/gpu:${tag}`]: image() } };
    expect(answer({ registry: withHotFix, seen: { nodes: nodes(os) } }).label).toBe('covered');
    const foreign = { ...there, images: { ...there.images, [`quay.io/acme/gpu:${tag}`]: { ...image(), proof: false } } };
    expect(answer({ registry: foreign, seen: { nodes: nodes(os) } }).label).toBe('cannot-see');
  });

  test('is that it cannot be seen where a node has another kernel than the one that a driver toolkit of the user is for', () => {
    const hotFix = '5.14.0-570.62.1.hf2.el9_6.x86_64';
    const targets = [target({ kernel: hotFix })];
    const nodes = [node('a', hotFix, '4.20.3'), node('b', kernel, '4.20.3')];
    const { text, label } = answer({ targets, registry: repository([]), seen: { nodes } });
    expect(label).toBe('missing');
    expect(text).toBe(
      `missing: 0 of 1 images are published, 1 queued\nqueued ${hotFix} (desired: 4.20.3)\n` +
        `cannot be seen: kernel ${kernel} of b is not ${hotFix}, for which the target has a driver toolkit of its own: select these nodes by another driver\n`,
    );
    expect(decide({ targets, seen: { nodes } }).events).toEqual([{ target: 'r580-x86-64', release: '4.20.3', kernel: hotFix, attempt: 1 }]);
  });
});

needs('jq', program('jq'))('the queue', () => {
  const releases = [
    release('4.20.4', ['offered'], { '5.14.0-4.el9_6': 'rhel 9.6' }),
    release('4.20.3', ['desired'], { '5.14.0-3.el9_6': 'rhel 9.6' }),
    release('4.21.0', ['offered'], { '5.14.0-5.el9_6': 'rhel 9.6' }),
  ];
  const targets = [target({ name: 'b' }), target({ name: 'a' })];
  const asked = (upgrade: object, runs: readonly ReturnType<typeof run>[] = []) =>
    decide({ seen: { releases, nodes: [], runs }, targets, upgrade: { ...upgrade } }).events.map(
      event => `${event.target} ${event.release}`,
    );

  test('is in the order of rank over all targets', () => {
    expect(asked({ maxConcurrent: 9 })).toEqual(['b 4.20.3', 'a 4.20.3', 'b 4.20.4', 'a 4.20.4', 'b 4.21.0', 'a 4.21.0']);
  });

  test('gives as many builds as may run at a time, less those that run, by hand too', () => {
    expect(asked({})).toEqual(['b 4.20.3', 'a 4.20.3']);
    const other = run(1, { done: false, kernel: '' });
    expect(asked({}, [other])).toEqual(['b 4.20.3']);
    expect(asked({}, [other, run(1, { target: 'b', kernel: '5.14.0-3.el9_6.x86_64', done: false })])).toEqual([]);
    expect(asked({}, [other, other, other])).toEqual([]);
  });
});

needs('jq', program('jq'))('the ledger of a target', () => {
  const first = decide({ registry: there });
  const at = (minutes: number, changes: World = {}) =>
    decide({ registry: repository(tags), ...changes, seen: { now: later(minutes), ledgers: written(first), ...changes.seen } });
  const annotation = (decision: typeof first, name: string) =>
    decision.ledgers['r580-x86-64']?.annotations[`nvidia-driver-pipelines/${name}`];

  test('has our labels, and what others gave it', () => {
    expect(first.ledgers['r580-x86-64']?.labels).toEqual({
      ...labels,
      'nvidia-driver-pipelines/target': 'r580-x86-64',
      'nvidia-driver-pipelines/coverage': 'covered',
    });
    const theirs = { 'r580-x86-64': { ...ledger([], { note: 'mine' }), labels: { team: 'gpu' } } };
    const { labels: found, annotations } = decide({ seen: { ledgers: theirs } }).ledgers['r580-x86-64'] ?? {};
    expect(found).toMatchObject({ team: 'gpu' });
    expect(annotations).toMatchObject({ note: 'mine' });
  });

  test('is written when something changed, and every half an hour', () => {
    expect(at(29).ledgers).toEqual({});
    expect(annotation(at(30), 'updated')).toBe(later(30));
    expect(annotation(at(30), 'since')).toBe(now);
    const changed = at(5, { seen: { blind: ['no channel is set'], ledgers: written(first) } });
    expect(annotation(changed, 'since')).toBe(later(5));
    expect(Object.keys(changed.ledgers)).toEqual(['r580-x86-64']);
  });

  test('keeps what nobody wants any more, and what a person wrote into an entry is read', () => {
    const old = entry('5.14.0-1.el9_6.x86_64', {
      state: 'published',
      digest: 'sha256:9',
      wanted: 'offered',
      releases: ['4.20.1'],
      since: now,
      next: now,
    });
    const found = { ...ledger([old]), data: { ...ledger([old]).data, [kernel]: 'no JSON' } };
    const decision = decide({ registry: there, seen: { ledgers: { 'r580-x86-64': found } } });
    expect(entryIn(decision, old.kernel)).toEqual({ ...old, state: 'unwanted', wanted: 'no', releases: [], since: '', next: '' });
    expect(entryIn(decision).state).toBe('published');
    expect(decision.lines).toEqual(['r580-x86-64: covered: 1 of 1 images are published']);
  });

  test('forgets the oldest of what nobody wants where a ConfigMap has no room, and never what is wanted or building', () => {
    const large = 'x'.repeat(10 * 1024);
    const configuration = target().configuration;
    const entries = Array.from({ length: 75 }, (_, index) =>
      entry(`5.14.0-${index}.el9_6.x86_64`, { failure: large, configuration, state: 'unwanted', ended: later(-index) }),
    );
    const runs = [run(1, { kernel: '5.14.0-74.el9_6.x86_64', done: false })];
    const releases = [release('4.20.3', ['desired'], { '5.14.0-73.el9_6': 'rhel 9.6' })];
    const decision = decide({ seen: { releases, nodes: [], runs, ledgers: { 'r580-x86-64': ledger(entries) } } });
    const data = decision.ledgers['r580-x86-64']?.data ?? {};
    const has = (from: number, to: number) => entries.slice(from, to).filter(({ kernel }) => kernel in data).length;
    expect(Object.values(data).join('').length).toBeLessThan(700 * 1024);
    expect([has(0, 65), has(65, 73), has(73, 75)]).toEqual([65, 0, 2]);
  });

  test('has a target that wants nothing', () => {
    expect(
      jq('decide', cluster(), {
        settings: settings(),
        wanted: jq('wanted', cluster(), { settings: settings() }),
        registry: repository([]),
      }),
    ).toMatchObject({
      lines: ['r580-x86-64: covered: 0 of 0 images are published'],
    });
  });
});

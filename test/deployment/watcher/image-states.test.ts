import { expect, test } from 'vitest';
import { entry, now, release, target } from '../../support/cluster-world';
import { decide, entryIn, image, kernel, later, repository, run, tags, written } from '../../support/decision';
import { needs, program } from '../../support/needs';

const [first = '', second = ''] = tags;
const there = { [first]: image(), [second]: image() };
const published = decide({ registry: repository(tags, there) });
const ledgers = written(published);
/** Entry of an image that was published and checked when the ledger was written. */
const known = entry(kernel, { ...entryIn(published) });

needs('jq', program('jq'))('an image that is wanted', () => {
  test('is published where all its tags have one digest with our mark, though no ledger knows of it', () => {
    expect(known).toEqual(
      entry(kernel, {
        state: 'published',
        image: 'quay.io/acme/gpu',
        tags,
        releases: ['4.20.3'],
        wanted: 'desired',
        digest: 'sha256:1',
        signer: 'self-signed',
        recipe: target().recipe,
        checked: now,
      }),
    );
    expect(published.events).toEqual([]);
  });

  test('has an entry whose fields are in their order, a line each', () => {
    const text = published.ledgers['r580-x86-64']?.data[kernel] ?? '';
    expect(text.split('\n').map(line => /^ {2}"(\w+)"/.exec(line)?.[1] ?? line)).toEqual(['{', ...Object.keys(known), '}', '']);
  });

  test('stays published by the list of tags alone for an hour', () => {
    const after = (minutes: number, registry = repository(tags)) => decide({ seen: { now: later(minutes), ledgers }, registry });
    expect(after(29).ledgers).toEqual({});
    expect(entryIn(after(59))).toEqual(known);
    expect(entryIn(after(50, repository(tags, there)))).toEqual({ ...known, checked: later(50) });
    expect(entryIn(after(50, repository(tags, { [first]: image(), [second]: { reason: 'no time' } })))).toEqual(known);
    expect(entryIn(after(50, repository(tags, { [first]: image(), [second]: { ...image(), proof: false } }))).state).toBe('queued');
    expect(entryIn(after(61)).state).toBe('queued');
    expect(entryIn(after(61, repository(tags, there)))).toEqual({ ...known, checked: later(61) });
  });

  test('is queued again where a tag has vanished, and published where it is there again', () => {
    const gone = decide({ seen: { ledgers }, registry: repository([first]) });
    expect(entryIn(gone)).toEqual({ ...known, state: 'queued', digest: '', signer: '', recipe: '', checked: '', since: now });
    expect(gone.events).toEqual([{ target: 'r580-x86-64', release: '4.20.3', kernel, attempt: 1 }]);
    const back = decide({ seen: { ledgers: written(gone) }, registry: repository(tags, there) });
    expect(entryIn(back)).toEqual(known);
  });

  test.each([
    ['is somebody else’s', { ...image(), proof: false }],
    ['is another one than under the other tag', image('sha256:2')],
  ])('is not published where what is under a tag %s', (_, found) => {
    const decision = decide({ registry: repository(tags, { [first]: image(), [second]: found }) });
    expect(entryIn(decision)).toMatchObject({ state: 'queued', since: now, checked: '' });
  });

  test('is not published where a tag was there when tags were listed, and then was not', () => {
    expect(entryIn(decide({ registry: repository(tags, { [first]: image() }) })).state).toBe('queued');
  });

  test('is queued by another recipe, under what it was; it is published again when the recipe is what it was', () => {
    const changed = decide({ seen: { ledgers }, registry: repository(tags), targets: [target({ recipe: 'bbbbbbbbbbbb' })] });
    expect(entryIn(changed)).toEqual({ ...known, state: 'queued', since: now, checked: '' });
    const undone = decide({ seen: { ledgers: written(changed) }, registry: repository(tags, there) });
    expect(entryIn(undone)).toEqual(known);
  });

  test('is another one in another repository, or of another version of the driver', () => {
    const moved = target({ image: 'quay.io/acme/elsewhere', recipe: 'bbbbbbbbbbbb' });
    const found = tags.map(tag => [`${moved.image}:${tag}`, image('sha256:3')]);
    const registry = { repositories: { [moved.image]: { tags } }, images: Object.fromEntries(found) };
    expect(entryIn(decide({ seen: { ledgers }, registry, targets: [moved] }))).toEqual({
      ...known,
      image: moved.image,
      digest: 'sha256:3',
      recipe: 'bbbbbbbbbbbb',
    });
    const newer = target({ driverVersion: '580.126.09', recipe: 'bbbbbbbbbbbb' });
    expect(entryIn(decide({ seen: { ledgers }, targets: [newer] }))).toMatchObject({ state: 'queued', digest: '', recipe: '' });
  });

  test('is building while it has a run, of which the registry does not say yet that it is published', () => {
    const decision = decide({ seen: { runs: [run(1, { done: false, ended: '' })] } });
    expect(entryIn(decision).state).toBe('building');
    expect(decision.events).toEqual([]);
    const already = decide({ seen: { runs: [run(1, { done: false, ended: '' })] }, registry: repository(tags, there) });
    expect(entryIn(already).state).toBe('published');
  });

  test('is unseen where its registry, or its tag, cannot be read; what is known of it stays', () => {
    const reason = 'quay.io/acme/gpu cannot be read: connection refused';
    const gone = decide({ seen: { ledgers }, registry: { repositories: { 'quay.io/acme/gpu': { reason } }, images: {} } });
    expect(entryIn(gone)).toEqual({ ...known, state: 'unseen', since: now });
    expect(gone.events).toEqual([]);
    const refused = decide({ registry: repository(tags, { [first]: image(), [second]: { reason: 'manifest invalid' } }) });
    expect(entryIn(refused).state).toBe('unseen');
    const back = decide({ seen: { now: later(5), ledgers: written(gone) }, registry: repository(tags) });
    expect(entryIn(back)).toEqual(known);
  });

  test('is asked for with the newest release that needs it, and has the tags of all', () => {
    const stream = { '5.14.0-570.62.1.el9_6': 'rhel 9.6' };
    const releases = [
      release('4.18.30', ['desired'], { '5.14.0-570.62.1.el9_6': 'rhcos 4.18' }),
      release('4.20.9', ['offered'], stream),
      release('4.20.10', ['offered'], stream),
    ];
    const decision = decide({ seen: { releases }, registry: repository(tags, there) });
    expect(decision.events[0]?.release).toBe('4.20.10');
    expect(entryIn(decision)).toMatchObject({
      state: 'queued',
      releases: ['4.20.10', '4.20.9', '4.18.30'],
      tags: [...tags, `580.105.08-${kernel}-rhcos4.18`],
    });
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { merged, PlanError } from '../../src/plan/facts';
import { readFacts, readFactsIfThere, writeFacts } from '../../src/plan/facts-file';
import { facts } from './configuration';

const folder = mkdtempSync(join(tmpdir(), 'facts-'));
const file = join(folder, 'facts.json');
const known = facts('4.20.4', '5.14.0-570.62.1.el9_6.x86_64');

test('what is written is what is read', () => {
  const all = [known, { version: '4.20.5', arch: 'aarch64', image: 'quay.io/ocp/release:4.20.5-multi' } as const];
  writeFacts(file, all);
  expect(readFacts(file)).toEqual(all);
  expect(readFactsIfThere(join(folder, 'none.json'))).toEqual([]);
});

test('what is found takes the place of what was known of the same image, in the order of versions', () => {
  const later = { ...known, streams: [] };
  const others = [facts('4.20.10', '5.14.0-570.72.1.el9_6.x86_64'), facts('4.20.4', '5.14.0-570.62.1.el9_6.aarch64')];
  expect(merged([...others, known], [later]).map(({ version, arch, streams }) => [version, arch, streams?.length])).toEqual([
    ['4.20.4', 'aarch64', 1],
    ['4.20.4', 'x86_64', 0],
    ['4.20.10', 'x86_64', 1],
  ]);
});

test.each([
  ['{', `${file}: cannot be read: `],
  ['[]', `${file}: is no facts file of format 1: write one with --record`],
  ['{"format": 2, "releases": []}', `${file}: is no facts file of format 1: write one with --record`],
  ['{"format": 1, "releases": [1]}', `${file}: releases[0]: is no object: write it like {"version": "4.20.3", "arch": "x86_64"}`],
  ['{"format": 1, "releases": [{"version": "4.20"}]}', `${file}: releases[0].version: is no full version: write it like "4.20.3"`],
  ['{"format": 1, "releases": [{"version": "4.20.3", "arch": "amd64"}]}', `${file}: releases[0].arch: is neither "x86_64" nor "aarch64"`],
  [
    '{"format": 1, "releases": [{"version": "4.20.3", "arch": "x86_64", "image": 1}]}',
    `${file}: releases[0].image: is no text: write the release image`,
  ],
  ['{"format": 1, "releases": [{"version": "4.20.3", "arch": "x86_64", "streams": 1}]}', `${file}: releases[0].streams: is no list`],
  [
    '{"format": 1, "releases": [{"version": "4.20.3", "arch": "x86_64", "streams": [{"kernel": "5.14.0-1.el9_6.x86_64"}]}]}',
    `${file}: releases[0].streams[0]: has no kernel or RHEL: write it like {"kernel": "5.14.0-570.62.1.el9_6.x86_64", "rhel": "9.6"}`,
  ],
])('%s is refused, with the place', (text, message) => {
  writeFileSync(file, text);
  expect(() => readFacts(file)).toThrow(PlanError);
  expect(() => readFacts(file)).toThrow(message);
});

test('a file that cannot be written is told', () => {
  expect(() => writeFacts(join(folder, 'no/facts.json'), [])).toThrow(`${join(folder, 'no/facts.json')}: cannot be written: ENOENT`);
});

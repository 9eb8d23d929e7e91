import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compilerMessages } from '../support/compiler';

// The mistakes of these files without what says that they are expected: what the compiler says of them is what users see.
const files = ['mistakes.ts', 'triggers/mistakes.ts'];

test('what the compiler says of a mistake is at most six lines, for every one of them', () => {
  const texts = files.map(file => readFileSync(join(__dirname, file), 'utf8'));
  const unexpected = texts.map((text, index) => [
    `${index}.ts`,
    text.replaceAll(/^ *\/\/ @ts-expect-error.*\n/gm, '').replaceAll(/'(\.\.\/)+src\//g, `'${join(__dirname, '../../src')}/`),
  ]);
  const said = compilerMessages('compiler-messages', Object.fromEntries(unexpected));
  const expected = texts.flatMap(text => text.match(/^ *\/\/ @ts-expect-error/gm) ?? []);
  expect(said.length).toBeGreaterThanOrEqual(expected.length);
  expect(said.filter(lines => lines.length > 6)).toEqual([]);
});

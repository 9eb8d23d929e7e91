import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { combinationProblems } from '../../src/driver/combination';
import type { CombinationRule } from '../../src/driver/combination-rule';
import { combinationRules } from '../../src/driver/combination-rules';
import { problemRows } from './problem-rows';

const unverified = combinationRules.filter(rule => rule.unverified);

test('every rule says why, what to choose instead, and where it is from', () => {
  const silent = combinationRules.filter(({ reason, fix, source }) => [reason, fix, source].some(text => text.trim() === ''));
  expect(silent).toEqual([]);
});

test('a rule that refuses has a source: what is unverified only warns', () => {
  expect(unverified.map(({ severity }) => severity)).toEqual(unverified.map(() => 'warning'));
});

test('the README lists what is unverified, all of it and nothing else', () => {
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  const list = /\*\*Unverified\.\*\* .*\n\n((?:- .*\n)+)/.exec(readme)?.[1]?.trim();
  expect(list?.split('\n')).toEqual(unverified.map(({ reason }) => `- ${reason.replace(/ is unverified$/, '')}`));
});

test('every rule speaks in one of the rows of the table', () => {
  const told = new Set(
    problemRows.flatMap(({ combination }) => combinationProblems(combination).map(({ fix, source }) => `${fix} ${source}`)),
  );
  expect(combinationRules.filter(({ fix, source }: CombinationRule) => !told.has(`${fix} ${source}`))).toEqual([]);
});

test('no reason is left with a word in braces', () => {
  const reasons = problemRows.flatMap(({ combination }) => combinationProblems(combination).map(({ reason }) => reason));
  expect(reasons.filter(reason => /[{}]/.test(reason))).toEqual([]);
});

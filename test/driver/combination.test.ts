import { expect, test } from 'vitest';
import { combinationProblems } from '../../src/driver/combination';
import { problemRows } from './problem-rows';

test('the table has a row for every way in which parts go together, or do not', () => {
  expect(problemRows.length).toBeGreaterThanOrEqual(150);
  const refused = problemRows.filter(({ expected }) => expected.some(sentence => sentence.startsWith('refusal')));
  const fine = problemRows.filter(({ expected }) => expected.length === 0);
  expect(refused.length).toBeGreaterThanOrEqual(50);
  expect(fine.length).toBeGreaterThanOrEqual(50);
});

test.each(problemRows)('$text', ({ combination, expected }) => {
  const said = combinationProblems(combination).map(({ severity, about, reason, fix }) => `${severity} of ${about}: ${reason}; ${fix}`);
  expect(said).toEqual(expected);
});

test.each(['580', '580.105', 'latest'])('driver version "%s" is refused: it is not full', driver => {
  expect(() => combinationProblems({ driver })).toThrow(new Error(`"${driver}" is not a full version: write it like "580.105.08"`));
});

import { expect, test } from 'vitest';
import { seconds } from '../../src/deployment/seconds';

test.each([
  ['10m', 600],
  ['1h30m', 5400],
  ['45s', 45],
])('%s is %i seconds', (duration, expected) => {
  expect(seconds(duration)).toBe(expected);
});

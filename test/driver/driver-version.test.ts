import { expect, test } from 'vitest';
import { parseDriverVersion } from '../../src/driver/driver-version';

test.each([
  ['580.105.08', 580],
  ['570.133.20', 570],
  ['535.54.03', 535],
  ['1000.10.01', 1000],
])('%s is of branch %i', (text, branch) => {
  expect(parseDriverVersion(text)).toStrictEqual({ text, branch });
});

test.each(['580', '580.105', '580.10', '580.105.8', '580.105.08-1', 'R580', ' 580.105.08', ''])('"%s" is not full', text => {
  expect(() => parseDriverVersion(text)).toThrow(new Error(`"${text}" is not a full version: write it like "580.105.08"`));
});

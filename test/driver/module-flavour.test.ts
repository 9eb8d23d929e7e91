import { expect, test } from 'vitest';
import { defaultFlavour, flavourProblem, sourceDirectory } from '../../src/driver/module-flavour';

test('each flavour has its folder in the runfile', () => {
  expect(sourceDirectory('open')).toBe('kernel-open');
  expect(sourceDirectory('proprietary')).toBe('kernel');
});

test.each([
  [470, 'proprietary'],
  [550, 'proprietary'],
  [559, 'proprietary'],
  [560, 'open'],
  [580, 'open'],
  [620, 'open'],
] as const)('branch %i is %s where nothing else is configured', (branch, flavour) => {
  expect(defaultFlavour(branch)).toBe(flavour);
  expect(flavourProblem(branch, flavour)).toBeUndefined();
});

test.each([
  [514, 'open', 'branch 514 has no open kernel modules (they exist since 515); use proprietary'],
  [515, 'open', undefined],
  [610, 'proprietary', undefined],
  [620, 'proprietary', 'branch 620 has no proprietary kernel modules (removed in 620); use open'],
] as const)('branch %i, %s modules: %s', (branch, flavour, problem) => {
  expect(flavourProblem(branch, flavour)).toBe(problem);
});

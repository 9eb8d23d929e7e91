import { expect, test } from 'vitest';
import { defaultFlavour, sourceDirectory } from '../../src/driver/module-flavour';

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
});

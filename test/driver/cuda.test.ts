import { describe, expect, test } from 'vitest';
import { cudaBaseImage, cudaPackageSuffix, defaultCudaVersion } from '../../src/driver/cuda';

test.each([
  [470, '12.8.1'],
  [570, '12.8.1'],
  [579, '12.8.1'],
  [580, '13.1.0'],
  [610, '13.1.0'],
])('branch %i is put on CUDA %s', (branch, version) => {
  expect(defaultCudaVersion(branch)).toBe(version);
});

describe('the base image', () => {
  test('leaves the RHEL version to the lookup', () => {
    expect(cudaBaseImage('13.1.0')).toBe('nvcr.io/nvidia/cuda:13.1.0-base-ubi{rhel}');
  });

  test.each(['13', '13.1', '13.1.0-base', ''])('"%s" is refused', version => {
    expect(() => cudaBaseImage(version)).toThrow(new Error(`"${version}" is not a CUDA version: write it in full, like "13.1.0"`));
  });
});

test('RPMs of CUDA have its first two numbers in their names', () => {
  expect(cudaPackageSuffix('12.8.1')).toBe('12-8');
});

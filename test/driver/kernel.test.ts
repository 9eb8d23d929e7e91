import { describe, expect, test } from 'vitest';
import { kernelOf, kernelTag, parseKernel } from '../../src/driver/kernel';
import type { PlatformName } from '../../src/driver/platform';

const like = 'write it like "5.14.0-570.62.1.el9_6.x86_64" or "5.14.0-570.62.1.el9_6.aarch64+64k"';

describe('reading a kernel', () => {
  const el9 = { version: '5.14.0', release: '570.62.1', dist: 'el9_6', rhelMajor: 9, rhelMinor: 6 };

  test.each([
    ['5.14.0-570.62.1.el9_6.x86_64', { ...el9, arch: 'x86_64', pageSize: '4k' }],
    ['5.14.0-570.62.1.el9_6.aarch64', { ...el9, arch: 'aarch64', pageSize: '4k' }],
    ['5.14.0-570.62.1.el9_6.aarch64+64k', { ...el9, arch: 'aarch64', pageSize: '64k' }],
    ['5.14.0-570.62.1.el9_6.aarch64_64k', { ...el9, arch: 'aarch64', pageSize: '64k' }],
    ['5.14.0-700.el9_10.x86_64', { ...el9, release: '700', dist: 'el9_10', rhelMinor: 10, arch: 'x86_64', pageSize: '4k' }],
    [
      '6.12.0-55.1.el10_0.aarch64',
      { version: '6.12.0', release: '55.1', dist: 'el10_0', rhelMajor: 10, rhelMinor: 0, arch: 'aarch64', pageSize: '4k' },
    ],
    ['5.14.0-531.el9.x86_64', { version: '5.14.0', release: '531', dist: 'el9', rhelMajor: 9, arch: 'x86_64', pageSize: '4k' }],
  ])('%s', (text, kernel) => {
    expect(parseKernel(text)).toStrictEqual(kernel);
  });

  test.each([
    ['', 'is not a kernel of RHEL'],
    ['6.1.0-47-amd64', 'is not a kernel of RHEL'],
    // Its tag would be that of another kernel, 5.14.0-570_rc1.
    ['5.14.0-570~rc1.el9_6.x86_64', 'is not a kernel of RHEL'],
    ['5.14.0-570.62.1.el9_6', 'is not a kernel of RHEL'],
    ['5.14.0-570.62.1.el9_6.ppc64le', 'is not a kernel of RHEL'],
    ['5.14.0-570.62.1.el9_6.x86_64 ', 'is not a kernel of RHEL'],
    ['5.14.0-570.62.1.el9_6.x86_64+rt', 'is a real-time kernel, for which the GPU operator has no precompiled drivers'],
    ['5.14.0-570.62.1.el9_6.x86_64_rt', 'is a real-time kernel, for which the GPU operator has no precompiled drivers'],
    ['5.14.0-284.54.1.rt14.339.el9_2.x86_64', 'is a real-time kernel, for which the GPU operator has no precompiled drivers'],
    ['5.14.0-570.62.1.el9_6.x86_64+debug', 'ends in "+debug", a variant that is not supported'],
    ['5.14.0-570.62.1.el9_6.aarch64+64k-debug', 'ends in "+64k-debug", a variant that is not supported'],
    ['5.14.0-570.62.1.el9_6.x86_64+64k', 'has pages of 64 KiB, which only aarch64 has'],
  ])('"%s" %s', (text, why) => {
    expect(() => parseKernel(text)).toThrow(new Error(`"${text}" ${why}: ${like}`));
  });
});

describe('the kernel of a platform, from what the driver toolkit says', () => {
  test.each<[string, PlatformName, string]>([
    ['5.14.0-570.62.1.el9_6.x86_64', 'x86_64', '5.14.0-570.62.1.el9_6.x86_64'],
    ['5.14.0-570.62.1.el9_6.aarch64', 'aarch64', '5.14.0-570.62.1.el9_6.aarch64'],
    ['5.14.0-570.62.1.el9_6.aarch64', 'aarch64+64k', '5.14.0-570.62.1.el9_6.aarch64+64k'],
    ['5.14.0-284.54.1.el9_2.aarch64+64k', 'aarch64+64k', '5.14.0-284.54.1.el9_2.aarch64+64k'],
    ['5.14.0-284.54.1.el9_2.aarch64_64k', 'aarch64+64k', '5.14.0-284.54.1.el9_2.aarch64+64k'],
    ['5.14.0-531.el9.x86_64', 'x86_64', '5.14.0-531.el9.x86_64'],
  ])('%s on %s is %s', (toolkit, platform, kernel) => {
    expect(kernelOf(toolkit, platform)).toBe(kernel);
  });

  test('one of another architecture is refused', () => {
    expect(() => kernelOf('5.14.0-570.62.1.el9_6.x86_64', 'aarch64+64k')).toThrow(
      new Error(
        'kernel "5.14.0-570.62.1.el9_6.x86_64" is for x86_64, the platform is aarch64+64k: use the toolkit of a release for aarch64',
      ),
    );
  });

  test('one with 64 KiB pages is refused where the platform has 4 KiB', () => {
    expect(() => kernelOf('5.14.0-570.62.1.el9_6.aarch64+64k', 'aarch64')).toThrow(
      new Error('kernel "5.14.0-570.62.1.el9_6.aarch64+64k" has pages of 64 KiB, the platform is aarch64: write the platform aarch64+64k'),
    );
  });
});

test.each([
  ['5.14.0-570.62.1.el9_6.x86_64', '5.14.0-570.62.1.el9_6.x86_64'],
  ['5.14.0-570.62.1.el9_6.aarch64+64k', '5.14.0-570.62.1.el9_6.aarch64_64k'],
  ['a+b~c/d e', 'a_b_c_d_e'],
])('in labels and tags %s is %s', (kernel, tag) => {
  expect(kernelTag(kernel)).toBe(tag);
});

import { describe, expect, test } from 'vitest';
import { imageTag, isImageTag, parseImageTag } from '../../src/driver/image-tag';
import { kernelOf } from '../../src/driver/kernel';
import { osRelease, osTags } from '../../src/driver/os-tag';
import { type PlatformName, platforms } from '../../src/driver/platform';

test.each([
  ['580.105.08', '5.14.0-570.62.1.el9_6.x86_64', 'rhel9.6', '580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel9.6'],
  ['550.54.14', '5.14.0-284.54.1.el9_2.aarch64+64k', 'rhcos4.15', '550.54.14-5.14.0-284.54.1.el9_2.aarch64_64k-rhcos4.15'],
])('%s for %s on %s is %s', (driver, kernel, osTag, tag) => {
  expect(imageTag(driver, kernel, osTag)).toBe(tag);
});

test('a tag that no registry takes is refused', () => {
  expect(() => imageTag('580.105.08', '5.14.0-570.62.1.el9_6.x86_64', 'rhel/9')).toThrow(
    new Error('"580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel/9" is not an image tag: it may have 128 letters, digits and "._-"'),
  );
});

test.each([
  ['a', true],
  ['_a.b-c', true],
  ['a'.repeat(128), true],
  ['a'.repeat(129), false],
  ['', false],
  ['-a', false],
  ['.a', false],
  ['aarch64+64k', false],
])('a registry takes "%s": %s', (text, expected) => {
  expect(isImageTag(text)).toBe(expected);
});

describe('reading a tag', () => {
  test('of a branch, as Red Hat publishes them', () => {
    expect(parseImageTag('580-5.14.0-687.39.1.el9_8.x86_64-rhel9.8')).toStrictEqual({
      driverVersion: '580',
      kernel: '5.14.0-687.39.1.el9_8.x86_64',
      osTag: 'rhel9.8',
    });
  });

  test.each(['latest', '580.105.08-rhel9.6', '580.105.08-5.14.0-570.62.1.el9_6.aarch64+64k-rhel9.6'])('"%s" is refused', tag => {
    expect(() => parseImageTag(tag)).toThrow(
      new Error(`"${tag}" is not the tag of a driver image: one looks like "580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel9.6"`),
    );
  });
});

test('every tag of every platform, kernel and release is legal, reads back as it was, and is no other’s', () => {
  const drivers = ['470.256.02', '535.309.01', '580.105.08', '620.10.01'];
  const kernels = ['5.14.0-570.62.1.el9_6', '5.14.0-700.el9_10', '6.12.0-55.1.el10_0', '5.14.0-531.el9', '4.18.0-372.9.1.el8'];
  const releases = [15, 18, 19, 22].flatMap(minor =>
    ['9.6', '9.10', '10.2'].flatMap(rhelVersion => [false, true].map(okd => osRelease({ major: 4, minor, rhelVersion, okd }))),
  );
  const seen = new Map<string, string>();
  for (const driver of drivers) {
    for (const platform of Object.keys(platforms) as PlatformName[]) {
      for (const base of kernels) {
        const kernel = kernelOf(`${base}.${platforms[platform].arch}`, platform);
        for (const osTag of releases.flatMap(osTags)) {
          const tag = imageTag(driver, kernel, osTag);
          const made = `${driver} ${kernel} ${osTag}`;
          expect(isImageTag(tag), tag).toBe(true);
          expect(parseImageTag(tag)).toStrictEqual({ driverVersion: driver, kernel, osTag });
          expect(seen.get(tag) ?? made).toBe(made);
          seen.set(tag, made);
        }
      }
    }
  }
  expect(seen.size).toBe(drivers.length * 3 * kernels.length * new Set(releases.flatMap(osTags)).size);
});

import { describe, expect, test } from 'vitest';
import { imageTag, imageTagPattern, isImageTag, parseImageTag } from '../../src/driver/image-tag';

test.each([
  ['580.105.08', '5.14.0-570.62.1.el9_6.x86_64', 'rhel9.6', '580.105.08-5.14.0-570.62.1.el9_6.x86_64-rhel9.6'],
  ['550.54.14', '5.14.0-284.54.1.el9_2.aarch64+64k', 'rhcos4.15', '550.54.14-5.14.0-284.54.1.el9_2.aarch64_64k-rhcos4.15'],
])('%s for %s on %s is %s', (driver, kernel, osTag, tag) => {
  expect(imageTag(driver, kernel, osTag)).toBe(tag);
});

test('of a kernel that is not known the rest of the tag is', () => {
  expect(imageTagPattern('580.105.08', 'rhel9.6')).toBe('580.105.08-<kernel>-rhel9.6');
  expect(imageTagPattern('580.105.08')).toBe('580.105.08-<kernel>-<os tag>');
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

import { describe, expect, test } from 'vitest';
import type { PlatformName } from '../../src/driver/platform';
import { isReleaseImage, parseRelease, releaseImage } from '../../src/driver/release';

const repository = 'quay.io/openshift-release-dev/ocp-release';
const digest = `@sha256:${'a'.repeat(64)}`;

describe('reading a release', () => {
  test.each([
    ['4.20.3', 4, 20],
    ['4.21.0-rc.1', 4, 21],
    ['4.20.0-okd-scos.3', 4, 20],
    ['5.0.0', 5, 0],
  ])('%s', (version, major, minor) => {
    expect(parseRelease(version)).toStrictEqual({ version, major, minor });
  });

  test.each(['4.20', '4', '', 'v4.20.3', '4.20.3-', '4.20.x', 'stable-4.20'])('"%s" is refused', text => {
    expect(() => parseRelease(text)).toThrow(new Error(`"${text}" is not a release: write it in full, like "4.20.3"`));
  });
});

describe('the image of a release', () => {
  test.each<[string, PlatformName, string]>([
    ['4.20.3', 'x86_64', `${repository}:4.20.3-x86_64`],
    ['4.20.3', 'aarch64', `${repository}:4.20.3-aarch64`],
    ['4.20.3', 'aarch64+64k', `${repository}:4.20.3-aarch64`],
    ['4.21.0-rc.1', 'x86_64', `${repository}:4.21.0-rc.1-x86_64`],
    [`${repository}:4.20.3-multi`, 'aarch64', `${repository}:4.20.3-multi`],
    [`mirror.example.com:8443/ocp/release${digest}`, 'x86_64', `mirror.example.com:8443/ocp/release${digest}`],
  ])('%s on %s is %s', (release, platform, image) => {
    expect(releaseImage(release, platform, repository)).toBe(image);
  });

  test('of a minor version there is none', () => {
    expect(() => releaseImage('4.20', 'x86_64', repository)).toThrow('"4.20" is not a release');
  });

  test.each([
    [`${repository}:4.20.3-x86_64`, true],
    [`${repository}${digest}`, true],
    [`${repository}:4.20.3-x86_64${digest}`, true],
    ['registry:5000/release:4.20.3', true],
    [repository, false],
    ['4.20.3', false],
    [`${repository}@sha256:abc`, false],
    [`${repository}:-x`, false],
    ['https://quay.io/a/b:c', false],
  ])('%s is an image reference: %s', (text, expected) => {
    expect(isReleaseImage(text)).toBe(expected);
  });
});

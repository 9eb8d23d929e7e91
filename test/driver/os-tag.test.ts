import { describe, expect, test } from 'vitest';
import { osRelease, osTags, osTagTable, rhelSince } from '../../src/driver/os-tag';
import { parseRelease } from '../../src/driver/release';

describe('what the nodes of a release say that they are', () => {
  test.each([
    ['4.18.22', '9.4', { id: 'rhcos', version: '4.18' }],
    ['4.19.0', '9.6', { id: 'rhel', version: '9.6' }],
    ['4.22.1', '9.8', { id: 'rhel', version: '9.8' }],
    ['5.0.0', '10.2', { id: 'rhel', version: '10.2' }],
  ])('OpenShift %s on RHEL %s', (release, rhelVersion, expected) => {
    expect(osRelease({ ...parseRelease(release), rhelVersion })).toStrictEqual(expected);
  });

  test.each([
    ['4.18.0-okd-scos.10', '9.4', { id: 'scos', version: '4.18' }],
    ['4.20.0-okd-scos.3', '9', { id: 'centos', version: '9' }],
    ['5.0.0-okd-scos.0', '10.0', { id: 'centos', version: '10' }],
  ])('OKD %s on CentOS Stream %s', (release, rhelVersion, expected) => {
    expect(osRelease({ ...parseRelease(release), rhelVersion, okd: true })).toStrictEqual(expected);
  });
});

/** What each generation of the operator asks for: up to 25.10, 26.3, and 26.7. */
const asked = [
  { id: 'rhcos', version: '4.18', generations: ['rhcos4.18', 'rhcos4.18', 'rhcos4.18'] },
  { id: 'scos', version: '4.18', generations: ['scos4.18', 'scos4.18', 'scos4.18'] },
  { id: 'rhel', version: '9.6', generations: ['rhel9.6', 'rhel9.6', 'rhel9'] },
  { id: 'rhel', version: '9.10', generations: ['rhel9.10', 'rhel9.10', 'rhel9'] },
  { id: 'rhel', version: '10.2', generations: ['rhel10.2', 'rhel10', 'rhel10'] },
  { id: 'centos', version: '10', generations: ['centos10', 'centos10', 'centos10'] },
];

describe('OS tags', () => {
  test.each(asked)(
    '$id $version is found by every generation of the operator, and no tag is there for none',
    ({ id, version, generations }) => {
      expect(osTags({ id, version })).toStrictEqual([...new Set(generations)]);
    },
  );

  test('an operating system that no rule knows is refused', () => {
    expect(() => osTags({ id: 'fedora', version: '41' })).toThrow(
      new Error('no OS tag is known for os-release ID "fedora": the GPU operator knows rhcos, scos, centos, rhel'),
    );
  });

  test('scripts get the same rules, a line each', () => {
    expect(osTagTable()).toBe('rhcos rhcos{version}\nscos scos{version}\ncentos centos{version}\nrhel rhel{version} rhel{major}');
    expect(rhelSince).toBe('4.19');
  });
});

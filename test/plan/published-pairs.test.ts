import { expect, test } from 'vitest';
import { parseImageTag } from '../../src/driver/image-tag';
import { kernelTag } from '../../src/driver/kernel';
import { rhelVersionOf } from '../../src/driver/rhel-version';
import { plan } from '../../src/plan/plan';
import { configuration, facts } from './configuration';
import { publishedPairs } from './published-pairs';

/**
 * What the generations of the GPU operator ask for on the nodes of OpenShift, by minors. Source: NVIDIA/gpu-operator,
 * internal/state/nodepool.go getOSTag at v25.3.4, v25.10.1, v26.3.3 and v26.7.0; NVIDIA/cloud-native-docs, openshift/steps-overview.rst.
 */
const operators: readonly { readonly operator: string; readonly osTag: (minor: number) => string }[] = [
  { operator: '25.10', osTag: minor => (minor <= 18 ? `rhcos4.${minor}` : minor <= 21 ? 'rhel9.6' : 'rhel9.8') },
  { operator: '26.3', osTag: minor => (minor <= 18 ? `rhcos4.${minor}` : minor <= 21 ? 'rhel9.6' : 'rhel9.8') },
  { operator: '26.7', osTag: minor => (minor <= 18 ? `rhcos4.${minor}` : 'rhel9') },
];

test.each(publishedPairs)('OpenShift $release for $platform has kernel $kernel, and its image these tags ($source)', pair => {
  const { release, platform, kernel, tags } = pair;
  // The driver toolkit names no page size.
  const known = facts(release, kernel.replace('+64k', ''));
  const [image, ...others] = plan(configuration([platform]), [known], [release]).images;
  expect(image).toMatchObject({ kernel, releases: [release], tags, tagPatterns: [] });
  expect(others).toEqual([]);
});

test.each(publishedPairs)(
  'every generation of the operator finds its tag for OpenShift $release on $platform',
  ({ release, kernel, tags }) => {
    const minor = Number(release.split('.')[1]);
    const asked = operators.map(({ osTag }) => `580.105.08-${kernelTag(kernel)}-${osTag(minor)}`);
    expect(new Set(tags)).toEqual(new Set(asked));
    expect(tags.map(tag => parseImageTag(tag).kernel)).toEqual(tags.map(() => kernel));
  },
);

test.each(publishedPairs)('before anybody has looked into OpenShift $release, the pattern is that of the tags ($platform)', pair => {
  const { release, platform, kernel, tags } = pair;
  const [image] = plan(configuration([platform]), [], [release]).images;
  expect(image?.tagPatterns.map(pattern => pattern.replace('<kernel>', kernelTag(kernel)))).toEqual(tags);
  expect(rhelVersionOf({ major: 4, minor: Number(release.split('.')[1]) })).toBe(/el(\d+)_(\d+)/.exec(kernel)?.slice(1).join('.'));
});

test('they are at least twelve, of every minor from 4.14 to 4.22, aarch64 and 64 KiB pages among them', () => {
  expect(publishedPairs.length).toBeGreaterThanOrEqual(12);
  expect([...new Set(publishedPairs.map(({ release }) => Number(release.split('.')[1])))]).toEqual([14, 15, 16, 17, 18, 19, 20, 21, 22]);
  expect(new Set(publishedPairs.map(({ platform }) => platform))).toEqual(new Set(['x86_64', 'aarch64', 'aarch64+64k']));
});

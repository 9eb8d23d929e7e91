import { describe, expect, test } from 'vitest';
import { imageTag, isImageTag, parseImageTag } from '../../src/driver/image-tag';
import { kernelOf, kernelTag, parseKernel } from '../../src/driver/kernel';
import { type OsRelease, osRelease, osTags } from '../../src/driver/os-tag';
import { type PlatformName, platforms } from '../../src/driver/platform';
import { parseRelease } from '../../src/driver/release';
import { type Random, random } from '../support/random';

const platformNames = Object.keys(platforms) as PlatformName[];

/** What a node is, and what is installed on it. */
interface Generated {
  readonly driver: string;
  /** Of the driver toolkit, without architecture. */
  readonly toolkitKernel: string;
  readonly platform: PlatformName;
  readonly openshift: string;
  readonly rhel: string;
  readonly os: OsRelease;
  readonly operator: { readonly major: number; readonly minor: number };
}

function generated(from: Random): Generated {
  const two = (number: number) => `${number}`.padStart(2, '0');
  const driver = `${from.number(470, 1099)}.${from.number(10, 299)}.${two(from.number(0, 99))}`;
  const rhelMajor = from.of([9, 9, 9, 10]);
  const rhel = `${rhelMajor}.${from.number(0, 12)}`;
  const openshift = from.of([`4.${from.number(13, 23)}.${from.number(0, 70)}`, `5.${from.number(0, 3)}.${from.number(0, 40)}`]);
  const version = from.of(['5.14.0', '6.12.0', `${from.number(4, 7)}.${from.number(0, 20)}.${from.number(0, 9)}`]);
  const release = Array.from({ length: from.number(1, 4) }, () => from.number(0, 999)).join('.') + from.of(['', '', '', '.mr1_2', '.test']);
  const dist = from.of([`el${rhel.replace('.', '_')}`, `el${rhelMajor}`]);
  const okd = from.of([false, false, false, true]);
  return {
    driver,
    toolkitKernel: `${version}-${release}.${dist}`,
    platform: from.of(platformNames),
    openshift,
    rhel,
    os: osRelease({ ...parseRelease(openshift), rhelVersion: rhel, okd }),
    operator: { major: from.number(23, 27), minor: from.of([3, 6, 7, 9, 10]) },
  };
}

/** The OS tag that a version of the GPU operator asks for, as read in internal/state/nodepool.go of v25.3.4, v25.10.1, v26.3.3 and v26.7.0. */
function asked({ id, version }: OsRelease, { major, minor }: Generated['operator']): string {
  const [rhelMajor = ''] = version.split('.');
  if (id !== 'rhel') return `${id}${version}`;
  const since = (year: number, month: number) => major > year || (major === year && minor >= month);
  const byMajor = rhelMajor === '10' ? since(26, 3) : since(26, 7);
  return byMajor ? `rhel${rhelMajor}` : `rhel${version}`;
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const each = 500;

describe.each(seeds)('whatever is generated of seed %i', seed => {
  const from = random(seed);
  const cases = Array.from({ length: each }, () => generated(from));
  const kernels = cases.map(({ toolkitKernel, platform }) => kernelOf(`${toolkitKernel}.${platforms[platform].arch}`, platform));
  const tags = cases.flatMap(({ driver, os, platform }, index) =>
    osTags(os).map(osTag => ({
      driver,
      platform,
      osTag,
      kernel: kernels[index] ?? '',
      tag: imageTag(driver, kernels[index] ?? '', osTag),
    })),
  );

  test('a registry takes every tag', () => {
    expect(tags.filter(({ tag }) => !isImageTag(tag))).toEqual([]);
  });

  test('a tag reads back as what it was made of', () => {
    const read = tags.map(({ tag }) => parseImageTag(tag));
    expect(read).toStrictEqual(tags.map(({ driver, kernel, osTag }) => ({ driverVersion: driver, kernel, osTag })));
  });

  test('a tag is of one driver, kernel, platform and OS alone', () => {
    const made = new Map<string, string>();
    for (const { tag, driver, kernel, platform, osTag } of tags) {
      const parts = [driver, kernel, platform, osTag].join(' ');
      expect(made.get(tag) ?? parts, tag).toBe(parts);
      made.set(tag, parts);
    }
  });

  test('a kernel of the toolkit has another tag on every platform', () => {
    for (const { driver, toolkitKernel, os } of cases) {
      const all = platformNames.flatMap(platform =>
        osTags(os).map(osTag => imageTag(driver, kernelOf(`${toolkitKernel}.${platforms[platform].arch}`, platform), osTag)),
      );
      expect(new Set(all).size, toolkitKernel).toBe(all.length);
    }
  });

  test('a kernel is of its platform, be it as the node or as its label has it, and stays what it is', () => {
    for (const [index, { platform }] of cases.entries()) {
      const kernel = kernels[index] ?? '';
      const { arch, pageSize } = platforms[platform];
      expect(parseKernel(kernel), kernel).toMatchObject({ arch, pageSize });
      expect(parseKernel(kernelTag(kernel))).toStrictEqual(parseKernel(kernel));
      expect(kernelOf(kernel, platform)).toBe(kernel);
      expect(kernelOf(kernelTag(kernel), platform)).toBe(kernel);
    }
  });

  test('the operator finds the image, whatever its version', () => {
    const missing = cases.filter(({ os, operator }) => !osTags(os).includes(asked(os, operator)));
    expect(missing).toEqual([]);
  });

  test('a kernel of real time is refused', () => {
    const refused = cases.map(
      ({ toolkitKernel, platform }) =>
        () =>
          parseKernel(`${toolkitKernel}.${platforms[platform].arch}+rt`),
    );
    for (const parse of refused) expect(parse).toThrow(/is a real-time kernel, for which the GPU operator has no precompiled drivers/);
  });
});

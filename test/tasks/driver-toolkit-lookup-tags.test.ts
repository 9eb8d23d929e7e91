import { expect, test } from 'vitest';
import { imageTag, isImageTag } from '../../src/driver/image-tag';
import { kernelOf } from '../../src/driver/kernel';
import { osRelease, osTags } from '../../src/driver/os-tag';
import { type PlatformName, platforms } from '../../src/driver/platform';
import { parseRelease } from '../../src/driver/release';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { needs, program } from '../support/needs';
import { random } from '../support/random';
import { runStep } from '../support/run-step';
import { ocThatKnows } from '../support/stub-oc';

const from = random(8);

/** KERNEL_VERSION as a toolkit may have it, garbled or not. */
function toolkitKernel(arch: string): string {
  const release = `${from.number(1, 900)}.${from.number(1, 99)}.1${from.of(['', '', '', '.hf1', '.rt14.1', '~rc1'])}`;
  return `5.14.0-${release}.${from.of(['el9_6', 'el9_4', 'el9', 'fc39'])}.${arch}${from.of(['', '', '', '+64k', '_64k', '+rt', '+debug'])}`;
}

const cases = Array.from({ length: 32 }, () => {
  const platform = from.of(Object.keys(platforms) as PlatformName[]);
  return [platform, toolkitKernel(platforms[platform].arch), from.of(['4.15.3', '4.18.22', '4.20.3', '4.17.0-okd-scos.1'])] as const;
});

/** The tags by the rules in TypeScript; none where they refuse the kernel. */
function expected(platform: PlatformName, kernel: string, version: string): string[] {
  const os = osRelease({ ...parseRelease(version), rhelVersion: '9.6', okd: version.includes('okd') });
  try {
    return osTags(os).map(tag => imageTag('580.105.08', kernelOf(kernel, platform), tag));
  } catch {
    return [];
  }
}

needs('jq', program('jq'))('the tags of whatever kernel a toolkit names', () => {
  test.each(cases)('%s, %s, OpenShift %s: as the rules in TypeScript make them, or the lookup ends', async (platform, kernel, version) => {
    const { code, last, results } = await runStep(driverToolkitLookup, 'release', {
      params: {
        release: 'quay.io/ocp/release:1',
        'base-image': 'cuda',
        'driver-version': '580.105.08',
        platform,
        'node-arch': platforms[platform].nodeArch,
      },
      programs: { oc: ocThatKnows({ 'quay.io/ocp/release:1': { version, kernel, rhel: '9.6' } }) },
    });
    const tags = (results.tags ?? '').split(' ').filter(tag => tag !== '');
    // A toolkit that names 64 KiB pages to nodes of 4 KiB has no headers for them: the compile says so.
    const known = platform === 'aarch64' ? kernel.replace(/[+_]64k$/, '') : kernel;
    expect(tags).toEqual(expected(platform, known, version));
    expect(tags.filter(tag => !isImageTag(tag))).toEqual([]);
    if (tags.length === 0) expect([code, last]).toEqual([1, expect.stringMatching(/^permanent error: /)]);
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ReleaseFacts } from '../../src/plan/facts';
import { plan } from '../../src/plan/plan';
import { planText } from '../../src/plan/text';
import { needs } from '../support/needs';
import { configuration } from './configuration';

/** Real releases: `[{"version": "4.20.0", "arch": "x86_64", "dtk": "quay.io/…@sha256:…"}]`. */
const file = process.env.NVIDIA_DRIVERS_RELEASES ?? '';
const describe = needs('NVIDIA_DRIVERS_RELEASES, a file with versions of OpenShift and their driver toolkits', file !== '');

describe('releases of which the version alone is known', () => {
  const releases: ReleaseFacts[] = file === '' ? [] : JSON.parse(readFileSync(file, 'utf8'));
  const versions = releases.map(({ version }) => version);
  const config = configuration(['x86_64']);
  const planned = plan(config, [], versions);

  test('are planned, all 63: one image each, its kernel unknown until looked up', () => {
    expect(versions).toHaveLength(63);
    expect(planned.refused).toEqual([]);
    expect(planned.images.map(image => [image.releases, image.kernel])).toEqual(versions.map(version => [[version], undefined]));
    expect(planText('nvidia-drivers.yaml', planned, config.targets).match(/^ {4}kernel: unknown until looked up$/gm)).toHaveLength(63);
  });

  test('have tags of which all but the kernel is known', () => {
    const rhel = new Map([
      ['4.20', '9.6'],
      ['4.21', '9.6'],
      ['4.22', '9.8'],
    ]);
    for (const {
      releases: [version = ''],
      tagPatterns,
    } of planned.images) {
      const minor = rhel.get(version.replace(/\.\d+$/, ''));
      expect(tagPatterns, version).toEqual([`580.105.08-<kernel>-rhel${minor}`, '580.105.08-<kernel>-rhel9']);
    }
  });
});

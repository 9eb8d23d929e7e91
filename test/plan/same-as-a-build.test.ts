import { expect, test } from 'vitest';
import { platforms } from '../../src/driver/platform';
import { plan } from '../../src/plan/plan';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';
import { ocThatKnows } from '../support/stub-oc';
import { configuration, facts } from './configuration';
import { publishedPairs } from './published-pairs';

/** One of each minor: the script is slow. */
const ofEachMinor = publishedPairs.filter(
  ({ release }, index) => release.split('.')[1] !== publishedPairs[index + 1]?.release.split('.')[1],
);

needs('jq', program('jq'))('the lookup, which every build begins with', () => {
  test.each([...ofEachMinor, ...publishedPairs.filter(({ platform }) => platform === 'aarch64+64k')])(
    'finds for OpenShift $release on $platform the kernel and tags that were planned',
    async ({ release, platform, kernel }) => {
      const config = configuration([platform]);
      const known = facts(release, kernel.replace('+64k', ''));
      const [stream] = known.streams ?? [];
      const image = `quay.io/ocp/release:${release}`;
      const { results } = await runStep(driverToolkitLookup, 'release', {
        params: {
          release: image,
          'base-image': config.targets[0]?.baseImage ?? '',
          'driver-version': '580.105.08',
          platform,
          'node-arch': platforms[platform].nodeArch,
        },
        programs: { oc: ocThatKnows({ [image]: { version: release, kernel: stream?.kernel ?? '', rhel: stream?.rhel ?? '' } }) },
      });
      const [planned] = plan(config, [known], [release]).images;
      expect([results.kernel, results.tags, results['rhel-version']]).toEqual([planned?.kernel, planned?.tags.join(' '), planned?.rhel]);
    },
  );
});

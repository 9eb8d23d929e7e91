import { expect, test } from 'vitest';
import type { ReleaseFacts } from '../../src/plan/facts';
import { plan } from '../../src/plan/plan';
import { planText } from '../../src/plan/text';
import { configuration, facts } from './configuration';

const kernel = '5.14.0-570.62.1.el9_6';
const x86 = configuration(['x86_64']);

/** The tags of each image, or what they will be, by its releases. */
function tags(config = x86, known: readonly ReleaseFacts[] = [], requested: readonly string[] = known.map(({ version }) => version)) {
  return plan(config, known, requested).images.map(image => [image.releases.join(' '), image.kernel, ...image.tags, ...image.tagPatterns]);
}

test('releases that share a kernel share an image, under all their tags', () => {
  const known = [facts('4.20.4', `${kernel}.x86_64`), facts('4.20.5', `${kernel}.x86_64`), facts('4.18.40', `${kernel}.x86_64`)];
  expect(tags(x86, known)).toEqual([
    [
      '4.20.4 4.20.5 4.18.40',
      `${kernel}.x86_64`,
      `580.105.08-${kernel}.x86_64-rhel9.6`,
      `580.105.08-${kernel}.x86_64-rhel9`,
      `580.105.08-${kernel}.x86_64-rhcos4.18`,
    ],
  ]);
});

test('a release with two RHELs has an image for each', () => {
  const both = {
    ...facts('5.0.1', '5.14.0-700.1.1.el9_8.x86_64'),
    streams: [
      { kernel: '5.14.0-700.1.1.el9_8.x86_64', rhel: '9.8' },
      { kernel: '6.12.0-211.1.1.el10_2.x86_64', rhel: '10.2' },
    ],
  };
  expect(tags(x86, [both]).map(image => image.at(-1))).toEqual([
    '580.105.08-5.14.0-700.1.1.el9_8.x86_64-rhel9',
    '580.105.08-6.12.0-211.1.1.el10_2.x86_64-rhel10',
  ]);
});

test('a driver toolkit of the user means one image, of its kernel, whatever is known of the releases', () => {
  const hotFix = '5.14.0-570.62.1.hf2.el9_6.x86_64';
  const config = configuration(['x86_64'], { driverToolkit: `quay.io/acme/toolkit@sha256:${'d'.repeat(64)}`, kernel: hotFix });
  const none: ReleaseFacts = { version: '4.20.5', arch: 'x86_64', streams: [] };
  expect(tags(config, [facts('4.20.4', `${kernel}.x86_64`), none], ['4.20.4', '4.20.5', '4.18.1'])).toEqual([
    ['4.20.4 4.20.5 4.18.1', hotFix, ...['rhel9.6', 'rhel9', 'rhcos4.18'].map(os => `580.105.08-${hotFix}-${os}`)],
  ]);
  expect(planText('drivers.yaml', plan(config, [], []), config.targets)).toContain(
    `\n  driver toolkit: quay.io/acme/toolkit@sha256:${'d'.repeat(64)}\n`,
  );
});

test('each page size has an image of its own, from one driver toolkit', () => {
  const known = [facts('4.20.4', `${kernel}.aarch64`)];
  expect(tags(configuration(['aarch64', 'aarch64+64k']), known).map(image => image[1])).toEqual([
    `${kernel}.aarch64`,
    `${kernel}.aarch64+64k`,
  ]);
});

test.each([
  ['4.18.1', '580.105.08-<kernel>-rhcos4.18'],
  ['4.20.1', '580.105.08-<kernel>-rhel9.6', '580.105.08-<kernel>-rhel9'],
  ['4.22.1', '580.105.08-<kernel>-rhel9.8', '580.105.08-<kernel>-rhel9'],
  ['4.23.0', '580.105.08-<kernel>-<os tag>'],
  ['5.0.1', '580.105.08-<kernel>-<os tag>'],
  ['4.18.0-okd-scos.9', '580.105.08-<kernel>-scos4.18'],
  ['4.20.0-okd-scos.9', '580.105.08-<kernel>-<os tag>'],
  ['quay.io/ocp/release:4.20.4-x86_64', '580.105.08-<kernel>-<os tag>'],
])('of %s nobody has looked up, the tags will be %s', (release, ...patterns) => {
  expect(tags(x86, [], [release])).toEqual([[release, undefined, ...patterns]]);
});

test('what is known for another architecture says nothing', () => {
  const known = [facts('4.20.4', `${kernel}.aarch64`)];
  expect(tags(x86, known)).toEqual([['4.20.4', undefined, '580.105.08-<kernel>-rhel9.6', '580.105.08-<kernel>-rhel9']]);
});

test('an image that facts name is the version that they say it is, planned once', () => {
  const image = 'mirror.example.com/ocp/release:a';
  const known = [{ ...facts('4.20.4', `${kernel}.x86_64`), image }];
  expect(tags(x86, known, [image, '4.20.4']).map(([releases]) => releases)).toEqual(['4.20.4']);
});

test('of two images of one version the one that was looked into counts', () => {
  const known = facts('4.20.4', `${kernel}.x86_64`);
  const unread: ReleaseFacts = { version: '4.20.4', arch: 'x86_64', image: 'mirror.example.com/ocp/release:a', streams: [] };
  expect(tags(x86, [known, unread])).toEqual(tags(x86, [unread, known]));
  expect(tags(x86, [known, unread])[0]?.[1]).toBe(`${kernel}.x86_64`);
});

test.each<[string, ReturnType<typeof configuration>, ReleaseFacts, string, string]>([
  [
    'before RHEL 9',
    x86,
    { version: '4.12.1', arch: 'x86_64' },
    'OpenShift 4.12.1 has nodes of RHEL 8, for which nothing here is built',
    'use 4.13 or later',
  ],
  [
    'before kernels with 64 KiB pages',
    configuration(['aarch64+64k']),
    facts('4.14.1', '5.14.0-284.36.1.el9_2.aarch64'),
    'the driver toolkit of OpenShift 4.14.1 has no kernel with pages of 64 KiB',
    'use 4.15 or later, or the platform aarch64',
  ],
  [
    'that has nothing for the architecture',
    x86,
    { version: '4.20.4', arch: 'x86_64', streams: [] },
    'its image has no driver toolkit for x86_64',
    'give an image of that architecture (-x86_64 or -multi)',
  ],
  [
    'with a real-time kernel',
    x86,
    facts('4.20.4', `${kernel}.x86_64+rt`),
    `"${kernel}.x86_64+rt" is a real-time kernel, for which the GPU operator has no precompiled drivers`,
    'write it like "5.14.0-570.62.1.el9_6.x86_64" or "5.14.0-570.62.1.el9_6.aarch64+64k"',
  ],
  [
    'with the kernel of another architecture',
    x86,
    { ...facts('4.20.4', `${kernel}.aarch64`), arch: 'x86_64' },
    `kernel "${kernel}.aarch64" is for aarch64, the platform is x86_64`,
    'use the toolkit of a release for x86_64',
  ],
  [
    'whose RHEL has no CUDA base image of the version',
    configuration(['x86_64'], { cuda: '12.8.1' }),
    facts('5.0.1', '6.12.0-211.1.1.el10_2.x86_64'),
    'CUDA 12.8.1 has no base image for RHEL 10.2 (they exist since 13.0)',
    'use 13.1.0, or a baseImage of your own',
  ],
  [
    'whose RHEL has no entry point',
    x86,
    facts('6.0.1', '7.0.0-1.el11_0.x86_64'),
    'no entry point is given for RHEL 11',
    'add it to sources.entryPoint of the configuration',
  ],
])('a release %s is refused, with what to do', (_, config, known, reason, fix) => {
  const { images, refused } = plan(config, [known], [known.version]);
  expect(images).toEqual([]);
  expect(refused).toEqual([{ target: config.targets[0], releases: [known.version], reason, fix }]);
});

test('what may go wrong is a warning, said of a target once for all releases', () => {
  const known = [facts('4.20.4', '5.14.0-427.50.2.el9_4.x86_64'), facts('4.23.0', '5.14.0-700.1.1.el9_8.x86_64')];
  const { images, refused, warnings } = plan(x86, known, ['4.20.4', '4.23.0', '4.23.1', '4.12.1']);
  expect([images.length, refused.length]).toEqual([3, 1]);
  expect(warnings.map(({ releases, reason }) => [releases, reason])).toEqual([
    [['4.20.4'], 'nodes of OpenShift 4.20.4 run RHEL 9.6, not 9.4'],
    [['4.23.0', '4.23.1'], 'which RHEL the nodes of OpenShift 4.23 and later run is unverified'],
  ]);
});

test('a rule is told once, whatever the number of GPUs that it is about', () => {
  const { refused } = plan(configuration(['x86_64'], { gpus: ['hopper', 'blackwell'] }), [], ['4.12.1']);
  expect(refused.map(({ reason }) => reason)).toEqual(['OpenShift 4.12.1 has nodes of RHEL 8, for which nothing here is built']);
});

test('RPMs that are brought up to date are told, where there are any', () => {
  const text = (driver: object) => {
    const config = configuration(['x86_64'], driver);
    return planText('nvidia-drivers.yaml', plan(config, [], []), config.targets);
  };
  expect(text({ cveUpdates: ['openssl-libs', 'curl-8.1'] })).toContain('\n  brought up to date: openssl-libs, curl-8.1');
  expect(text({})).not.toContain('brought up to date');
});

test('a vGPU guest driver is called one, with the userspace of its runfile, and warned of', () => {
  const guest = configuration(['x86_64']);
  const targets = guest.targets.map(target => ({ ...target, type: 'vgpu' as const, packages: ['libglvnd-glx'] }));
  const planned = plan({ ...guest, targets }, [facts('4.20.4', `${kernel}.x86_64`)], ['4.20.4']);
  const text = planText('drivers.yaml', planned, targets);
  expect(text).toContain('\n\nr580-x86-64: vGPU guest driver 580.105.08, open modules\n');
  expect(text).toContain('\n  userspace: that of the runfile\n  packages: libglvnd-glx\n');
  expect(text).toContain("\n  why: NVIDIA's documentation says that precompiled driver images do not support vGPU\n");
});

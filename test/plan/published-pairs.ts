import type { PlatformName } from '../../src/driver/platform';

/** A release with the kernel that a public source shows of its nodes, and the tags that the operators ask for there. */
export interface PublishedPair {
  readonly release: string;
  readonly platform: PlatformName;
  /** As `uname -r` prints it. */
  readonly kernel: string;
  /** In full, for driver 580.105.08. */
  readonly tags: readonly string[];
  readonly source: string;
}

const intel =
  'https://github.com/intel/intel-data-center-gpu-driver-for-openshift/blob/0a692aaeacd16a5293e8524ef6b6573ed148e016/release/README.md';
const timing = 'https://github.com/sdodson/node-scaleup-timing/blob/054529b145902ebfa2c60c22bd59e128706b9b46';
const buildData = 'https://github.com/openshift-eng/ocp-build-data/pull';
const nvidia = 'https://github.com/NVIDIA/gpu-driver-container/blob/11f9381a1fdef686163f5f72d6b738b48fa289ca/rhel9/precompiled/README.md';
const gb200 = 'https://github.com/schmaustech/rhel4nv-demo/blob/747131386114ff0f826989f8108774a838e3e216/README.md';

type Row = readonly [release: string, platform: PlatformName, kernel: string, tags: readonly string[], source: string];

const rows: readonly Row[] = [
  ['4.14.0', 'x86_64', '5.14.0-284.36.1.el9_2.x86_64', ['580.105.08-5.14.0-284.36.1.el9_2.x86_64-rhcos4.14'], intel],
  ['4.14.34', 'x86_64', '5.14.0-284.77.1.el9_2.x86_64', ['580.105.08-5.14.0-284.77.1.el9_2.x86_64-rhcos4.14'], intel],
  // Those of the release team are of all architectures, unless they say otherwise.
  ['4.14.65', 'aarch64', '5.14.0-284.169.1.el9_2.aarch64', ['580.105.08-5.14.0-284.169.1.el9_2.aarch64-rhcos4.14'], `${buildData}/10421`],
  ['4.15.0', 'x86_64', '5.14.0-284.54.1.el9_2.x86_64', ['580.105.08-5.14.0-284.54.1.el9_2.x86_64-rhcos4.15'], intel],
  ['4.15.0', 'aarch64+64k', '5.14.0-284.54.1.el9_2.aarch64+64k', ['580.105.08-5.14.0-284.54.1.el9_2.aarch64_64k-rhcos4.15'], nvidia],
  ['4.15.27', 'x86_64', '5.14.0-284.77.1.el9_2.x86_64', ['580.105.08-5.14.0-284.77.1.el9_2.x86_64-rhcos4.15'], intel],
  [
    '4.16.0',
    'x86_64',
    '5.14.0-427.22.1.el9_4.x86_64',
    ['580.105.08-5.14.0-427.22.1.el9_4.x86_64-rhcos4.16'],
    `${timing}/bootimages/rpms-4.16.0.txt`,
  ],
  [
    '4.16.60',
    'x86_64',
    '5.14.0-427.121.1.el9_4.x86_64',
    ['580.105.08-5.14.0-427.121.1.el9_4.x86_64-rhcos4.16'],
    `${timing}/bootimages/rpms-4.16.60.txt`,
  ],
  ['4.17.53', 'x86_64', '5.14.0-427.124.1.el9_4.x86_64', ['580.105.08-5.14.0-427.124.1.el9_4.x86_64-rhcos4.17'], `${buildData}/10401`],
  ['4.17.53', 'aarch64', '5.14.0-427.124.1.el9_4.aarch64', ['580.105.08-5.14.0-427.124.1.el9_4.aarch64-rhcos4.17'], `${buildData}/10401`],
  [
    '4.18.0',
    'x86_64',
    '5.14.0-427.50.2.el9_4.x86_64',
    ['580.105.08-5.14.0-427.50.2.el9_4.x86_64-rhcos4.18'],
    `${timing}/bootimages/rpms-4.18.0.txt`,
  ],
  [
    '4.18.38',
    'x86_64',
    '5.14.0-427.119.1.el9_4.x86_64',
    ['580.105.08-5.14.0-427.119.1.el9_4.x86_64-rhcos4.18'],
    `${timing}/bootimages/rpms-4.18.38.txt`,
  ],
  [
    '4.19.0',
    'x86_64',
    '5.14.0-570.19.1.el9_6.x86_64',
    ['580.105.08-5.14.0-570.19.1.el9_6.x86_64-rhel9.6', '580.105.08-5.14.0-570.19.1.el9_6.x86_64-rhel9'],
    `${timing}/bootimages/rpms-4.19.0.txt`,
  ],
  // The issue names 4.19 and this kernel; that it is the one of 4.19.0 the row before shows.
  [
    '4.19.0',
    'aarch64+64k',
    '5.14.0-570.19.1.el9_6.aarch64+64k',
    ['580.105.08-5.14.0-570.19.1.el9_6.aarch64_64k-rhel9.6', '580.105.08-5.14.0-570.19.1.el9_6.aarch64_64k-rhel9'],
    'https://github.com/NVIDIA/gpu-operator/issues/1503',
  ],
  [
    '4.19.30',
    'x86_64',
    '5.14.0-570.112.1.el9_6.x86_64',
    ['580.105.08-5.14.0-570.112.1.el9_6.x86_64-rhel9.6', '580.105.08-5.14.0-570.112.1.el9_6.x86_64-rhel9'],
    `${buildData}/10382`,
  ],
  [
    '4.20.15',
    'x86_64',
    '5.14.0-570.92.1.el9_6.x86_64',
    ['580.105.08-5.14.0-570.92.1.el9_6.x86_64-rhel9.6', '580.105.08-5.14.0-570.92.1.el9_6.x86_64-rhel9'],
    `${timing}/reports/scale-up-analysis-aro-d4s-v5-variance.md`,
  ],
  [
    '4.20.21',
    'x86_64',
    '5.14.0-570.112.1.el9_6.x86_64',
    ['580.105.08-5.14.0-570.112.1.el9_6.x86_64-rhel9.6', '580.105.08-5.14.0-570.112.1.el9_6.x86_64-rhel9'],
    `${buildData}/10380`,
  ],
  [
    '4.21.5',
    'aarch64',
    '5.14.0-570.96.1.el9_6.aarch64',
    ['580.105.08-5.14.0-570.96.1.el9_6.aarch64-rhel9.6', '580.105.08-5.14.0-570.96.1.el9_6.aarch64-rhel9'],
    gb200,
  ],
  [
    '4.21.14',
    'aarch64',
    '5.14.0-570.112.1.el9_6.aarch64',
    ['580.105.08-5.14.0-570.112.1.el9_6.aarch64-rhel9.6', '580.105.08-5.14.0-570.112.1.el9_6.aarch64-rhel9'],
    `${buildData}/10379`,
  ],
  [
    '4.21.17',
    'x86_64',
    '5.14.0-570.116.1.el9_6.x86_64',
    ['580.105.08-5.14.0-570.116.1.el9_6.x86_64-rhel9.6', '580.105.08-5.14.0-570.116.1.el9_6.x86_64-rhel9'],
    `${timing}/reports/scale-up-analysis-ostree-fsync-study.md`,
  ],
  [
    '4.22.0-rc.2',
    'x86_64',
    '5.14.0-687.5.1.el9_8.x86_64',
    ['580.105.08-5.14.0-687.5.1.el9_8.x86_64-rhel9.8', '580.105.08-5.14.0-687.5.1.el9_8.x86_64-rhel9'],
    `${timing}/reports/scale-up-analysis-ostree-fsync-4.22.md`,
  ],
  [
    '4.22.0',
    'x86_64',
    '5.14.0-687.11.1.el9_8.x86_64',
    ['580.105.08-5.14.0-687.11.1.el9_8.x86_64-rhel9.8', '580.105.08-5.14.0-687.11.1.el9_8.x86_64-rhel9'],
    `${timing}/reports/scale-up-analysis-4.22.0-m6a-baseline.md`,
  ],
];

/** All of them, oldest release first. */
export const publishedPairs: readonly PublishedPair[] = rows.map(([release, platform, kernel, tags, source]) => ({
  release,
  platform,
  kernel,
  tags,
  source,
}));

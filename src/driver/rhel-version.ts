import type { Release } from './release';

/**
 * RHEL version of the nodes, by the minors of OpenShift that have it; of later ones nobody has said it yet.
 *
 * Source: each has its own.
 *
 * @example
 * rhelVersions.at(-1)?.rhel; // '9.8'
 */
export const rhelVersions: readonly {
  /** First minor: `4.13`. */
  readonly since: string;
  /** First minor that has another. */
  readonly before: string;
  readonly rhel: string;
  readonly source: string;
}[] = [
  {
    since: '4.13',
    before: '4.16',
    rhel: '9.2',
    source: 'openshift/openshift-docs#56254; OSTREE versions 413.92 and 414.92; kernels of el9_2',
  },
  { since: '4.16', before: '4.19', rhel: '9.4', source: 'OSTREE version 416.94; kernels 5.14.0-427 of el9_4' },
  {
    since: '4.19',
    before: '4.22',
    rhel: '9.6',
    source: 'openshift/enhancements, rhcos/split-rhcos-into-layers.md; openshift/driver-toolkit#165',
  },
  { since: '4.22', before: '4.23', rhel: '9.8', source: 'NVIDIA/cloud-native-docs#486; openshift-eng/ocp-build-data#8916' },
];

/**
 * The RHEL version of the nodes of a release, before anybody has looked into it; undefined where no source tells it.
 *
 * @see {@link rhelVersions}
 * @example
 * rhelVersionOf({ major: 4, minor: 20 }); // '9.6'
 * rhelVersionOf({ major: 5, minor: 0 }); // undefined
 */
export function rhelVersionOf({ major, minor }: Pick<Release, 'major' | 'minor'>): string | undefined {
  const isBefore = (version: string) => {
    const [otherMajor = 0, otherMinor = 0] = version.split('.').map(Number);
    return major < otherMajor || (major === otherMajor && minor < otherMinor);
  };
  return rhelVersions.find(({ since, before }) => !isBefore(since) && isBefore(before))?.rhel;
}

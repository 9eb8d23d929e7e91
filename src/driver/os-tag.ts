/** ID and VERSION_ID of a node's /etc/os-release. */
export interface OsRelease {
  /** ID: `rhel`, `rhcos`, `centos` or `scos`. */
  readonly id: string;
  /** VERSION_ID: RHEL's (`9.6`), or before {@link rhelSince} OpenShift's (`4.18`). */
  readonly version: string;
}

/**
 * The OS tags that the GPU operator asks for, by ID of os-release; `{version}` and `{major}` stand for VERSION_ID and its first number.
 *
 * Operators up to 26.3 ask for `rhel9.6`, later ones for `rhel9`; RHEL 10 has been `rhel10` since 26.3. An image carries all, so
 * that an upgrade of the operator finds it.
 *
 * Source: NVIDIA/gpu-operator, internal/state/nodepool.go getOSTag at v25.3.4 to v26.7.0 (892d53ba, NVIDIA/gpu-operator#2497); of
 * OKD's nodes NVIDIA/gpu-operator#1533 (`scos4.18`) and #2892 (`centos10`).
 *
 * @example
 * osTagRules.map(({ id }) => id); // ['rhcos', 'scos', 'centos', 'rhel']
 */
export const osTagRules: readonly { readonly id: string; readonly tags: readonly string[] }[] = [
  { id: 'rhcos', tags: ['rhcos{version}'] },
  { id: 'scos', tags: ['scos{version}'] },
  { id: 'centos', tags: ['centos{version}'] },
  { id: 'rhel', tags: ['rhel{version}', 'rhel{major}'] },
];

/**
 * First OpenShift minor whose nodes say `ID=rhel` and the RHEL version; before, they say `rhcos` and OpenShift's own.
 *
 * Source: openshift/enhancements, rhcos/split-rhcos-into-layers.md.
 *
 * @example
 * rhelSince; // '4.19'
 */
export const rhelSince = '4.19';

/**
 * What /etc/os-release says on the nodes of an OpenShift release. `rhelVersion` is RHEL_VERSION of the driver toolkit (`9.6`).
 *
 * OKD's nodes said `scos` and OKD's version; they now say `centos` and the major version alone (NVIDIA/gpu-operator#2892). That this
 * came with {@link rhelSince} too is unverified.
 *
 * @see {@link rhelSince}
 * @example
 * osRelease({ major: 4, minor: 20, rhelVersion: '9.6' }); // { id: 'rhel', version: '9.6' }
 * osRelease({ major: 4, minor: 18, rhelVersion: '9.4' }); // { id: 'rhcos', version: '4.18' }
 */
export function osRelease({
  major,
  minor,
  rhelVersion,
  okd = false,
}: {
  readonly major: number;
  readonly minor: number;
  readonly rhelVersion: string;
  readonly okd?: boolean;
}): OsRelease {
  const [sinceMajor = 0, sinceMinor = 0] = rhelSince.split('.').map(Number);
  const split = major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
  if (!split) return { id: okd ? 'scos' : 'rhcos', version: `${major}.${minor}` };
  return okd ? { id: 'centos', version: majorOf(rhelVersion) } : { id: 'rhel', version: rhelVersion };
}

/**
 * Every OS tag under which the operator may ask for the image of a node.
 *
 * @see {@link osTagRules}
 * @throws Error where no rule knows the ID.
 * @example
 * osTags({ id: 'rhel', version: '9.6' }); // ['rhel9.6', 'rhel9']
 */
export function osTags({ id, version }: OsRelease): string[] {
  const rule = osTagRules.find(candidate => candidate.id === id);
  if (!rule)
    throw new Error(`no OS tag is known for os-release ID "${id}": the GPU operator knows ${osTagRules.map(known => known.id).join(', ')}`);
  return rule.tags.map(tag => tag.replace('{version}', version).replace('{major}', majorOf(version)));
}

/**
 * The rules as a script takes them, a line each: `rhel rhel{version} rhel{major}`.
 *
 * @see {@link osTagRules}
 * @example
 * osTagTable().split('\n')[3]; // 'rhel rhel{version} rhel{major}'
 */
export function osTagTable(): string {
  return osTagRules.map(({ id, tags }) => [id, ...tags].join(' ')).join('\n');
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? version;
}

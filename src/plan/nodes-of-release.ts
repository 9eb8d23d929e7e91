import { osRelease, osTags } from '../driver/os-tag';
import type { Release } from '../driver/release';
import { rhelVersionOf } from '../driver/rhel-version';

/** RHEL version of the nodes of a release that nobody has looked into; OKD's have CentOS Stream, of which no source tells the version. */
export function rhelOfUnread(release: Release): string | undefined {
  return isOkd(release) ? undefined : rhelVersionOf(release);
}

/** The OS tags of a release's nodes; undefined where they take a RHEL version that nobody knows. */
export function osTagsOf(release: Release, rhel: string | undefined): string[] | undefined {
  const os = osRelease({ ...release, rhelVersion: rhel ?? '', okd: isOkd(release) });
  return os.version === '' ? undefined : osTags(os);
}

function isOkd({ version }: Release): boolean {
  return version.includes('okd');
}

import { type PlatformName, platforms } from './platform';

/** A version of OpenShift. */
export interface Release {
  /** `4.20.3`, `4.21.0-rc.1` */
  readonly version: string;
  readonly major: number;
  readonly minor: number;
}

/**
 * Where OpenShift publishes release images.
 *
 * Source: openshift/oc, pkg/cli/admin/release.
 *
 * @example
 * releaseRepository; // 'quay.io/openshift-release-dev/ocp-release'
 */
export const releaseRepository = 'quay.io/openshift-release-dev/ocp-release';

const version = /^(\d+)\.(\d+)\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/**
 * Reads a full version.
 *
 * Source: openshift/oc, pkg/cli/admin/release.
 *
 * @throws Error where it is none: a minor alone names no release.
 * @example
 * parseRelease('4.20.3'); // { version: '4.20.3', major: 4, minor: 20 }
 */
export function parseRelease(text: string): Release {
  const [, major, minor] = version.exec(text) ?? [];
  if (major === undefined || minor === undefined) throw new Error(`"${text}" is not a release: write it in full, like "4.20.3"`);
  return { version: text, major: Number(major), minor: Number(minor) };
}

/**
 * Whether the text is an image reference, by tag, digest or both, rather than a version.
 *
 * Source: distribution/reference, regexp.go.
 *
 * @example
 * isReleaseImage('quay.io/openshift-release-dev/ocp-release:4.20.3-x86_64'); // true
 * isReleaseImage('4.20.3'); // false
 */
export function isReleaseImage(text: string): boolean {
  return /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)+(?=[:@])(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(text);
}

/**
 * The image of a release: that of a version has the architecture in its tag, an image stays what it is.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/README.md step 3; openshift/oc, pkg/cli/admin/release.
 *
 * @throws Error where the release is neither an image nor a full version.
 * @example
 * releaseImage('4.20.3', 'aarch64+64k', releaseRepository); // 'quay.io/openshift-release-dev/ocp-release:4.20.3-aarch64'
 */
export function releaseImage(release: string, platform: PlatformName, repository: string): string {
  return isReleaseImage(release) ? release : `${repository}:${parseRelease(release).version}-${platforms[platform].arch}`;
}

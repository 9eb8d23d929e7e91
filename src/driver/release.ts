import { type PlatformName, platforms } from './platform';

/** A version of OpenShift. */
export interface Release {
  /** `4.20.3`, `4.21.0-rc.1` */
  readonly version: string;
  readonly major: number;
  readonly minor: number;
}

const version = /^(\d+)\.(\d+)\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** Reads a full version. @throws Error where it is none: a minor alone names no release. */
export function parseRelease(text: string): Release {
  const [, major, minor] = version.exec(text) ?? [];
  if (major === undefined || minor === undefined) throw new Error(`"${text}" is not a release: write it in full, like "4.20.3"`);
  return { version: text, major: Number(major), minor: Number(minor) };
}

/** Whether the text is an image reference, by tag, digest or both, rather than a version. */
export function isReleaseImage(text: string): boolean {
  return /^[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)+(?=[:@])(?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(text);
}

/**
 * The image of a release: that of a version has the architecture in its tag, an image stays what it is.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/README.md step 3; openshift/oc, pkg/cli/admin/release.
 */
export function releaseImage(release: string, platform: PlatformName, repository: string): string {
  return isReleaseImage(release) ? release : versionImage(parseRelease(release).version, platform, repository);
}

/** The image of a version, which may be a variable that stands for one. */
export function versionImage(version: string, platform: PlatformName, repository: string): string {
  return `${repository}:${version}-${platforms[platform].arch}`;
}

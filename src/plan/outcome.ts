import type { Config, Target } from '../config/config';
import { imageTag, imageTagPattern } from '../driver/image-tag';
import { kernelOf, parseKernel } from '../driver/kernel';
import { platforms } from '../driver/platform';
import { isReleaseImage, parseRelease, type Release } from '../driver/release';
import type { ReleaseFacts, Stream } from './facts';
import { type Judgement, judge } from './judgement';
import { osTagsOf, rhelOfUnread } from './nodes-of-release';

/** A driver image, for each of the releases whose nodes ask for it. */
export interface PlannedImage {
  readonly target: Target;
  /** As `uname -r` prints it; undefined: nobody has looked it up. */
  readonly kernel?: string;
  /** RHEL version of the nodes, where a source tells it. */
  readonly rhel?: string;
  /** Versions, or images of which no version is known. */
  readonly releases: readonly string[];
  /** None where the kernel is not known. */
  readonly tags: readonly string[];
  /** What the tags will be, where the kernel is not known. */
  readonly tagPatterns: readonly string[];
}

/** What comes of a release, or of one of its streams, for a target: an image, unless there are refusals. */
export interface Outcome extends Judgement {
  readonly target: Target;
  readonly release: string;
  readonly image?: PlannedImage;
}

/** @throws Error for a name that is neither an image nor a full version */
export function outcomesOf(config: Config, target: Target, name: string, facts: ReleaseFacts | undefined): Outcome[] {
  const release = isReleaseImage(name) ? undefined : parseRelease(name);
  const streams = target.driverToolkit === undefined ? facts?.streams : [streamOf(target.driverToolkit)];
  if (streams?.length === 0) {
    const { arch } = platforms[target.platform];
    const refusal = {
      reason: `its image has no driver toolkit for ${arch}`,
      fix: `give an image of that architecture (-${arch} or -multi)`,
    };
    return [{ target, release: name, refusals: [refusal], warnings: [] }];
  }
  return (streams ?? [undefined]).map(stream => {
    const rhel = stream?.rhel ?? (release && rhelOfUnread(release));
    const judgement = judge(config, target, release, rhel, stream);
    const image = judgement.refusals.length > 0 ? undefined : imageOf(target, name, release, rhel, stream);
    return { target, release: name, ...judgement, ...(image !== undefined && { image }) };
  });
}

/** A driver toolkit of the user's own is for one kernel, whatever the release. */
function streamOf({ image, kernel }: NonNullable<Target['driverToolkit']>): Stream {
  const { rhelMajor, rhelMinor } = parseKernel(kernel);
  return { kernel, rhel: [rhelMajor, rhelMinor].filter(part => part !== undefined).join('.'), toolkit: image };
}

function imageOf(
  target: Target,
  name: string,
  release: Release | undefined,
  rhel: string | undefined,
  stream: Stream | undefined,
): PlannedImage {
  const tags = release && osTagsOf(release, rhel);
  if (stream === undefined) {
    const patterns = tags?.map(osTag => imageTagPattern(target.driverVersion, osTag)) ?? [imageTagPattern(target.driverVersion)];
    return { target, ...(rhel !== undefined && { rhel }), releases: [name], tags: [], tagPatterns: patterns };
  }
  const kernel = kernelOf(stream.kernel, target.platform);
  return {
    target,
    kernel,
    rhel: stream.rhel,
    releases: [name],
    tags: tags?.map(osTag => imageTag(target.driverVersion, kernel, osTag)) ?? [],
    tagPatterns: [],
  };
}

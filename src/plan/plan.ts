import type { Config, Target } from '../config/config';
import { platforms } from '../driver/platform';
import type { Advice } from '../source/finding';
import type { ReleaseFacts } from './facts';
import { FactsByRelease } from './facts-by-release';
import { type Outcome, outcomesOf, type PlannedImage } from './outcome';

/** Why a target has no image for releases, or what may go wrong with it. */
export interface Remark extends Advice {
  readonly target: Target;
  readonly releases: readonly string[];
}

/** What a configuration means for releases. */
export interface Plan {
  readonly releases: readonly string[];
  readonly images: readonly PlannedImage[];
  readonly refused: readonly Remark[];
  readonly warnings: readonly Remark[];
}

/**
 * The images of every target for releases, by version or image. A kernel that several releases have is one image, as for the watcher.
 *
 * @throws Error for a release that is neither an image nor a full version
 */
export function plan(config: Config, facts: readonly ReleaseFacts[], requested: readonly string[]): Plan {
  const known = new FactsByRelease(facts);
  const releases = [...new Set(requested.map(name => known.versionOf(name)))];
  const outcomes = config.targets.flatMap(target =>
    releases.flatMap(release => outcomesOf(config, target, release, known.of(release, platforms[target.platform].arch))),
  );
  return {
    releases,
    images: together(outcomes.flatMap(({ image }) => image ?? [])),
    refused: remarks(outcomes, ({ refusals }) => refusals),
    warnings: remarks(outcomes, ({ image, warnings }) => (image === undefined ? [] : warnings)),
  };
}

/** What is to be said of a target, once for all releases. */
function remarks(outcomes: readonly Outcome[], of: (outcome: Outcome) => readonly Advice[]): Remark[] {
  const bySentence = new Map<string, Remark>();
  for (const outcome of outcomes) {
    for (const advice of of(outcome)) {
      const key = `${outcome.target.name} ${advice.reason}`;
      const { releases = [] } = bySentence.get(key) ?? {};
      bySentence.set(key, { target: outcome.target, ...advice, releases: [...new Set([...releases, outcome.release])] });
    }
  }
  return [...bySentence.values()];
}

/** Images of one target and kernel as one, for all their releases, under all their tags. */
function together(images: readonly PlannedImage[]): PlannedImage[] {
  const byKernel = new Map<string, PlannedImage>();
  for (const image of images) {
    const key = [image.target.name, image.kernel ?? image.releases.join()].join(' ');
    const first = byKernel.get(key);
    byKernel.set(
      key,
      first === undefined
        ? image
        : {
            ...first,
            releases: [...new Set([...first.releases, ...image.releases])],
            tags: [...new Set([...first.tags, ...image.tags])],
          },
    );
  }
  return [...byKernel.values()];
}

import type { Target } from '../config';
import type { LocatedTarget } from '../targets';
import type { Rule } from './rule';

/** What shapes an image and is not in its tag, in the words of the file. */
const contents: readonly { readonly field: string; readonly of: (target: Target) => string }[] = [
  { field: 'type', of: target => target.type },
  { field: 'modules', of: target => target.moduleFlavour },
  { field: 'runfile', of: ({ runfile }) => `${runfile.url} ${runfile.sha256}` },
  { field: 'baseImage', of: target => target.baseImage },
  { field: 'packages', of: target => target.packages.join(' ') },
  { field: 'cveUpdates', of: target => target.cveUpdates.join(' ') },
];

/**
 * A tag is made of driver version, kernel and OS: two targets with the same repository, version and platform publish under the same
 * tags, and have to publish the same.
 *
 * Source: NVIDIA/gpu-operator, api/nvidia/v1alpha1/nvidiadriver_types.go (GetPrecompiledImagePath).
 */
export const tagsOfTheirOwn: Rule = ({ targets, source }) => {
  const published = new Map<string, LocatedTarget>();
  const told = new Set<number>();
  return targets.flatMap(located => {
    const { target, driver } = located;
    const key = [target.image, target.driverVersion, target.platform].join(' ');
    const first = published.get(key);
    if (!first) published.set(key, located);
    const different = first ? contents.filter(({ of }) => of(first.target) !== of(target)).map(({ field }) => field) : [];
    if (!first || different.length === 0 || told.has(driver)) return [];
    told.add(driver);
    const reason = `publishes under the same tags as drivers[${first.driver}], but they differ in ${different.join(', ')}`;
    const fix = `give it an image of its own, like "image: ${target.image}-2", or make them the same`;
    return [source.finding(['drivers', driver, 'version'], { reason, fix })];
  });
};

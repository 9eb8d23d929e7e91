import { combinationProblems } from '../../driver/combination';
import type { Combination, CombinationRule } from '../../driver/combination-rule';
import { parseDriverVersion } from '../../driver/driver-version';
import { gpuGenerations } from '../../driver/gpu-generation';
import { defaultFlavour } from '../../driver/module-flavour';
import { platforms } from '../../driver/platform';
import { isReleaseImage } from '../../driver/release';
import type { Finding } from '../../source/finding';
import type { Path } from '../../source/path';
import type { ConfigFile, DriverEntry } from '../config-file';
import { cudaVersionOf, platformName } from '../targets';
import type { Rule, RuleInput } from './rule';

/** What does not go together is refused, with what to choose instead. */
export const impossibleCombinations: Rule = input => findings(input, 'refusal');

/** What may not go together, and what no source covers. */
export const doubtfulCombinations: Rule = input => findings(input, 'warning');

/** A combination, and where the file has its parts, or would have them. */
interface Located {
  readonly combination: Combination;
  readonly at: Readonly<Partial<Record<keyof Combination, Path>>>;
}

function findings({ file, source }: RuleInput, severity: CombinationRule['severity']): Finding[] {
  const told = new Set<string>();
  return [...combinationsOf(file)].flatMap(({ combination, at }) =>
    combinationProblems(combination)
      .filter(problem => problem.severity === severity)
      .flatMap(({ about, reason, fix }) => {
        const path = at[about] ?? [];
        const sentence = `${path.join('.')}: ${reason}`;
        if (told.has(sentence)) return [];
        told.add(sentence);
        return [source.finding(path, { reason, fix })];
      }),
  );
}

/** Every driver on every platform, for each of its GPUs and every release: what is left out or refused is not known. */
function* combinationsOf({ drivers = [], platforms: entries = [], releases = [], operator }: ConfigFile): Generator<Located> {
  const archs = new Set(entries.map(entry => archOf(platformName(entry))));
  for (const [d, driver] of orUnknown(drivers)) {
    for (const [p, entry] of orUnknown(entries)) {
      for (const [g, gpu] of orUnknown(driver?.gpus ?? [])) {
        const platform = platformName(entry);
        const only = gpu && gpuGenerations[gpu].arch;
        // GPUs that are on another of the platforms are not on this one.
        if (only !== undefined && platform !== undefined && archOf(platform) !== only && archs.has(only)) continue;
        for (const [r, release] of orUnknown(releases)) {
          yield {
            combination: {
              ...(driver && ofDriver(driver)),
              ...(gpu && { gpu }),
              ...(platform && { platform }),
              ...(release !== undefined && !isReleaseImage(release) && { openshift: release }),
              ...(operator?.version !== undefined && { operator: operator.version }),
            },
            at: {
              driver: ['drivers', d, 'version'],
              modules: ['drivers', d, 'modules'],
              cuda: ['drivers', d, 'cuda'],
              gpu: ['drivers', d, 'gpus', g],
              platform: ['platforms', p, ...(typeof entry === 'object' ? ['name'] : [])],
              openshift: ['releases', r],
              operator: ['operator', 'version'],
            },
          };
        }
      }
    }
  }
}

function ofDriver({ version, modules, ...rest }: DriverEntry): Combination {
  if (version === undefined) return {};
  const cuda = cudaVersionOf({ ...rest, version });
  return {
    driver: version,
    modules: modules ?? defaultFlavour(parseDriverVersion(version).branch),
    ...(cuda !== undefined && { cuda }),
  };
}

function orUnknown<T>(list: readonly T[]): Iterable<[number, T | undefined]> {
  return list.length > 0 ? list.entries() : [[0, undefined]];
}

function archOf(platform: keyof typeof platforms | undefined): string | undefined {
  return platform && platforms[platform].arch;
}

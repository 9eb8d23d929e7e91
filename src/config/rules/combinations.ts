import { type CombinationProblem, combinationProblems } from '../../driver/combination';
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

/** A combination, and the indexes of its parts in the file. */
interface Located {
  readonly combination: Combination;
  readonly driver: number;
  readonly gpu: number;
  readonly platform: number;
  readonly release: number;
}

function findings({ file, source }: RuleInput, severity: CombinationRule['severity']): Finding[] {
  const found: Finding[] = [];
  const told = new Set<string>();
  const problems = problemsOnce(severity);
  for (const located of combinationsOf(file)) {
    for (const { about, reason, fix } of problems(located.combination)) {
      const path = pathOf(about, located, file);
      const sentence = `${path.join('.')}: ${reason}`;
      if (!told.has(sentence)) found.push(source.finding(path, { reason, fix }));
      told.add(sentence);
    }
  }
  return found;
}

/** Of a thousand drivers most are the same combination. */
function problemsOnce(severity: CombinationRule['severity']): (combination: Combination) => readonly CombinationProblem[] {
  const known = new Map<string, readonly CombinationProblem[]>();
  return combination => {
    const key = JSON.stringify(combination);
    const problems = known.get(key) ?? combinationProblems(combination).filter(problem => problem.severity === severity);
    known.set(key, problems);
    return problems;
  };
}

/** Where the file has a part, or would have it. */
function pathOf(part: keyof Combination, { driver, gpu, platform, release }: Located, { platforms: entries = [] }: ConfigFile): Path {
  switch (part) {
    case 'driver':
      return ['drivers', driver, 'version'];
    case 'type':
    case 'modules':
    case 'cuda':
      return ['drivers', driver, part];
    case 'gpu':
      return ['drivers', driver, 'gpus', gpu];
    case 'platform':
      return ['platforms', platform, ...(typeof entries[platform] === 'object' ? ['name'] : [])];
    case 'operator':
      return ['operator', 'version'];
    default:
      return ['releases', release];
  }
}

/** Every driver on every platform, for each of its GPUs and every release: what is left out or refused is not known. */
function* combinationsOf({ drivers = [], platforms: entries = [], releases = [], operator = {} }: ConfigFile): Generator<Located> {
  const archs = new Set(entries.map(entry => archOf(platformName(entry))));
  for (const [driver, driverEntry] of orUnknown(drivers)) {
    const ofDriver = driverEntry && partsOf(driverEntry);
    for (const [platform, entry] of orUnknown(entries)) {
      const name = platformName(entry);
      for (const [gpu, generation] of orUnknown(driverEntry?.gpus ?? [])) {
        // GPUs that are on another of the platforms are not on this one.
        const only = generation && gpuGenerations[generation].arch;
        if (only !== undefined && archs.has(only) && archOf(name) !== only) continue;
        const parts: Combination = { ...ofDriver, ...(generation && { gpu: generation }), ...(name && { platform: name }) };
        for (const [release, version] of orUnknown(releases)) {
          const openshift = version === undefined || isReleaseImage(version) ? {} : { openshift: version };
          const combination = { ...parts, ...openshift, ...(operator.version !== undefined && { operator: operator.version }) };
          yield { combination, driver, gpu, platform, release };
        }
      }
    }
  }
}

function partsOf({ version, type = 'passthrough', modules, ...rest }: DriverEntry): Combination {
  if (version === undefined) return {};
  const cuda = cudaVersionOf({ ...rest, version });
  return {
    driver: version,
    type,
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

import type { Combination, CombinationRule, Conditions, VersionRange } from './combination-rule';
import { combinationRules } from './combination-rules';
import { parseDriverVersion } from './driver-version';
import { gpuGenerations } from './gpu-generation';
import { platforms } from './platform';

/** What a rule says of a combination. */
export type CombinationProblem = Pick<CombinationRule, 'about' | 'severity' | 'reason' | 'fix' | 'source' | 'unverified'>;

/**
 * Everything that the rules have to say of a combination: refusals, and warnings of what may not work or no source covers.
 *
 * @see {@link combinationRules}
 * @throws Error where the driver version is not full.
 * @example
 * const [problem] = combinationProblems({ driver: '580.105.08', modules: 'open', gpu: 'pascal' });
 * problem?.reason; // 'Pascal GPUs need proprietary kernel modules'
 * problem?.fix; // 'use proprietary, or give these GPUs a driver of their own'
 */
export function combinationProblems(combination: Combination): CombinationProblem[] {
  const words = wordsOf(combination);
  return combinationRules
    .filter(({ when }) => holds(when, combination))
    .map(({ when: _, reason, ...rest }) => ({ ...rest, reason: reason.replace(/\{(\w+)\}/g, (whole, name) => words[name] ?? whole) }));
}

function wordsOf({ driver, gpu, ...rest }: Combination): Readonly<Record<string, string>> {
  return {
    ...rest,
    ...(driver !== undefined && { driver, branch: `${parseDriverVersion(driver).branch}` }),
    ...(gpu !== undefined && { gpu: gpuGenerations[gpu].title }),
  };
}

function holds(when: Conditions, { type = 'passthrough', gpu, platform, modules, ...versions }: Combination): boolean {
  const { arch, pageSize } = platform === undefined ? {} : platforms[platform];
  return (
    (when.type === undefined || when.type === type) &&
    (when.modules === undefined || when.modules === modules) &&
    (when.gpus === undefined || (gpu !== undefined && when.gpus.includes(gpu))) &&
    (when.arch === undefined || when.arch === arch) &&
    (when.pageSize === undefined || when.pageSize === pageSize) &&
    (['driver', 'cuda', 'rhel', 'openshift', 'operator'] as const).every(part => isWithin(versions[part], when[part]))
  );
}

function isWithin(version: string | undefined, range: VersionRange | undefined): boolean {
  if (range === undefined) return true;
  if (version === undefined) return false;
  const { since, before, other } = range;
  return (
    (since === undefined || compared(version, since) >= 0) &&
    (before === undefined || compared(version, before) < 0) &&
    (other === undefined || !`${version}.`.startsWith(`${other}.`))
  );
}

/** Below zero where the first is older. Of a pre-release counts what it becomes: `4.23.0-rc.1` is 4.23.0. */
function compared(first: string, second: string): number {
  const [a, b] = [numbers(first), numbers(second)];
  const index = Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at).find(at => (a[at] ?? 0) !== (b[at] ?? 0)) ?? 0;
  return (a[index] ?? 0) - (b[index] ?? 0);
}

function numbers(version: string): number[] {
  return version.replace(/-.*/, '').split('.').map(Number);
}

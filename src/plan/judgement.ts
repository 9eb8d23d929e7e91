import type { Config, Target } from '../config/config';
import { type CombinationProblem, combinationProblems } from '../driver/combination';
import { kernelOf } from '../driver/kernel';
import type { Release } from '../driver/release';
import type { Advice } from '../source/finding';
import type { Stream } from './facts';

/** What there is to say against an image. */
export interface Judgement {
  /** Why there can be none. */
  readonly refusals: readonly Advice[];
  /** What may go wrong with it. */
  readonly warnings: readonly Advice[];
}

/** Judges a target for a release and one of its streams. Nothing is said of what is not known. */
export function judge(config: Config, target: Target, release: Release | undefined, rhel: string | undefined, stream?: Stream): Judgement {
  const problems = combinations(config, target, release, rhel);
  const of = (severity: CombinationProblem['severity']) =>
    problems.filter(problem => problem.severity === severity).map(({ reason, fix }) => ({ reason, fix }));
  const refusals = of('refusal');
  return {
    refusals:
      refusals.length > 0 || stream === undefined ? refusals : [...kernelProblem(stream, target), ...entryPointProblem(stream, config)],
    warnings: of('warning'),
  };
}

/** What the rules say, once for all GPUs of the target. */
function combinations({ operator }: Config, target: Target, release: Release | undefined, rhel: string | undefined): CombinationProblem[] {
  const { driverVersion, type, moduleFlavour, platform, cuda } = target;
  const combination = {
    driver: driverVersion,
    type,
    modules: moduleFlavour,
    platform,
    ...(cuda !== undefined && { cuda }),
    ...(rhel !== undefined && { rhel }),
    ...(release !== undefined && { openshift: release.version }),
    ...(operator.version !== undefined && { operator: operator.version }),
  };
  const gpus = target.gpus.length > 0 ? target.gpus.map(gpu => ({ gpu })) : [{}];
  const all = gpus.flatMap(gpu => combinationProblems({ ...combination, ...gpu }));
  return [...new Map(all.map(problem => [problem.reason, problem])).values()];
}

function kernelProblem({ kernel }: Stream, { platform }: Target): Advice[] {
  try {
    kernelOf(kernel, platform);
    return [];
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    // Why, then what to do.
    const at = sentence.lastIndexOf(': ');
    return [{ reason: sentence.slice(0, at), fix: sentence.slice(at + 2) }];
  }
}

function entryPointProblem({ rhel }: Stream, { sources }: Config): Advice[] {
  const [major = ''] = rhel.split('.');
  if (sources.entryPoint[major] !== undefined) return [];
  return [{ reason: `no entry point is given for RHEL ${major}`, fix: 'add it to sources.entryPoint of the configuration' }];
}

import type { ComputeResources } from './container';

/** Compute resources of one step, instead of those that the task says. */
export interface StepSpec {
  /** Name of a step of the task. */
  readonly name: string;
  readonly computeResources: ComputeResources;
}

/** Compute resources of one sidecar, instead of those that the task says. */
export interface SidecarSpec {
  /** Name of a sidecar of the task. */
  readonly name: string;
  readonly computeResources: ComputeResources;
}

/**
 * What a run's pod asks for, instead of what its task says: the whole pod at once, or single steps. Not both: Tekton refuses it.
 *
 * @see https://tekton.dev/docs/pipelines/compute-resources/
 */
export type RunResources =
  | { readonly computeResources: ComputeResources; readonly stepSpecs?: never; readonly sidecarSpecs?: readonly SidecarSpec[] }
  | { readonly computeResources?: never; readonly stepSpecs?: readonly StepSpec[]; readonly sidecarSpecs?: readonly SidecarSpec[] };

/** Renders them as both kinds of runs have them. */
export function renderResources({ stepSpecs, sidecarSpecs, computeResources }: RunResources): object {
  return { ...(stepSpecs && { stepSpecs }), ...(sidecarSpecs && { sidecarSpecs }), ...(computeResources && { computeResources }) };
}

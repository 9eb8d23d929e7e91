import { type ComputeResources, type ContainerSettings, environment, type Runs, type SecurityContext, type StepValue } from './container';
import { declarations, type Result } from './declaration';
import { type Declared, paths, type Reference, type References, references } from './reference';
import type { When } from './when';

/** A workspace that only some steps see, at a path of their own. */
export interface StepWorkspace {
  /** Name of a workspace of the task. */
  readonly name: string;
  /** Absolute path in the step. */
  readonly mountPath: string;
}

/** What any step may say of itself, also one that runs a step action. */
export interface StepOptions {
  readonly computeResources?: ComputeResources;
  readonly securityContext?: SecurityContext;
  /** Longest time that the step may take, such as `30m`. */
  readonly timeout?: StepValue;
  /** Whether the task goes on when the step fails. @default 'stopAndFail' */
  readonly onError?: 'continue' | 'stopAndFail' | Reference<'string', 'task'>;
  /** All must hold, else the step is skipped. Tekton 1.0 and later. @default - always run */
  readonly when?: readonly When<'task' | 'step'>[];
  /** The task's workspaces that this step sees: with it, no step without it sees them. */
  readonly workspaces?: readonly StepWorkspace[];
}

/**
 * A step of a task: one container.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/#defining-steps
 */
export type Step = StepOptions &
  ContainerSettings &
  Runs & {
    /** DNS-1123 label, unique in the task. */
    readonly name: string;
    readonly image: StepValue;
    /** Results of the step itself; made by `stepWithResults`. */
    readonly declaredResults?: Declared<Result>;
    readonly ref?: never;
  };

/** A step whose results other steps, and the task's results, may use. */
export type StepWithResults<R extends Declared<Result>> = Step & { readonly results: References<R, 'step'> };

/**
 * A step that gives results of its own, to steps after it and to the task's results.
 *
 * @param results what it gives
 * @param body the step, which gets the paths of the files that it writes its results to
 * @see https://tekton.dev/docs/pipelines/stepactions/#emitting-results
 * @example
 * const build = stepWithResults('build', { digest: { description: 'Digest.' } }, files => ({
 *   image: 'quay.io/buildah/stable',
 *   script: '#!/bin/sh\nbuildah push --digestfile "$DIGEST_FILE" …',
 *   env: { DIGEST_FILE: files.digest },
 * }));
 * const report: Step = { name: 'report', image: 'busybox', command: ['echo'], args: [build.results.digest] };
 */
export function stepWithResults<const R extends Declared<Result>>(
  name: string,
  results: R,
  body: (files: { readonly [K in keyof R]: Reference<'string', 'task'> }) => StepOptions & ContainerSettings & Runs & Pick<Step, 'image'>,
): StepWithResults<R> {
  return {
    name,
    ...body(paths(results, 'step.results', 'path')),
    results: references(results, `steps.${name}.results`),
    declaredResults: results,
  };
}

/** Renders a step, keys in the order in which people read them. */
export function renderStep(step: Step | StepOfAction): object {
  if (step.ref !== undefined) return renderStepOfAction(step);
  const { name, image, env, mounts, declaredResults = {}, command, args, script } = step;
  return {
    name,
    image,
    imagePullPolicy: step.imagePullPolicy,
    workingDir: step.workingDir,
    ...renderOptions(step),
    results: declarations(declaredResults),
    env: env && environment(env),
    volumeMounts: mounts,
    command,
    args,
    script,
  };
}

function renderOptions({ timeout, onError, when, computeResources, securityContext, workspaces }: StepOptions): object {
  return { timeout, onError, when, computeResources, securityContext, workspaces };
}

/** A step that runs a step action; made by `stepOf`. */
export interface StepOfAction extends StepOptions {
  readonly name: string;
  /** Where the step action is. */
  readonly ref: object;
  readonly params?: object[] | undefined;
  // What the action says for itself, and Tekton refuses here.
  readonly image?: never;
  readonly imagePullPolicy?: never;
  readonly script?: never;
  readonly command?: never;
  readonly args?: never;
  readonly env?: never;
  readonly workingDir?: never;
  readonly mounts?: never;
}

function renderStepOfAction(step: StepOfAction): object {
  return { name: step.name, ref: step.ref, ...renderOptions(step), params: step.params };
}

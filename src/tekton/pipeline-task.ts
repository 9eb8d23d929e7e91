import { paramArguments, type RequiredWorkspace, type Result, type WorkspaceArguments } from './declaration';
import { record } from './record';
import { ArrayReference, type Declared, type Origin, Reference } from './reference';
import type { When } from './when';

/** Variables that any task of a pipeline may use. */
export type TaskOrigin = 'pipeline' | 'run' | 'result' | 'guarded';
/** Variables that `finally` tasks may use. A result of a task that `when` may skip needs `orSkip`. */
export type FinallyOrigin = 'pipeline' | 'run' | 'result' | 'status';

/** A task's place in a pipeline. */
export interface PipelineTask<R = object> {
  readonly name: string;
  /** References to what the task gives. A task that uses one runs after it, and is skipped with it. */
  readonly results: R;
  /** For `finally` tasks: `Succeeded`, `Failed` or `None`, which is not run. */
  readonly status: Reference<'string', 'status'>;
  /** For `finally` tasks: why it ended so, such as `Completed`, `StepFailed` or `TaskRunTimeout`. */
  readonly reason: Reference<'string', 'status'>;
}

/** The pipeline's workspaces that a task uses; to be left out only where it needs none. A task's own may be optional only where the pipeline's is. */
export type PipelineTaskWorkspaces<TW, W> =
  Record<never, never> extends WorkspaceArguments<TW, RequiredWorkspace<W>>
    ? { readonly workspaces?: WorkspaceArguments<TW, RequiredWorkspace<W>, keyof W & string> }
    : { readonly workspaces: WorkspaceArguments<TW, RequiredWorkspace<W>, keyof W & string> };

/** A task that fails is tried again, or the pipeline goes on without it; not both. */
export type Failure =
  | {
      /** How often a failed task is tried again. @default 0 */
      readonly retries?: number;
      readonly onError?: 'stopAndFail';
    }
  | {
      /** The pipeline goes on when the task fails. @default 'stopAndFail' */
      readonly onError: 'continue';
      readonly retries?: never;
    };

/** What a pipeline says of a task in it, beside params, workspaces and conditions. */
export type PipelineTaskOptions = Failure & {
  /** Longest time of one try, such as `2h`. @default - Tekton's own, 1h */
  readonly timeout?: string;
};

/** Order of tasks. */
export interface RunAfter {
  /** Tasks that must have ended before, whatever they give. @default - those whose results are used */
  readonly runAfter?: readonly PipelineTask[];
}

/** Guard of a task of origin `O`; `G` is its type, which says whether the task may be skipped. */
export interface Guarded<O extends Origin, G extends readonly When<O>[] | undefined> {
  /** All must hold, else the task is skipped. @default - always run */
  readonly when?: G;
}

/** Where results of a task come from: `guarded` where `when` may skip it. */
export type ResultOrigin<G> = G extends undefined ? 'result' : 'guarded';

/** One task for each combination of the values of its `params`, and for each row that `include` adds. @see https://tekton.dev/docs/pipelines/matrix/ */
export interface Matrix<M> {
  /** Arrays by the name of a string param; at most 256 combinations. An empty array skips the task. */
  readonly params: M;
  /** More combinations, or params for some of them. */
  readonly include?: readonly { readonly name?: string; readonly params: Readonly<Record<string, string>> }[];
}

/** What a matrixed task gives: of each string result all values, in the order of the combinations. */
export type MatrixResults<R, O extends Origin> = {
  readonly [K in keyof R as R[K] extends { readonly type: 'array' | 'object' } ? never : K]: ArrayReference<O>;
};

/** What the manifest of a pipeline's task is made from. */
interface Rendered extends RunAfter {
  readonly params: object;
  readonly matrix?: Matrix<object> | undefined;
  readonly workspaces?: object;
  readonly when?: readonly When[] | undefined;
  readonly retries?: number;
  readonly onError?: string;
  readonly timeout?: string;
}

/** Renders a task of a pipeline, keys in the order in which people read them. */
export function renderPipelineTask(name: string, taskRef: object, props: Rendered): object {
  const { params, matrix, workspaces = {}, runAfter, when, retries, onError, timeout } = props;
  const bound = Object.entries(workspaces).map(([workspace, own]: [string, unknown]) => ({ name: workspace, workspace: own }));
  return {
    name,
    taskRef,
    runAfter: runAfter?.map(before => before.name),
    when,
    retries,
    onError,
    timeout,
    params: paramArguments(params),
    matrix: matrix && {
      params: paramArguments(matrix.params),
      include: matrix.include?.map(row => ({ name: row.name, params: paramArguments(row.params) })),
    },
    workspaces: bound.length > 0 ? bound : undefined,
  };
}

/** The place of a task in a pipeline, whose results are below `tasks.<name>` or `finally.<name>`. */
export function pipelineTask<R>(section: 'tasks' | 'finally', name: string, results: (prefix: string) => R): PipelineTask<R> {
  return {
    name,
    results: results(`${section}.${name}.results`),
    status: new Reference(`tasks.${name}.status`, 'string'),
    reason: new Reference(`tasks.${name}.reason`, 'string'),
  };
}

/** Results of a matrixed task. */
export function matrixReferences<R extends Declared<Result>, O extends Origin>(
  results: R | undefined,
  prefix: string,
): MatrixResults<R, O> {
  const strings = Object.entries<Result>(results ?? {}).filter(([, { type = 'string' }]) => type === 'string');
  return record(strings.map(([name]) => [name, new ArrayReference(`${prefix}.${name}`)]));
}

/**
 * A result of a task that `when` may skip, for a `finally` task: where the task is skipped, the `finally` task is skipped as well.
 *
 * @see https://tekton.dev/docs/pipelines/pipelines/#consuming-task-execution-results-in-finally
 * @example
 * const tagged = pipeline.add('build-tag', build, {
 *   when: [{ input: pipeline.params.revision, operator: 'notin', values: ['main'] }],
 *   params: { image: 'quay.io/acme/app:tagged' },
 * });
 * pipeline.addFinally('report', report, { params: { text: orSkip(tagged.results.digest) } });
 */
export function orSkip(result: Reference<'string', 'guarded'>): Reference<'string', 'result'> {
  return new Reference(result.path, 'string');
}

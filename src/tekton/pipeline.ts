import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import {
  declarations,
  type Param,
  type ParamArguments,
  paramArguments,
  type Result,
  type Workspace,
  type WorkspaceArguments,
} from './declaration';
import { type Metadata, versioned } from './metadata';
import { type Declared, type Reference, type References, references, type Value } from './reference';
import type { Task } from './task';

/** Runs a task only where `input` is, or is not, one of `values`. @see https://tekton.dev/docs/pipelines/pipelines/#guard-task-execution-using-when-expressions */
export interface When {
  readonly input: Value;
  readonly operator: 'in' | 'notin';
  readonly values: readonly [Value, ...Value[]];
}

/** The pipeline's workspaces that the task uses; to be left out only where it needs none. */
type PipelineTaskWorkspaces<W, V> =
  Record<never, never> extends WorkspaceArguments<W, V>
    ? { readonly workspaces?: WorkspaceArguments<W, V> }
    : { readonly workspaces: WorkspaceArguments<W, V> };

/** What a pipeline says of a task in it. */
export type PipelineTaskProps<P, W, V> = PipelineTaskOptions<P> & PipelineTaskWorkspaces<W, V>;

interface PipelineTaskOptions<P> {
  readonly params: ParamArguments<P>;
  /** Tasks that must have ended before, whatever they give. @default - those whose results are used */
  readonly runAfter?: readonly PipelineTask<object>[];
  /** All must hold, else the task is skipped. @default - always run */
  readonly when?: readonly When[];
  /** How often a failed task is tried again. @default 0 */
  readonly retries?: number;
  /** Longest time of one try, such as `2h`. @default - Tekton's own, 1h */
  readonly timeout?: string;
}

/** A task's place in a pipeline. */
export interface PipelineTask<R> {
  readonly name: string;
  /** References to what the task gives. A task that uses one runs after it, and is skipped with it. */
  readonly results: References<R>;
}

/** What a Pipeline is made from. */
export interface PipelineProps<P, W> extends Metadata {
  /** Semantic version: the folder of the catalog and the label `app.kubernetes.io/version`. */
  readonly version: string;
  readonly description: string;
  readonly params: P;
  /** @default - none */
  readonly workspaces?: W;
}

/**
 * A Tekton Pipeline (`tekton.dev/v1`). Tasks and results are added one after another.
 *
 * @see https://tekton.dev/docs/pipelines/pipelines/
 */
export class Pipeline<P extends Declared<Param> = Declared<Param>, W extends Declared<Workspace> = Declared<Workspace>> extends Construct {
  /** Name of the Pipeline object. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** The declarations, for whoever writes documentation. */
  readonly declared: P;
  /** References to the params, for the tasks. */
  readonly params: References<P>;
  readonly resource: ApiObject;
  private readonly tasks: object[] = [];
  private readonly results: object[] = [];

  constructor(scope: Construct, name: string, props: PipelineProps<P, W>) {
    super(scope, name);
    this.name = name;
    this.version = props.version;
    this.description = props.description;
    this.declared = props.params;
    this.params = references(props.params, 'params');
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'tekton.dev/v1',
      kind: 'Pipeline',
      metadata: versioned(name, props.version, props),
      spec: {
        description: props.description,
        params: declarations(props.params),
        workspaces: declarations(props.workspaces ?? {}),
        tasks: Lazy.any({ produce: () => this.tasks }),
        results: Lazy.any({ produce: () => (this.results.length > 0 ? this.results : undefined) }),
      },
    });
  }

  /** Adds a task under a name of its own; gives the references to its results. */
  add<TP extends Declared<Param>, TR extends Declared<Result>, TW extends Declared<Workspace>>(
    name: string,
    task: Task<TP, TR, TW>,
    {
      params,
      workspaces = {} as WorkspaceArguments<TW, keyof W & string>,
      runAfter,
      when,
      retries,
      timeout,
    }: PipelineTaskProps<TP, TW, keyof W & string>,
  ): PipelineTask<TR> {
    const bound = Object.entries(workspaces).map(([workspace, own]) => ({ name: workspace, workspace: own }));
    this.tasks.push({
      name,
      taskRef: { kind: 'Task', name: task.name },
      runAfter: runAfter?.map(before => before.name),
      when,
      retries,
      timeout,
      params: paramArguments(params),
      workspaces: bound.length > 0 ? bound : undefined,
    });
    return { name, results: references(task.results, `tasks.${name}.results`) };
  }

  /** Adds a result of the pipeline, which is a result of one of its tasks. */
  addResult(name: string, description: string, value: Reference): void {
    this.results.push({ name, description, value });
  }
}

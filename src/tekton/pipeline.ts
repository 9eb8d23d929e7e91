import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { declarations, type Param, type ParamArguments, type Result, type Workspace } from './declaration';
import { type Metadata, versioned } from './metadata';
import {
  type FinallyOrigin,
  type Guarded,
  type Matrix,
  type MatrixResults,
  matrixReferences,
  type PipelineTask,
  type PipelineTaskOptions,
  type PipelineTaskWorkspaces,
  pipelineTask,
  type ResultOrigin,
  type RunAfter,
  renderPipelineTask,
  type TaskOrigin,
} from './pipeline-task';
import { type ArrayValue, type Declared, type Reference, type References, references, type ValueType } from './reference';
import type { TaskSource } from './task';
import type { When } from './when';

/** What a Pipeline is made from. */
export interface PipelineProps<P, W> extends Metadata {
  /** Semantic version: the folder of the catalog and the label `app.kubernetes.io/version`. */
  readonly version: string;
  readonly description: string;
  /** Params that a run gives, by name: `Param` each. */
  readonly params: P;
  /** @default - none */
  readonly workspaces?: W;
}

/** A pipeline as runs use it: an object of the cluster, or one that a resolver fetches. */
export interface PipelineSource<P extends Declared<Param>, W extends Declared<Workspace>> {
  /** Where it is: what a run has as its `pipelineRef`. */
  readonly ref: object;
  /** The declarations of its params, by name. */
  readonly declared: P;
  readonly workspaces?: W | undefined;
}

type Guards<O extends TaskOrigin | FinallyOrigin> = readonly When<O>[] | undefined;
type StringParams<P> = { [K in keyof P]: P[K] extends { readonly type: 'array' | 'object' } ? never : K }[keyof P];

/**
 * A Tekton Pipeline (`tekton.dev/v1`). Tasks and results are added one after another.
 *
 * @see https://tekton.dev/docs/pipelines/pipelines/
 * @example
 * const params = { image: { description: 'Where to push the image.' } };
 * const pipeline = new Pipeline(chart, 'release', { version: '0.1.0', description: 'Releases.', params });
 * const built = pipeline.add('build', build, { params: { image: pipeline.params.image } });
 * pipeline.addFinally('report', report, { params: { text: built.status } });
 * pipeline.addResult('digest', 'Digest of the image.', built.results.digest);
 */
export class Pipeline<P extends Declared<Param> = Declared<Param>, W extends Declared<Workspace> = Record<never, never>>
  extends Construct
  implements PipelineSource<P, W>
{
  /** Name of the Pipeline object. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** The declarations of the params, for whoever writes documentation. */
  readonly declared: P;
  readonly workspaces: W | undefined;
  /** References to the params, for the tasks. */
  readonly params: References<P, 'pipeline'>;
  readonly ref: object;
  readonly resource: ApiObject;
  private readonly tasks: object[] = [];
  private readonly last: object[] = [];
  private readonly results: object[] = [];

  constructor(scope: Construct, name: string, props: PipelineProps<P, W>) {
    super(scope, name);
    this.name = name;
    this.version = props.version;
    this.description = props.description;
    this.declared = props.params;
    this.workspaces = props.workspaces;
    this.params = references(props.params, 'params');
    this.ref = { name };
    const listed = (list: object[]) => Lazy.any({ produce: () => (list.length > 0 ? list : undefined) });
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'tekton.dev/v1',
      kind: 'Pipeline',
      metadata: versioned(name, props.version, props),
      spec: {
        description: props.description,
        params: declarations(props.params),
        workspaces: declarations(props.workspaces),
        tasks: listed(this.tasks),
        finally: listed(this.last),
        results: listed(this.results),
      },
    });
  }

  /** Adds a task under a name of its own; gives the references to its results. */
  add<
    TP extends Declared<Param>,
    TR extends Declared<Result>,
    TW extends Declared<Workspace>,
    const G extends Guards<TaskOrigin> = undefined,
  >(
    name: string,
    task: TaskSource<TP, TR, TW>,
    props: { readonly params: ParamArguments<TP, TaskOrigin> } & PipelineTaskOptions &
      RunAfter &
      Guarded<TaskOrigin, G> &
      PipelineTaskWorkspaces<TW, W>,
  ): PipelineTask<References<TR, ResultOrigin<G>>> {
    this.tasks.push(renderPipelineTask(name, task.ref, props));
    return pipelineTask('tasks', name, prefix => references(task.results, prefix));
  }

  /** Adds a task that runs once for each combination of the matrix; of each string result it gives all values. */
  addMatrix<
    TP extends Declared<Param>,
    TR extends Declared<Result>,
    TW extends Declared<Workspace>,
    const M extends { readonly [K in StringParams<TP>]?: ArrayValue<TaskOrigin> },
    const G extends Guards<TaskOrigin> = undefined,
  >(
    name: string,
    task: TaskSource<TP, TR, TW>,
    props: {
      readonly matrix: Matrix<M & { readonly [K in Exclude<keyof M, StringParams<TP>>]: never }>;
      readonly params: ParamArguments<Omit<TP, keyof M>, TaskOrigin> & { readonly [K in keyof M]?: never };
    } & PipelineTaskOptions &
      RunAfter &
      Guarded<TaskOrigin, G> &
      PipelineTaskWorkspaces<TW, W>,
  ): PipelineTask<MatrixResults<TR, ResultOrigin<G>>> {
    this.tasks.push(renderPipelineTask(name, task.ref, props));
    return pipelineTask('tasks', name, prefix => matrixReferences(task.results, prefix));
  }

  /** Adds a task that runs when all others have ended, however they ended. Only it may use how they ended. */
  addFinally<TP extends Declared<Param>, TR extends Declared<Result>, TW extends Declared<Workspace>>(
    name: string,
    task: TaskSource<TP, TR, TW>,
    props: { readonly params: ParamArguments<TP, FinallyOrigin> } & PipelineTaskOptions &
      Guarded<FinallyOrigin, readonly When<FinallyOrigin>[] | undefined> &
      PipelineTaskWorkspaces<TW, W>,
  ): PipelineTask<References<TR, 'finally'>> {
    this.last.push(renderPipelineTask(name, task.ref, props));
    return pipelineTask('finally', name, prefix => references(task.results, prefix));
  }

  /** Adds a result of the pipeline, which is a result of one of its tasks; missing where that task is skipped. */
  addResult(name: string, description: string, value: Reference<ValueType, 'result' | 'guarded' | 'finally'>): void {
    this.results.push({ name, ...(value.type !== 'string' && { type: value.type }), description, value });
  }
}

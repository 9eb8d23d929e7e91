import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type ContainerSettings, environment, type StepValue } from './container';
import { declarations, type Param, type Result, type Workspace } from './declaration';
import { type Metadata, versioned } from './metadata';
import { record } from './record';
import { type Declared, paths, type Reference, type References, type ReferenceTo, references, type ValueType } from './reference';
import { renderSidecar, type Sidecar } from './sidecar';
import { renderStep, type Step, type StepOfAction } from './step';
import { renderVolumes, type Volume, VolumeReference } from './volume';

/** What a task's steps may refer to. */
export interface TaskScope<P, R, W, V> {
  readonly params: References<P, 'task'>;
  /** Paths of the files that the steps write their results to. */
  readonly results: { readonly [K in keyof R]: Reference<'string', 'task'> };
  /** The workspaces. */
  readonly workspaces: { readonly [K in keyof W]: Reference<'string', 'task'> };
  /** `true` or `false`, as texts: whether an optional workspace is there. */
  readonly bound: { readonly [K in keyof W]: Reference<'string', 'task'> };
  readonly volumes: { readonly [K in keyof V]: VolumeReference };
}

/** What holds for every step that does not say otherwise. @see https://tekton.dev/docs/pipelines/tasks/#specifying-a-step-template */
export interface StepTemplate extends ContainerSettings {
  readonly image?: StepValue;
}

/** The steps of a task and, where steps give results of their own, those that become the task's. */
export interface StepsAndResults<R> {
  readonly steps: readonly (Step | StepOfAction)[];
  /** The others are written to files by the steps' scripts. */
  readonly results: { readonly [K in keyof R]?: ReferenceTo<R[K], 'step'> };
}

/** What a Task is made from. */
export interface TaskProps<P extends Declared<Param>, R extends Declared<Result>, W extends Declared<Workspace>, V extends Declared<Volume>>
  extends Metadata {
  /** Semantic version: the folder of the catalog and the label `app.kubernetes.io/version`. */
  readonly version: string;
  readonly description: string;
  /** Params that whoever runs it gives, by name: `Param` each. */
  readonly params: P;
  /** @default - none */
  readonly results?: R;
  /** @default - none */
  readonly workspaces?: W;
  /** Volumes by name; their Secrets' and ConfigMaps' names may be params. @default - none */
  readonly volumes?: (params: References<P, 'task'>) => V;
  readonly stepTemplate?: (scope: TaskScope<P, R, W, V>) => StepTemplate;
  /** Containers that run beside the steps. @default - none */
  readonly sidecars?: (scope: TaskScope<P, R, W, V>) => readonly Sidecar[];
  readonly steps: (scope: TaskScope<P, R, W, V>) => readonly (Step | StepOfAction)[] | StepsAndResults<R>;
}

/** A task as pipelines and runs use it: an object of the cluster, or one that a resolver fetches. */
export interface TaskSource<P extends Declared<Param>, R extends Declared<Result>, W extends Declared<Workspace>> {
  /** Where it is: what a run or a pipeline's task has as its `taskRef`. */
  readonly ref: object;
  /** The declarations of its params, by name. */
  readonly params: P;
  /** The declarations of its results, by name. */
  readonly results?: R | undefined;
  readonly workspaces?: W | undefined;
}

/**
 * A Tekton Task (`tekton.dev/v1`).
 *
 * Params, results, workspaces and volumes are declared once; steps get typed references to them, so that a name that is not
 * declared does not compile.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/
 * @example
 * const greet = new Task(chart, 'greet', {
 *   version: '0.1.0',
 *   description: 'Greets.',
 *   params: { who: { description: 'Whom.', default: 'world' } },
 *   steps: ({ params }) => [{ name: 'greet', image: 'busybox', script: '#!/bin/sh\necho "Hello $WHO"', env: { WHO: params.who } }],
 * });
 */
export class Task<
    P extends Declared<Param> = Declared<Param>,
    R extends Declared<Result> = Record<never, never>,
    W extends Declared<Workspace> = Record<never, never>,
    V extends Declared<Volume> = Record<never, never>,
  >
  extends Construct
  implements TaskSource<P, R, W>
{
  /** Name of the Task object. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** The declarations of the params, by name. */
  readonly params: P;
  /** The declarations of the results, by name. */
  readonly results: R | undefined;
  readonly workspaces: W | undefined;
  readonly ref: object;
  readonly resource: ApiObject;

  constructor(scope: Construct, name: string, props: TaskProps<P, R, W, V>) {
    super(scope, name);
    const { params, results, workspaces } = props;
    this.name = name;
    this.version = props.version;
    this.description = props.description;
    this.params = params;
    this.results = results;
    this.workspaces = workspaces;
    this.ref = { kind: 'Task', name };
    const variables: References<P, 'task'> = references(params, 'params');
    const volumes = props.volumes?.(variables);
    const inside: TaskScope<P, R, W, V> = {
      params: variables,
      results: paths(results, 'results', 'path'),
      workspaces: paths(workspaces, 'workspaces', 'path'),
      bound: paths(workspaces, 'workspaces', 'bound'),
      volumes: volumeReferences(volumes),
    };
    const { steps, results: values } = withResults(props.steps(inside));
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'tekton.dev/v1',
      kind: 'Task',
      metadata: versioned(name, props.version, props),
      spec: {
        description: props.description,
        params: declarations(params),
        results: declarations(results)?.map(result => ({ ...result, ...stepResult(result.name, values) })),
        workspaces: declarations(workspaces),
        volumes: renderVolumes(volumes),
        stepTemplate: props.stepTemplate && renderTemplate(props.stepTemplate(inside)),
        sidecars: props.sidecars?.(inside).map(renderSidecar),
        steps: steps.map(renderStep),
      },
    });
  }
}

function withResults<R>(given: readonly (Step | StepOfAction)[] | StepsAndResults<R>): {
  readonly steps: readonly (Step | StepOfAction)[];
  readonly results: Declared<Reference<ValueType> | undefined>;
} {
  return 'steps' in given ? given : { steps: given, results: {} };
}

/** The step's result that a task's result is, if it is one. Tekton names it without `[*]`, whatever its type. */
function stepResult(name: string, values: Declared<Reference<ValueType> | undefined>): object {
  const value = values[name];
  return value === undefined ? {} : { value: `$(${value.path})` };
}

function renderTemplate({ image, env, mounts, ...rest }: StepTemplate): object {
  return { image, ...rest, env: env && environment(env), volumeMounts: mounts };
}

function volumeReferences<V extends Declared<Volume>>(volumes: V | undefined): { readonly [K in keyof V]: VolumeReference } {
  return record(Object.keys(volumes ?? {}).map(name => [name, new VolumeReference(name)]));
}

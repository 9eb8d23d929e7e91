import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { declarations, type Param, type Result, type Workspace } from './declaration';
import { type Metadata, versioned } from './metadata';
import { type Declared, paths, type Reference, type References, references } from './reference';
import { renderStep, type Step } from './step';
import { type Volume, VolumeReference } from './volume';

/** What a task's steps may refer to. */
export interface TaskScope<P, R, W, V> {
  readonly params: References<P>;
  /** Paths of the files that the steps write their results to. */
  readonly results: { readonly [K in keyof R]: Reference };
  /** Paths at which the workspaces are mounted. */
  readonly workspaces: { readonly [K in keyof W]: Reference };
  readonly volumes: { readonly [K in keyof V]: VolumeReference };
}

/** What a Task is made from. */
export interface TaskProps<P extends Declared<Param>, R extends Declared<Result>, W extends Declared<Workspace>, V extends Declared<Volume>>
  extends Metadata {
  /** Semantic version: the folder of the catalog and the label `app.kubernetes.io/version`. */
  readonly version: string;
  readonly description: string;
  readonly params: P;
  /** @default - none */
  readonly results?: R;
  /** @default - none */
  readonly workspaces?: W;
  /** Volumes by name; their Secrets' and ConfigMaps' names may be params. @default - none */
  readonly volumes?: (params: References<P>) => V;
  readonly steps: (scope: TaskScope<P, R, W, V>) => readonly Step[];
}

/**
 * A Tekton Task (`tekton.dev/v1`).
 *
 * Params, results, workspaces and volumes are declared once; steps get typed references to them, so that a name that is not
 * declared does not compile.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/
 */
export class Task<
  P extends Declared<Param> = Declared<Param>,
  R extends Declared<Result> = Declared<Result>,
  W extends Declared<Workspace> = Declared<Workspace>,
  V extends Declared<Volume> = Declared<Volume>,
> extends Construct {
  /** Name of the Task object. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly params: P;
  readonly results: R;
  readonly resource: ApiObject;

  constructor(scope: Construct, name: string, props: TaskProps<P, R, W, V>) {
    super(scope, name);
    const { params, results = {} as R, workspaces = {} as W, volumes: declareVolumes = () => ({}) as V } = props;
    this.name = name;
    this.version = props.version;
    this.description = props.description;
    this.params = params;
    this.results = results;
    const variables = references(params, 'params');
    const volumes = declareVolumes(variables);
    const steps = props.steps({
      params: variables,
      results: paths(results, 'results', 'path'),
      workspaces: paths(workspaces, 'workspaces', 'path'),
      volumes: volumeReferences(volumes),
    });
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'tekton.dev/v1',
      kind: 'Task',
      metadata: versioned(name, props.version, props),
      spec: {
        description: props.description,
        params: declarations(params),
        results: declarations(results),
        workspaces: declarations(workspaces),
        volumes:
          Object.keys(volumes).length > 0 ? Object.entries(volumes).map(([volume, source]) => ({ name: volume, ...source })) : undefined,
        steps: steps.map(renderStep),
      },
    });
  }
}

function volumeReferences<V extends Declared<Volume>>(volumes: V): { readonly [K in keyof V]: VolumeReference } {
  const entries = Object.keys(volumes).map(name => [name, new VolumeReference(name)]);
  return Object.fromEntries(entries);
}

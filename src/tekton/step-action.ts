import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type ContainerSettings, environment, type Runs, type StepValue } from './container';
import { declarations, type Param, type ParamArguments, paramArguments, type Result } from './declaration';
import { type Metadata, named } from './metadata';
import { type Declared, paths, type Reference, type References, references } from './reference';
import type { StepOfAction, StepOptions } from './step';

/** What a step action may refer to. */
export interface StepActionScope<P, R> {
  readonly params: References<P, 'task'>;
  /** Paths of the files that its results are written to. */
  readonly results: { readonly [K in keyof R]: Reference<'string', 'task'> };
}

/** Where a step action sees a volume: the task says which one, by a param. */
export interface StepActionMount {
  /** The param that names the volume. */
  readonly name: Reference<'string', 'task'>;
  /** Absolute path in the step. */
  readonly mountPath: string;
  readonly readOnly?: boolean;
}

/** What a step action runs. */
export type StepActionBody = Pick<ContainerSettings, 'env' | 'workingDir' | 'securityContext'> &
  Runs & { readonly image: StepValue; readonly mounts?: readonly StepActionMount[] };

/** What a StepAction is made from. */
export interface StepActionProps<P extends Declared<Param>, R extends Declared<Result>> extends Metadata {
  readonly description: string;
  /** Params that steps give, by name: `Param` each. */
  readonly params: P;
  /** @default - none */
  readonly results?: R;
  /** Params reach a script by `env` only: Tekton refuses them inside. */
  readonly body: (scope: StepActionScope<P, R>) => StepActionBody;
}

/** A step action as steps use it: an object of the cluster, or one that a resolver fetches. */
export interface StepActionSource<P extends Declared<Param>, R extends Declared<Result>> {
  /** Where it is: what a step has as its `ref`. */
  readonly ref: object;
  /** The declarations of its params, by name. */
  readonly params: P;
  /** The declarations of its results, by name. */
  readonly results?: R | undefined;
}

/**
 * A Tekton StepAction (`tekton.dev/v1beta1`): a step that several tasks share.
 *
 * @see https://tekton.dev/docs/pipelines/stepactions/
 * @example
 * const clone = new StepAction(chart, 'clone', {
 *   description: 'Clones a repository.',
 *   params: { url: { description: 'URL.' } },
 *   results: { commit: { description: 'Commit.' } },
 *   body: ({ params, results }) => ({
 *     image: 'alpine/git',
 *     script: '#!/bin/sh\ngit clone "$URL" . && git rev-parse HEAD > "$COMMIT_FILE"',
 *     env: { URL: params.url, COMMIT_FILE: results.commit },
 *   }),
 * });
 */
export class StepAction<const P extends Declared<Param>, const R extends Declared<Result> = Record<never, never>>
  extends Construct
  implements StepActionSource<P, R>
{
  /** Name of the StepAction object. */
  readonly name: string;
  /** The declarations of the params, by name. */
  readonly params: P;
  /** The declarations of the results, by name. */
  readonly results: R | undefined;
  readonly ref: object;
  readonly resource: ApiObject;

  constructor(scope: Construct, name: string, props: StepActionProps<P, R>) {
    super(scope, `step-action-${name}`);
    const { params, results, description } = props;
    this.name = name;
    this.params = params;
    this.results = results;
    this.ref = { name };
    const body = props.body({ params: references(params, 'params'), results: paths(results, 'step.results', 'path') });
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'tekton.dev/v1beta1',
      kind: 'StepAction',
      metadata: named(name, props),
      spec: {
        description,
        params: declarations(params),
        results: declarations(results),
        image: body.image,
        workingDir: body.workingDir,
        securityContext: body.securityContext,
        env: body.env && environment(body.env),
        volumeMounts: body.mounts,
        command: body.command,
        args: body.args,
        script: body.script,
      },
    });
  }
}

/** What a task says of a step that runs a step action. */
export interface StepOfActionProps<P> extends StepOptions {
  readonly params: ParamArguments<P, 'task' | 'step'>;
}

/**
 * A step that runs a step action: it gets the action's params, and gives its results to steps after it.
 *
 * @see https://tekton.dev/docs/pipelines/stepactions/#referencing-a-stepaction
 * @example
 * const clone = remoteStepAction(fromHttp({ url: 'https://tasks.example.com/clone.yaml' }), {
 *   params: { url: { description: 'Repository.' } },
 *   results: { commit: { description: 'Commit.' } },
 * });
 * const cloned = stepOf('clone', clone, { params: { url: 'https://github.com/acme/app.git' } });
 * const report: Step = { name: 'report', image: 'busybox', command: ['echo'], args: [cloned.results.commit] };
 */
export function stepOf<P extends Declared<Param>, R extends Declared<Result>>(
  name: string,
  action: StepActionSource<P, R>,
  { params, ...options }: StepOfActionProps<P>,
): StepOfAction & { readonly results: References<R, 'step'> } {
  return {
    name,
    ref: action.ref,
    ...options,
    params: paramArguments(params),
    results: references(action.results, `steps.${name}.results`),
  };
}

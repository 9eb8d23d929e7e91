import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type Param, type ParamArguments, paramArguments, type Workspace } from './declaration';
import { type Manifest, type PodValue, type RunName, type RunValue, runMetadata, runObject } from './manifest';
import type { Metadata } from './metadata';
import type { PipelineSource } from './pipeline';
import type { PipelineTask } from './pipeline-task';
import { type PodTemplate, renderPodTemplate } from './pod-template';
import type { Declared } from './reference';
import { type RunResources, renderResources } from './run-resources';
import { renderWorkspaces, type WorkspaceBindings } from './workspace-binding';

/** Longest times, such as `4h`: `tasks` and `finally` together at most that of `pipeline`. @see https://tekton.dev/docs/pipelines/pipelineruns/#configuring-a-failure-timeout */
export interface Timeouts {
  /** Of the whole run; `0`: none. @default - Tekton's own, 1h */
  readonly pipeline?: RunValue;
  /** Of everything but `finally`. */
  readonly tasks?: RunValue;
  /** Of the `finally` tasks. */
  readonly finally?: RunValue;
}

/** What one task of the pipeline gets otherwise than the rest of the run. @see https://tekton.dev/docs/pipelines/pipelineruns/#specifying-taskrunspecs */
export type TaskRunSpec = RunResources & {
  readonly task: PipelineTask;
  /** Account of the task's pod. @default - that of the run */
  readonly serviceAccountName?: RunValue;
  /** Laid over that of the run; may hold params of the task (`taskRunParams`). */
  readonly podTemplate?: PodTemplate<PodValue>;
  /** Labels and annotations of the TaskRun. */
  readonly metadata?: Metadata;
  /** Longest time of one try, at most that of the run's tasks. */
  readonly timeout?: RunValue;
};

interface Common<P extends Declared<Param>, W extends Declared<Workspace>> extends Metadata {
  readonly pipeline: PipelineSource<P, W>;
  readonly params: ParamArguments<P, 'run' | 'template'>;
  /** Account of the tasks' pods. @default - Tekton's own: `default`, and `pipeline` on OpenShift */
  readonly serviceAccountName?: RunValue;
  /** Of all pods of the run; static, because the affinity assistant replaces no variables. */
  readonly podTemplate?: PodTemplate;
  readonly taskRunSpecs?: readonly TaskRunSpec[];
  readonly timeouts?: Timeouts;
  /** Namespace. @default - that of the chart, or of whoever creates it */
  readonly namespace?: string;
  /** `PipelineRunPending`: it is created, and waits until somebody removes the status. @default - it starts */
  readonly status?: 'PipelineRunPending';
}

/** What a PipelineRun is made from: the pipeline, its params and workspaces, and one of `name` and `generateName`. */
export type PipelineRunProps<P extends Declared<Param>, W extends Declared<Workspace>> = Common<P, W> & RunName & WorkspaceBindings<W>;

/**
 * The manifest of a PipelineRun (`tekton.dev/v1`), to be created, or put into a TriggerTemplate.
 *
 * @see https://tekton.dev/docs/pipelines/pipelineruns/
 * @example
 * new TriggerTemplate(chart, 'build', {
 *   params: { revision: { description: 'Commit.' } },
 *   resources: params => [pipelineRunManifest({ pipeline, generateName: 'build-', params: { revision: params.revision } })],
 * });
 */
export function pipelineRunManifest<P extends Declared<Param>, W extends Declared<Workspace>>(props: PipelineRunProps<P, W>): Manifest {
  const { pipeline, params, workspaces, timeouts, serviceAccountName, podTemplate, taskRunSpecs, status, namespace } = props;
  const template = serviceAccountName ?? podTemplate;
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { ...runMetadata(props), ...(namespace !== undefined && { namespace }) },
    spec: {
      pipelineRef: pipeline.ref,
      status,
      params: paramArguments(params),
      workspaces: renderWorkspaces(workspaces),
      timeouts,
      taskRunTemplate: template && { serviceAccountName, podTemplate: podTemplate && renderPodTemplate(podTemplate) },
      taskRunSpecs: taskRunSpecs?.map(renderTaskRunSpec),
    },
  };
}

function renderTaskRunSpec({ task, serviceAccountName, podTemplate, metadata, timeout, ...resources }: TaskRunSpec): object {
  return {
    pipelineTaskName: task.name,
    serviceAccountName,
    podTemplate: podTemplate && renderPodTemplate(podTemplate),
    ...renderResources(resources),
    metadata,
    timeout,
  };
}

/**
 * A Tekton PipelineRun (`tekton.dev/v1`), whose params and workspaces are the pipeline's.
 *
 * @see https://tekton.dev/docs/pipelines/pipelineruns/
 * @example
 * new PipelineRun(chart, 'run', { pipeline, generateName: 'build-', params: { revision: 'main' }, timeouts: { pipeline: '2h' } });
 */
export class PipelineRun<P extends Declared<Param>, W extends Declared<Workspace>> extends Construct {
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: PipelineRunProps<P, W>) {
    super(scope, id);
    this.resource = runObject(this, pipelineRunManifest(props));
  }
}

import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type Param, type ParamArguments, paramArguments, type Result, type Workspace } from './declaration';
import { type Manifest, type PodValue, type RunName, type RunValue, runMetadata, runObject } from './manifest';
import type { Metadata } from './metadata';
import { type PodTemplate, renderPodTemplate } from './pod-template';
import type { Declared } from './reference';
import { type RunResources, renderResources } from './run-resources';
import type { TaskSource } from './task';
import { renderWorkspaces, type WorkspaceBindings } from './workspace-binding';

interface Common<P extends Declared<Param>, W extends Declared<Workspace>> extends Metadata {
  readonly task: TaskSource<P, Declared<Result>, W>;
  readonly params: ParamArguments<P, 'template'>;
  /** Account of the pod. @default - Tekton's own: `default`, and `pipeline` on OpenShift */
  readonly serviceAccountName?: RunValue;
  /** May hold params of the task (`taskRunParams`). */
  readonly podTemplate?: PodTemplate<PodValue>;
  /** How often a failed try is repeated. @default 0 */
  readonly retries?: number;
  /** Longest time of one try, such as `2h`. @default - Tekton's own, 1h */
  readonly timeout?: RunValue;
  /** Namespace. @default - that of the chart, or of whoever creates it */
  readonly namespace?: string;
}

/** What a TaskRun is made from: the task, its params and workspaces, and one of `name` and `generateName`. */
export type TaskRunProps<P extends Declared<Param>, W extends Declared<Workspace>> = Common<P, W> &
  RunName &
  RunResources &
  WorkspaceBindings<W>;

/**
 * The manifest of a TaskRun (`tekton.dev/v1`), to be created, or put into a TriggerTemplate.
 *
 * @see https://tekton.dev/docs/pipelines/taskruns/
 * @example
 * taskRunManifest({ task: report, generateName: 'report-', params: { text: 'Done.' } });
 */
export function taskRunManifest<P extends Declared<Param>, W extends Declared<Workspace>>(props: TaskRunProps<P, W>): Manifest {
  const { task, params, workspaces, serviceAccountName, podTemplate, retries, timeout, namespace } = props;
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: { ...runMetadata(props), ...(namespace !== undefined && { namespace }) },
    spec: {
      taskRef: task.ref,
      params: paramArguments(params),
      workspaces: renderWorkspaces(workspaces),
      serviceAccountName,
      retries,
      timeout,
      podTemplate: podTemplate && renderPodTemplate(podTemplate),
      ...renderResources(props),
    },
  };
}

/**
 * A Tekton TaskRun (`tekton.dev/v1`), whose params and workspaces are the task's.
 *
 * @see https://tekton.dev/docs/pipelines/taskruns/
 * @example
 * new TaskRun(chart, 'run', { task: report, generateName: 'report-', params: { text: 'Done.' } });
 */
export class TaskRun<P extends Declared<Param>, W extends Declared<Workspace>> extends Construct {
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: TaskRunProps<P, W>) {
    super(scope, id);
    this.resource = runObject(this, taskRunManifest(props));
  }
}

import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { type Param, type ParamArguments, paramArguments } from './declaration';
import type { Metadata } from './metadata';
import type { Pipeline, PipelineTask } from './pipeline';
import type { Declared } from './reference';

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface Toleration {
  readonly key?: string;
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  readonly tolerationSeconds?: number;
}

/** A condition on a node's label. */
export interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

/** Which nodes a pod must, and would rather, run on. @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity */
export interface NodeAffinity {
  readonly required?: readonly NodeSelectorRequirement[];
  readonly preferred?: readonly NodeSelectorRequirement[];
}

/** Where and how the pods of a task run. @see https://tekton.dev/docs/pipelines/podtemplates/ */
export interface PodTemplate {
  readonly nodeAffinity?: NodeAffinity;
  readonly tolerations?: readonly Toleration[];
  readonly imagePullSecrets?: readonly string[];
}

/** What one task of the pipeline gets otherwise than the rest of the run. */
export interface TaskRunSpec {
  readonly task: PipelineTask<object>;
  readonly serviceAccountName?: string;
  readonly podTemplate?: PodTemplate;
}

export interface PipelineRunProps<P extends Declared<Param>> extends Metadata {
  readonly pipeline: Pipeline<P>;
  readonly params: ParamArguments<P>;
  /** Start of the name; the cluster adds five letters. */
  readonly generateName: string;
  readonly serviceAccountName: string;
  readonly taskRunSpecs?: readonly TaskRunSpec[];
  /** Longest time of the whole run, such as `4h`. @default - Tekton's own, 1h */
  readonly timeout?: string;
}

/**
 * A Tekton PipelineRun (`tekton.dev/v1`), whose params are the pipeline's.
 *
 * @see https://tekton.dev/docs/pipelines/pipelineruns/
 */
export class PipelineRun<P extends Declared<Param>> extends Construct {
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: PipelineRunProps<P>) {
    super(scope, id);
    const { labels, annotations } = props;
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: { generateName: props.generateName, ...(labels && { labels }), ...(annotations && { annotations }) },
      spec: {
        pipelineRef: { name: props.pipeline.name },
        params: paramArguments(props.params),
        timeouts: props.timeout && { pipeline: props.timeout },
        taskRunTemplate: { serviceAccountName: props.serviceAccountName },
        taskRunSpecs: props.taskRunSpecs?.map(({ task, serviceAccountName, podTemplate }) => ({
          pipelineTaskName: task.name,
          serviceAccountName,
          podTemplate: podTemplate && renderPodTemplate(podTemplate),
        })),
      },
    });
    // cdk8s gives every object a name; this one is named by the cluster.
    this.resource.addJsonPatch(JsonPatch.remove('/metadata/name'));
  }
}

function renderPodTemplate({ nodeAffinity, tolerations, imagePullSecrets }: PodTemplate): object {
  return {
    affinity: nodeAffinity && { nodeAffinity: renderNodeAffinity(nodeAffinity) },
    tolerations: tolerations && tolerations.length > 0 ? tolerations : undefined,
    imagePullSecrets: imagePullSecrets?.map(name => ({ name })),
  };
}

function renderNodeAffinity({ required, preferred }: NodeAffinity): object {
  return {
    requiredDuringSchedulingIgnoredDuringExecution: required && { nodeSelectorTerms: [{ matchExpressions: required }] },
    preferredDuringSchedulingIgnoredDuringExecution: preferred && [{ weight: 100, preference: { matchExpressions: preferred } }],
  };
}

import type { Affinity, Toleration, TopologySpreadConstraint } from './affinity';
import type { Param } from './declaration';
import { type Declared, type References, references, type Value } from './reference';
import { renderVolumes, type Volume } from './volume';

/** What holds for every container of a pod. @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/ */
export interface PodSecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly fsGroup?: number;
  readonly fsGroupChangePolicy?: 'OnRootMismatch' | 'Always';
  readonly supplementalGroups?: readonly number[];
  readonly seccompProfile?:
    | { readonly type: 'RuntimeDefault' | 'Unconfined' }
    | { readonly type: 'Localhost'; readonly localhostProfile: string };
  readonly seLinuxOptions?: { readonly level?: string; readonly role?: string; readonly type?: string; readonly user?: string };
}

/**
 * Where and how the pods of a run's tasks run.
 *
 * `V` is what its texts may be: a `PodTemplate` is static, and a `PodTemplate<PodValue>`, on a TaskRun or in `taskRunSpecs`, may hold
 * the task's string params (`taskRunParams`), which Tekton 1.3 and later replace. Tekton's affinity assistant replaces none: what
 * holds for a whole PipelineRun is static.
 *
 * @see https://tekton.dev/docs/pipelines/podtemplates/
 */
export interface PodTemplate<V extends Value = string> {
  /** Labels that the node must have, by name. */
  readonly nodeSelector?: Readonly<Record<string, V>>;
  readonly affinity?: Affinity<V>;
  readonly tolerations?: readonly Toleration<V>[];
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint<V>[];
  /** Environment variables of every step, by name. */
  readonly env?: Readonly<Record<string, V>>;
  readonly securityContext?: PodSecurityContext;
  /** Volumes by name, beside those of the task. */
  readonly volumes?: Declared<Volume>;
  readonly imagePullSecrets?: readonly { readonly name: V }[];
  /** RuntimeClass of the pod. @default - the node's own runtime */
  readonly runtimeClassName?: V;
  /** Scheduler that places the pod. @default - the cluster's own */
  readonly schedulerName?: V;
  /** PriorityClass of the pod. @default - the cluster's default, if it has one */
  readonly priorityClassName?: V;
  /** Whether steps see the token of the pod's account. @default - as the account says */
  readonly automountServiceAccountToken?: boolean;
  /** Whether steps get environment variables for every Service of the namespace. @default true */
  readonly enableServiceLinks?: boolean;
  /** Whether the pod shares the node's network. OpenShift's restricted profiles refuse it. @default false */
  readonly hostNetwork?: boolean;
  /** `false`: a user namespace of its own, where the cluster has them. Tekton 1.9 and later. */
  readonly hostUsers?: boolean;
  readonly hostAliases?: readonly { readonly ip: V; readonly hostnames: readonly V[] }[];
  readonly dnsPolicy?: 'ClusterFirst' | 'Default' | 'None';
  readonly dnsConfig?: {
    /** IP addresses of DNS servers. */
    readonly nameservers?: readonly V[];
    /** Domains that a short name is looked up in. */
    readonly searches?: readonly V[];
    readonly options?: readonly { readonly name: V; readonly value?: V }[];
  };
}

/**
 * References to the params of a task, for the pod template of its TaskRun.
 *
 * A pipeline's task has to give, or the task to have a default for, each param that is used: Tekton knows no others there.
 *
 * Source: tektoncd/pipeline, pkg/reconciler/taskrun/resources/apply.go (ApplyPodTemplateReplacements).
 *
 * @example
 * new PipelineRun(chart, 'run', {
 *   pipeline,
 *   generateName: 'release-',
 *   params: { revision: 'main' },
 *   taskRunSpecs: [{ task: built, podTemplate: { nodeSelector: { 'kubernetes.io/arch': taskRunParams(build).arch } } }],
 * });
 */
export function taskRunParams<P extends Declared<Param>>(task: { readonly params: P }): References<P, 'task'> {
  return references(task.params, 'params');
}

/** Renders a pod template as Tekton takes it: what is by name here is a list there. */
export function renderPodTemplate<V extends Value>({ env, volumes, ...rest }: PodTemplate<V>): object {
  return {
    ...rest,
    ...(env && { env: Object.entries(env).map(([name, value]) => ({ name, value })) }),
    ...(volumes && { volumes: renderVolumes(volumes) }),
  };
}

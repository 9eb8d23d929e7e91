import type { Value } from './reference';
import type { VolumeMount } from './volume';

/** CPU (`500m`, `2`), memory and ephemeral storage (`4Gi`). @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export interface ResourceList {
  readonly cpu?: string;
  readonly memory?: string;
  readonly 'ephemeral-storage'?: string;
}

/** What a step asks for and may use. A pod's request is the sum over its steps. */
export interface ComputeResources {
  readonly requests?: ResourceList;
  readonly limits?: ResourceList;
}

/** A step's security context. Leave `seccompProfile` out: OpenShift's `pipelines-scc` refuses a pod that has one. */
export interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsNonRoot?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}

/** The value of an environment variable that Kubernetes fills in: a field of the pod, or a resource of the step's container. */
export type EnvSource =
  | { readonly fieldRef: { readonly fieldPath: string } }
  | { readonly resourceFieldRef: { readonly resource: string; readonly divisor?: string } };

/** Environment variables by name. */
export type Environment = Readonly<Record<string, Value | EnvSource>>;

/**
 * A step of a task: one container, one script.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/#defining-steps
 */
export interface Step {
  /** DNS-1123 label, unique in the task. */
  readonly name: string;
  readonly image: Value;
  /** Text of the script, with its shebang. It reads its input from the environment, never from Tekton's variables. */
  readonly script: string;
  readonly env?: Environment;
  readonly workingDir?: Value;
  readonly mounts?: readonly VolumeMount[];
  readonly computeResources?: ComputeResources;
  readonly securityContext?: SecurityContext;
  /** Longest time that the step may take, such as `30m`. */
  readonly timeout?: string;
}

function environment(env: Environment): object[] {
  return Object.entries(env).map(([name, value]) =>
    typeof value === 'object' && ('fieldRef' in value || 'resourceFieldRef' in value) ? { name, valueFrom: value } : { name, value },
  );
}

/** Renders a step, keys in the order in which people read them. */
export function renderStep({ name, image, workingDir, timeout, env, mounts, computeResources, securityContext, script }: Step): object {
  return {
    name,
    image,
    workingDir,
    timeout,
    computeResources,
    securityContext,
    env: env && environment(env),
    volumeMounts: mounts,
    script,
  };
}

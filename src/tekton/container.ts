import type { Reference, Value } from './reference';
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

/**
 * A step's security context. There is no `seccompProfile`: OpenShift's `pipelines-scc` refuses a pod that has one.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
 */
export interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}

/** A value of a Secret or ConfigMap by its `key`; the step does not start where it is missing, unless it is `optional`. */
export interface KeySelector {
  readonly name: Value<'task'>;
  readonly key: Value<'task'>;
  readonly optional?: boolean;
}

/**
 * The value of an environment variable that Kubernetes fills in: a field of the pod, a resource of the step's container, or a key of
 * a Secret or ConfigMap. Rather mount a Secret: whatever the step starts sees its environment.
 */
export type EnvSource =
  | { readonly fieldRef: { readonly fieldPath: string } }
  | { readonly resourceFieldRef: { readonly resource: string; readonly divisor?: string } }
  | { readonly secretKeyRef: KeySelector }
  | { readonly configMapKeyRef: KeySelector };

/** What a step may refer to: what its task is given, and what steps before it gave. */
export type StepValue = Value<'task' | 'step'>;

/** Environment variables by name. */
export type Environment = Readonly<Record<string, StepValue | EnvSource>>;

/** Arguments of a command: strings, and arrays, each of whose elements becomes an argument. */
export type Arguments = readonly (StepValue | Reference<'array', 'task' | 'step'>)[];

/** What a container runs: a script, or a command; with `args` alone, the image's own entry point. */
export type Runs =
  | {
      /** Text of the script, with its shebang. It reads its input from the environment, never from Tekton's variables. */
      readonly script: string;
      readonly args?: Arguments;
      readonly command?: never;
    }
  | { readonly command: Arguments; readonly args?: Arguments; readonly script?: never }
  | { readonly args: Arguments; readonly command?: never; readonly script?: never };

/** What steps, sidecars and step templates have in common. */
export interface ContainerSettings {
  readonly env?: Environment;
  /** Absolute path of the folder to start in. @default - the image's own */
  readonly workingDir?: StepValue;
  readonly mounts?: readonly VolumeMount[];
  readonly computeResources?: ComputeResources;
  readonly securityContext?: SecurityContext;
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
}

/** Renders environment variables: `[{name, value}]`, or `[{name, valueFrom}]` where Kubernetes fills them in. */
export function environment(env: Environment): object[] {
  return Object.entries(env).map(([name, value]) =>
    typeof value === 'string' || 'path' in value ? { name, value } : { name, valueFrom: value },
  );
}

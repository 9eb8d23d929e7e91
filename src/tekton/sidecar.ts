import { type ContainerSettings, environment, type Runs, type StepValue } from './container';
import type { StepWorkspace } from './step';

/**
 * How Kubernetes asks a sidecar whether it is ready; steps start once every sidecar is.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export interface Probe {
  readonly exec?: { readonly command: readonly string[] };
  readonly httpGet?: { readonly port: number | string; readonly path?: string; readonly scheme?: 'HTTP' | 'HTTPS' };
  readonly tcpSocket?: { readonly port: number | string };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

/**
 * A container that runs beside the steps, such as a database for tests, and is stopped after the last of them.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/#specifying-sidecars
 */
export type Sidecar = ContainerSettings &
  (Runs | { readonly script?: never; readonly command?: never; readonly args?: never }) & {
    readonly name: string;
    readonly image: StepValue;
    readonly ports?: readonly { readonly containerPort: number; readonly name?: string; readonly protocol?: 'TCP' | 'UDP' | 'SCTP' }[];
    readonly readinessProbe?: Probe;
    /** The task's workspaces that it sees. */
    readonly workspaces?: readonly StepWorkspace[];
  };

/** Renders a sidecar, keys in the order in which people read them. */
export function renderSidecar({ name, image, env, mounts, command, args, script, ...rest }: Sidecar): object {
  return { name, image, ...rest, env: env && environment(env), volumeMounts: mounts, command, args, script };
}

import { attempt, kubectl, sleep } from './command';
import { namespace } from './project';

interface Container {
  readonly name: string;
  readonly volumeMounts?: readonly { readonly name: string }[];
}

interface Volume {
  readonly name: string;
  readonly secret?: { readonly secretName: string; readonly items?: readonly { readonly key: string }[] };
}

interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly deletionTimestamp?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes: readonly Volume[];
    readonly nodeName?: string;
  };
  readonly status: {
    readonly phase: string;
    readonly containerStatuses?: readonly { readonly name: string; readonly state: object }[];
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

/** Pods of a run, or of one of its tasks. */
export function podsOf(run: string, task?: string): Pod[] {
  const selector = `tekton.dev/pipelineRun=${run}${task === undefined ? '' : `,tekton.dev/pipelineTask=${task}`}`;
  return (JSON.parse(kubectl('-n', namespace, 'get', 'pods', '-l', selector, '-o', 'json')) as { items: Pod[] }).items;
}

/**
 * Waits until a step of a task runs, and does something to its pod, whose name it gives.
 *
 * @param line what the step has to have said
 */
export async function inStep(run: string, task: string, step: string, act: (pod: string) => unknown, line?: RegExp): Promise<void> {
  const end = Date.now() + 15 * 60_000;
  while (Date.now() < end) {
    const pod = podsOf(run, task).find(({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase === 'Running');
    if (pod && isRunning(pod, step) && (line === undefined || line.test(logOf(pod.metadata.name, step)))) {
      await act(pod.metadata.name);
      return;
    }
    await sleep(200);
  }
  throw new Error(`step ${step} of ${task} in ${run} did not come to it`);
}

/** What a step has said so far. */
export function logOf(pod: string, step: string): string {
  return attempt('kubectl', ['-n', namespace, 'logs', pod, '-c', `step-${step}`]).stdout;
}

/** Whether the steps before it have ended: the containers of all steps start at once, and wait for each other. */
function isRunning(pod: Pod, step: string): boolean {
  const names = pod.spec.containers.map(({ name }) => name);
  const ended = (name: string) => pod.status.containerStatuses?.some(status => status.name === name && 'terminated' in status.state);
  return names.slice(0, names.indexOf(`step-${step}`)).every(ended);
}

/** Every container of a run that a key of a Secret is mounted into, as `task: container`. */
export function mountedInto(run: string, secret: string, key: string): string[] {
  return podsOf(run).flatMap(({ metadata, spec }) => {
    const holds = ({ secret: given }: Volume) =>
      given?.secretName === secret && (given.items === undefined || given.items.some(item => item.key === key));
    const volumes = spec.volumes.filter(holds).map(({ name }) => name);
    return [...(spec.initContainers ?? []), ...spec.containers]
      .filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => volumes.includes(name)))
      .map(({ name }) => `${metadata.labels['tekton.dev/pipelineTask']}: ${name}`);
  });
}

/** Deletes a pod, with the grace that a drained node gives. */
export function deletePod(pod: string): void {
  kubectl('-n', namespace, 'delete', 'pod', pod, '--wait=false');
}

/** What tells a pod from another of the same name. */
export function uidOf(pod: string): string {
  return kubectl('-n', namespace, 'get', 'pod', pod, '-o', 'jsonpath={.metadata.uid}');
}

/** The pods that a task of a run has had, as far as they are there. */
export function uids(run: string, task: string): string[] {
  return podsOf(run, task).map(({ metadata }) => metadata.uid);
}

/** Runs a shell command in a step. */
export function inside(pod: string, step: string, command: string): void {
  attempt('kubectl', ['-n', namespace, 'exec', pod, '-c', `step-${step}`, '--', 'sh', '-c', command]);
}

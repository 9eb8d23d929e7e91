import { attempt, get, kubectl, kubectlFed, sleep } from './command';
import { namespace } from './project';

interface TaskRunObject {
  readonly status?: {
    readonly podName?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly results?: readonly { readonly name: string; readonly value: string }[];
  };
}

export interface TaskRunEnded {
  readonly succeeded: boolean;
  readonly results: Readonly<Record<string, string>>;
  readonly log: string;
  /** The last line that says why a step failed. */
  readonly error: string;
}

/** Starts one task of the catalog alone. */
export function startTask(task: string, serviceAccountName: string, params: Readonly<Record<string, string>>): string {
  const manifest = {
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: { generateName: `${task}-`, namespace },
    spec: { taskRef: { name: task }, serviceAccountName, params: Object.entries(params).map(([name, value]) => ({ name, value })) },
  };
  return kubectlFed(JSON.stringify(manifest), 'create', '-f', '-', '-o', 'jsonpath={.metadata.name}').trim();
}

/** Waits until a TaskRun has ended. */
export async function taskEnded(name: string): Promise<TaskRunEnded> {
  for (;;) {
    const object = get<TaskRunObject>('taskrun', name, namespace);
    const condition = object?.status?.conditions?.find(({ type }) => type === 'Succeeded');
    if (object?.status && condition && condition.status !== 'Unknown') {
      const pod = object.status.podName ?? '';
      const containers = kubectl('get', 'pod', pod, '-n', namespace, '-o', 'jsonpath={.spec.containers[*].name}').split(' ');
      const log = containers.map(container => attempt('kubectl', ['logs', '-n', namespace, pod, '-c', container]).stdout).join('');
      const errors = log.split('\n').filter(line => /^(permanent|transient) error: /.test(line));
      return {
        succeeded: condition.status === 'True',
        results: Object.fromEntries((object.status.results ?? []).map(({ name: key, value }) => [key, value])),
        log,
        error: errors.at(-1) ?? '',
      };
    }
    await sleep(500);
  }
}

/** Runs one task of the catalog alone, to its end. */
export function runTask(task: string, serviceAccountName: string, params: Readonly<Record<string, string>>): Promise<TaskRunEnded> {
  return taskEnded(startTask(task, serviceAccountName, params));
}

import { attempt, get, kubectl, kubectlFed, sleep } from './command';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

interface Named {
  readonly name: string;
  readonly value: string;
}

interface RunObject {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly results?: readonly Named[];
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly podName?: string;
    readonly retriesStatus?: readonly { readonly conditions?: readonly Condition[] }[];
    readonly skippedTasks?: readonly { readonly name: string }[];
  };
}

/** How a PipelineRun ended. */
export interface Ended {
  readonly name: string;
  readonly succeeded: boolean;
  readonly reason: string;
  readonly message: string;
  readonly seconds: number;
  readonly results: Readonly<Record<string, string>>;
  /** Names of the pipeline's tasks that ran, without those of `finally`, in the order in which they started, with their results. */
  readonly tasks: readonly {
    readonly name: string;
    readonly seconds: number;
    readonly succeeded: boolean;
    readonly results: Readonly<Record<string, string>>;
    /** What Tekton says of the attempts before the last. */
    readonly attempts: readonly string[];
  }[];
  readonly skipped: readonly string[];
}

function byName(list: readonly Named[] = []): Record<string, string> {
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

function duration({ startTime, completionTime }: NonNullable<RunObject['status']>): number {
  return startTime && completionTime ? (Date.parse(completionTime) - Date.parse(startTime)) / 1000 : 0;
}

function succeeded({ status }: RunObject): Condition | undefined {
  return status?.conditions?.find(({ type }) => type === 'Succeeded');
}

/** Creates a PipelineRun from a manifest and gives its name. */
export function create(manifest: string, namespace: string): string {
  const name = kubectlFed(manifest, 'create', '-n', namespace, '-f', '-', '-o', 'jsonpath={.metadata.name}');
  return name.trim();
}

/** Waits until the PipelineRun has ended, and prints how long each task took. */
export async function ended(name: string, namespace: string): Promise<Ended> {
  let object = get<RunObject>('pipelinerun', name, namespace);
  while (object && (succeeded(object)?.status ?? 'Unknown') === 'Unknown') {
    await sleep(1000);
    object = get<RunObject>('pipelinerun', name, namespace);
  }
  const condition = object && succeeded(object);
  if (!object?.status || !condition) throw new Error(`PipelineRun ${name} is gone`);
  const taskRuns = JSON.parse(kubectl('get', 'taskrun', '-n', namespace, '-l', `tekton.dev/pipelineRun=${name}`, '-o', 'json')) as {
    items: RunObject[];
  };
  const tasks = taskRuns.items
    .filter(({ metadata, status }) => status?.startTime && metadata.labels?.['tekton.dev/memberOf'] === 'tasks')
    .sort((a, b) => Date.parse(a.status?.startTime ?? '') - Date.parse(b.status?.startTime ?? ''))
    .map(task => ({
      name: task.metadata.labels?.['tekton.dev/pipelineTask'] ?? '',
      seconds: task.status ? duration(task.status) : 0,
      succeeded: succeeded(task)?.status === 'True',
      results: byName(task.status?.results),
      attempts: (task.status?.retriesStatus ?? []).map(({ conditions }) => conditions?.[0]?.message ?? ''),
    }));
  const outcome: Ended = {
    name,
    succeeded: condition.status === 'True',
    reason: condition.reason,
    message: condition.message,
    seconds: duration(object.status),
    results: byName(object.status.results),
    tasks,
    skipped: (object.status.skippedTasks ?? []).map(task => task.name),
  };
  console.log(`${name}: ${outcome.reason} in ${outcome.seconds} s (${tasks.map(task => `${task.name} ${task.seconds} s`).join(', ')})`);
  return outcome;
}

/** The log of one task of a run: every step, in order. */
export function log(pipelineRun: string, task: string, namespace: string): string {
  const selector = `tekton.dev/pipelineRun=${pipelineRun},tekton.dev/pipelineTask=${task}`;
  const pods = JSON.parse(kubectl('get', 'pods', '-n', namespace, '-l', selector, '-o', 'json')) as {
    items: { metadata: { name: string }; spec: { containers: { name: string }[] } }[];
  };
  return pods.items
    .flatMap(({ metadata, spec }) =>
      spec.containers.map(({ name }) => attempt('kubectl', ['logs', '-n', namespace, metadata.name, '-c', name]).stdout),
    )
    .join('');
}

/** The last line of the step that failed. */
export function lastLine(pipelineRun: string, task: string, namespace: string): string {
  const lines = log(pipelineRun, task, namespace)
    .split('\n')
    .filter(line => /^(permanent|transient) error: /.test(line));
  return lines.at(-1) ?? '';
}

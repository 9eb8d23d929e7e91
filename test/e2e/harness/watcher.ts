import { attempt, get, kubectl, kubectlFed, within } from './command';
import { compiles } from './driver-image';
import { namespace } from './project';

/** How a pod of a CronJob ended. */
export interface Looked {
  readonly job: string;
  readonly succeeded: boolean;
  /** What its containers said, in their order. */
  readonly log: string;
}

interface Job {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

interface JobManifest {
  readonly metadata: { readonly name: string; readonly ownerReferences?: readonly object[] };
}

let started = 0;

/**
 * Starts a CronJob of ours now, whether it is suspended or not, under a name as its schedule gives. Gives the name of the Job.
 *
 * @param owned as those of its schedule are: it counts for the CronJob's status, and is removed when others have followed
 */
export function start(cronJob: string, owned = false): string {
  const name = `${cronJob}-${Date.now() * 100 + started++}`;
  const text = kubectl('-n', namespace, 'create', 'job', name, `--from=cronjob/${cronJob}`, '--dry-run=client', '-o', 'json');
  const { metadata, ...job } = JSON.parse(text) as JobManifest;
  const { ownerReferences, ...others } = metadata;
  kubectlFed(JSON.stringify({ ...job, metadata: owned ? metadata : others }), '-n', namespace, 'create', '-f', '-');
  return name;
}

/** Waits until a Job has ended. */
export function jobEnded(job: string): Promise<Looked> {
  return within(600, `Job ${job}`, () => {
    const conditions = get<Job>('job', job, namespace)?.status?.conditions ?? [];
    const is = (type: string) => conditions.some(condition => condition.type === type && condition.status === 'True');
    if (!is('Complete') && !is('Failed')) return { seen: JSON.stringify(conditions) };
    const { stdout } = attempt('kubectl', ['-n', namespace, 'logs', `job/${job}`, '--all-containers']);
    return { seen: '', result: { job, succeeded: is('Complete'), log: stdout } };
  });
}

/** Lets the watcher look once, beside its schedule. */
export async function watch(): Promise<Looked> {
  const looked = await jobEnded(start('nvidia-driver-watcher'));
  console.log(looked.log.trimEnd());
  return looked;
}

/** Lets the coverage be judged once, beside its schedule. */
export function judge(): Promise<Looked> {
  return jobEnded(start('nvidia-driver-coverage', true));
}

/** A build that an event has started, or a user. */
export interface Run {
  readonly name: string;
  readonly target: string;
  readonly kernel: string;
  readonly done: boolean;
  readonly succeeded: boolean;
  /** Empty where no event started it. */
  readonly event: string;
}

interface PipelineRun {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: { readonly params?: readonly { readonly name: string; readonly value: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly status: string }[] };
}

/** All runs of targets, oldest first. */
export function runs(...targets: readonly string[]): Run[] {
  const selector = `nvidia-driver-pipelines/target in (${targets.join()})`;
  const list = kubectl('-n', namespace, 'get', 'pipelineruns', '-l', selector, '--sort-by=.metadata.creationTimestamp', '-o', 'json');
  return (JSON.parse(list) as { readonly items: readonly PipelineRun[] }).items.map(({ metadata: { name, labels = {} }, spec, status }) => {
    const condition = status?.conditions?.[0]?.status ?? 'Unknown';
    return {
      name,
      target: labels['nvidia-driver-pipelines/target'] ?? '',
      kernel: spec.params?.find(param => param.name === 'kernel')?.value ?? '',
      done: condition !== 'Unknown',
      succeeded: condition === 'True',
      event: labels['triggers.tekton.dev/triggers-eventid'] ?? '',
    };
  });
}

/** Waits until every run of targets has ended: an image is published some seconds before its run has told the ledger so. */
export function allEnded(...targets: readonly string[]): Promise<Run[]> {
  return within(180, 'ended runs', () => {
    const made = runs(...targets);
    const running = made.filter(({ done }) => !done);
    return { seen: running.map(({ name }) => name).join(), ...(running.length === 0 && { result: made }) };
  });
}

/** How often the modules were compiled, by what the steps said. */
export function compileCount(of: readonly Run[]): number {
  return of.flatMap(compiles).length;
}

/** Images, as `target kernel`, that more than one of the runs was for. */
export function twice(of: readonly Run[]): string[] {
  const images = of.map(({ target, kernel }) => `${target} ${kernel}`);
  return images.filter((image, index) => images.indexOf(image) !== index);
}

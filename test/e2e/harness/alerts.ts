import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { get, kubectl, run } from './command';
import { namespace, type Project } from './project';

interface PrometheusRule {
  readonly kind?: string;
  readonly spec: { readonly groups: readonly object[] };
}

interface Job {
  readonly metadata: { readonly name: string; readonly ownerReferences?: readonly { readonly name: string }[] };
  readonly status: {
    readonly startTime?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastTransitionTime: string }[];
  };
}

interface CronJob {
  readonly status?: { readonly lastScheduleTime?: string; readonly lastSuccessfulTime?: string };
}

/** A time series that has one value from a minute on. */
interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly from: number;
  readonly value: number;
}

const minutes = 24 * 60;

/** The alerts that synth writes for a configuration that wants them. @throws Error where it writes none */
function rulesOf({ manifests }: Project): PrometheusRule {
  const documents = readdirSync(manifests).flatMap(file => parseAllDocuments(readFileSync(join(manifests, file), 'utf8')));
  const rule = documents.map(document => document.toJS() as PrometheusRule | null).find(object => object?.kind === 'PrometheusRule');
  if (!rule) throw new Error(`${manifests} has no PrometheusRule`);
  return rule;
}

/** What kube-state-metrics makes of the Jobs of a CronJob and of itself, as the cluster has them now. Time begins shortly before the first. */
function recorded(cronJob: string): { readonly series: Series[]; readonly now: number } {
  const { items } = JSON.parse(kubectl('-n', namespace, 'get', 'jobs', '-o', 'json')) as { readonly items: readonly Job[] };
  const jobs = items.filter(({ metadata, status }) => status.startTime && metadata.ownerReferences?.some(({ name }) => name === cronJob));
  // As in a cluster, no Job began when time did.
  const begin = Math.min(...jobs.map(({ status }) => Date.parse(status.startTime ?? ''))) - 60_000;
  const seconds = (time: string) => (Date.parse(time) - begin) / 1000;
  const minute = (time: string) => Math.ceil(seconds(time) / 60);
  const ofJobs = jobs.flatMap(({ metadata, status: { startTime = '', conditions = [] } }): Series[] => {
    const labels = { namespace, job_name: metadata.name };
    const ended = conditions.filter(({ type, status }) => ['Failed', 'Complete'].includes(type) && status === 'True');
    return [
      { name: 'kube_job_status_start_time', labels, from: minute(startTime), value: seconds(startTime) },
      ...ended.flatMap(({ type, lastTransitionTime }) =>
        ['true', 'false', 'unknown'].map(condition => ({
          name: type === 'Failed' ? 'kube_job_failed' : 'kube_job_complete',
          labels: { ...labels, condition },
          from: minute(lastTransitionTime),
          value: condition === 'true' ? 1 : 0,
        })),
      ),
    ];
  });
  const { lastScheduleTime, lastSuccessfulTime } = get<CronJob>('cronjob', cronJob, namespace)?.status ?? {};
  const labels = { namespace, cronjob: cronJob };
  const ofCronJob = [
    ['kube_cronjob_status_last_schedule_time', lastScheduleTime] as const,
    ['kube_cronjob_status_last_successful_time', lastSuccessfulTime] as const,
  ].flatMap(([name, time]) => (time ? [{ name, labels, from: Math.max(0, minute(time)), value: seconds(time) }] : []));
  return { series: [...ofJobs, ...ofCronJob], now: (Date.now() - begin) / 1000 };
}

function input({ name, labels, from, value }: Series) {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
  return { series: `${name}{${pairs.join()}}`, values: `${from > 0 ? `_x${from} ` : ''}${value}+0x${minutes}` };
}

/**
 * Evaluates the alerts over what the Jobs of a CronJob have become, some minutes from now.
 *
 * @throws Error with what promtool says, where the alert is not as it is said to be
 */
export function alertIs(state: 'firing' | 'silent', alert: string, project: Project, cronJob: string, later: number): void {
  const { series, now } = recorded(cronJob);
  const folder = join('.e2e/alerts', alert, state);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: rulesOf(project).spec.groups }));
  const firing = `clamp_max(count(ALERTS{alertname="${alert}",alertstate="firing"}), 1) or vector(0)`;
  const test = {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: series.map(input),
        promql_expr_test: [
          {
            expr: firing,
            eval_time: `${Math.ceil(now / 60) + later}m`,
            exp_samples: [{ labels: '{}', value: state === 'firing' ? 1 : 0 }],
          },
        ],
      },
    ],
  };
  const file = join(folder, 'test.yaml');
  writeFileSync(file, stringify(test));
  run('promtool', ['test', 'rules', file]);
}

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { AlertsChart } from '../../src/deployment/alerts-chart';
import { needs, program } from '../support/needs';

const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
const [rule] = new AlertsChart(new App(), 'gpu').toJson() as { readonly spec: object }[];
writeFileSync(join(folder, 'rules.yaml'), stringify(rule?.spec));

/** What kube-state-metrics tells, a value for each minute of three hours, as promtool writes series. */
type Series = Readonly<Record<string, string>>;

const cronJob = '{namespace="gpu", cronjob="nvidia-driver-coverage"}';
const job = (number: number, more = '') => `{namespace="gpu", job_name="nvidia-driver-coverage-${number}"${more}}`;

/** A Job that began at a second and has failed. */
const failed = (number: number, began: number): Series => ({
  [`kube_job_status_start_time${job(number)}`]: `${began}x180`,
  [`kube_job_failed${job(number, ', condition="true"')}`]: '1x180',
  [`kube_job_failed${job(number, ', condition="false"')}`]: '0x180',
});
/** One that began and has not failed: it runs, or has succeeded. */
const other = (number: number, began: number): Series => ({ [`kube_job_status_start_time${job(number)}`]: `${began}x180` });
const succeeded = (at: number): Series => ({ [`kube_cronjob_status_last_successful_time${cronJob}`]: `${at}x180` });
/** Scheduled every quarter of an hour, until a minute. */
const scheduled = (minutes = 180): Series => ({
  [`kube_cronjob_status_last_schedule_time${cronJob}`]: Array.from({ length: minutes }, (_, at) => Math.floor(at / 15) * 900).join(' '),
});

const missing = 'NvidiaDriverImageMissing';
const unknown = 'NvidiaDriverCoverageUnknown';

/** Which alerts fire at a minute. */
function firing(series: Series, minute: number): string[] {
  const input = Object.entries(series).map(([name, values]) => ({ series: name, values }));
  const rows = [missing, unknown].map(alertname => ({ eval_time: `${minute}m`, alertname, exp_alerts: [] }));
  const tests = {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [{ interval: '1m', input_series: input, alert_rule_test: rows }],
  };
  writeFileSync(join(folder, 'test.yaml'), stringify(tests));
  const { stdout, stderr } = spawnSync('promtool', ['test', 'rules', join(folder, 'test.yaml')], { encoding: 'utf8' });
  const said = stdout + stderr;
  if (/error|parse/i.test(said)) throw new Error(said);
  return [missing, unknown].filter(name => said.includes(`Labels:{alertname="${name}"`));
}

needs('promtool', program('promtool'))('the alerts', () => {
  test('are rules that Prometheus takes', () => {
    expect(execFileSync('promtool', ['check', 'rules', join(folder, 'rules.yaml')], { encoding: 'utf8' })).toContain(
      'SUCCESS: 2 rules found',
    );
  });

  const before = { ...scheduled(), ...succeeded(3700) };

  test.each<[string, Series, string[]]>([
    ['the newest Job failed', { ...before, ...failed(2, 4500) }, [missing]],
    ['the newest Job failed, and the next one runs', { ...before, ...failed(2, 4500), ...other(3, 5400) }, [missing]],
    ['a Job failed earlier, and the newest succeeded', { ...before, ...failed(1, 2700), ...other(2, 3600) }, []],
    ['no Job ever succeeded', { ...scheduled(), ...failed(1, 900), ...failed(2, 1800) }, [missing]],
    ['no Job has ended yet', { ...scheduled(), ...other(1, 900) }, []],
    ["somebody else's Job failed", { ...before, 'kube_job_failed{namespace="gpu", job_name="other-1", condition="true"}': '1x180' }, []],
    ['two kube-state-metrics tell the same', { ...before, ...failed(2, 4500), ...twice(failed(2, 4500)) }, [missing]],
  ])('after two hours, where %s', (_, series, alerts) => expect(firing(series, 120)).toEqual(alerts));

  test('coverage is unknown where no Job was scheduled for an hour', () => {
    // The last at minute 60.
    const series = {
      [Object.keys(scheduled())[0] ?? '']: [...Array.from({ length: 60 }, (_, at) => Math.floor(at / 15) * 900), '3600x120'].join(' '),
    };
    expect(firing({ ...series, ...succeeded(3700) }, 110)).toEqual([]);
    expect(firing({ ...series, ...succeeded(3700) }, 122)).toEqual([unknown]);
  });

  test('coverage is unknown where the CronJob was deleted, and not yet where it is new', () => {
    expect(firing({ up: '1x180' }, 15)).toEqual([]);
    expect(firing({ up: '1x180' }, 21)).toEqual([unknown]);
    expect(firing({ ...scheduled(60) }, 90)).toEqual([unknown]);
  });
});

/** The same from another pod. */
function twice(series: Series): Series {
  return Object.fromEntries(Object.entries(series).map(([name, values]) => [name.replace('{', '{instance="b", '), values]));
}

import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { labels, serviceAccounts } from './names';

/**
 * Alerts about coverage, for the monitoring of user-defined projects: of its Jobs as kube-state-metrics sees them.
 *
 * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.20/html/monitoring/configuring-user-workload-monitoring
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * new AlertsChart(app, config.namespace);
 * app.synth();
 */
export class AlertsChart extends Chart {
  constructor(scope: Construct, namespace: string) {
    super(scope, 'alerts', { namespace, labels });
    new ApiObject(this, 'rules', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: serviceAccounts.coverage },
      spec: { groups: [{ name: serviceAccounts.coverage, rules: [missing(namespace), unknown(namespace)] }] },
    });
  }
}

/**
 * The newest Job that ended has failed: it began after the last that succeeded had ended. There may have been none.
 *
 * Source: kubernetes/kube-state-metrics, docs/metrics/workload/job-metrics.md and cronjob-metrics.md. OpenShift drops when a Job was
 * created (openshift/cluster-monitoring-operator, manifests of kube-state-metrics, denylist).
 */
function missing(namespace: string): object {
  const job = `namespace="${namespace}", job_name=~"${serviceAccounts.coverage}-[0-9]+"`;
  const failed = `max by (job_name) (kube_job_failed{${job}, condition="true"}) == 1`;
  const began = `max by (job_name) (kube_job_status_start_time{${job}})`;
  return {
    alert: 'NvidiaDriverImageMissing',
    expr: `max((${began}) and (${failed})) > (max(kube_cronjob_status_last_successful_time{${cronJob(namespace)}}) or vector(0))`,
    labels: { severity: 'warning', namespace },
    annotations: {
      summary: 'A driver image that the cluster needs is missing.',
      description:
        `A GPU node that boots a kernel without a driver image has no GPU. Which image is missing, and why, is in the log: ` +
        `oc -n ${namespace} logs -l app.kubernetes.io/component=${serviceAccounts.coverage} --tail=1`,
    },
  };
}

/** Nothing looked for an hour, or nothing is there that could. */
function unknown(namespace: string): object {
  const scheduled = `kube_cronjob_status_last_schedule_time{${cronJob(namespace)}}`;
  return {
    alert: 'NvidiaDriverCoverageUnknown',
    // Together an hour; a new CronJob has no such time before its first Job.
    expr: `time() - max by (namespace, cronjob) (${scheduled}) > 2400 or absent(${scheduled})`,
    for: '20m',
    labels: { severity: 'warning', namespace },
    annotations: {
      summary: 'Nobody looks whether the driver images that the cluster needs are there.',
      description: `CronJob ${serviceAccounts.coverage} in namespace ${namespace} has not started for an hour, or does not exist: oc apply the manifests again.`,
    },
  };
}

function cronJob(namespace: string): string {
  return `namespace="${namespace}", cronjob="${serviceAccounts.coverage}"`;
}

import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Config } from '../config/config';
import { apiAccess, apiMount } from '../tasks/attempt';
import { restricted } from '../tasks/profiles';
import { type Environment, environment } from '../tekton/container';
import { renderVolumes, type Volume, type VolumeMount, VolumeReference } from '../tekton/volume';
import { account, allow, type Rule } from './account';
import { labels } from './names';

/** A script of a scheduled pod. */
export interface ScheduledScript {
  readonly name: string;
  readonly image: string;
  readonly env: Environment;
  readonly mounts: readonly VolumeMount[];
  /** CPU and memory that it asks for. */
  readonly size: readonly [cpu: string, memory: string];
}

/** Scripts that run by the clock, one after another in one pod. */
export interface ScheduledProps {
  /** Of the CronJob, the ConfigMap with its files, its account and the role of that. */
  readonly name: string;
  readonly schedule: string;
  readonly suspend: boolean;
  /** What the account may do in the namespace. */
  readonly rules: readonly Rule[];
  /** What is in the folder /scripts, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** Volumes of its own, by name. */
  readonly volumes?: Readonly<Record<string, Volume>>;
  readonly scripts: readonly [ScheduledScript, ...ScheduledScript[]];
}

/** Mounted by a script that speaks with the cluster's API: it alone has the account's token. */
export const apiToken = apiMount(new VolumeReference('api'));

/** Where a scheduled script finds the files beside it. */
export const scriptFolder = '/scripts';

/**
 * A CronJob whose pod fits restricted-v2, with its scripts and account. A run that fails is not repeated: the next is soon.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 */
export class Scheduled extends Construct {
  constructor(scope: Construct, { secrets, namespace }: Config, props: ScheduledProps) {
    const { name, schedule, suspend, rules, files } = props;
    super(scope, name);
    account(this, name);
    allow(this, { name, rules, subjects: [{ account: name, namespace }] });
    new ApiObject(this, 'Scripts', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: files });
    const template = {
      metadata: { labels: { ...labels, 'app.kubernetes.io/component': name } },
      spec: { ...pod(props), ...(secrets.stepImages.length > 0 && { imagePullSecrets: secrets.stepImages.map(named) }) },
    };
    new ApiObject(this, 'Resource', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name },
      spec: {
        schedule,
        suspend,
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 600, template } },
      },
    });
  }
}

function named(name: string): object {
  return { name };
}

function pod({ name, volumes, scripts }: ScheduledProps): object {
  const containers = scripts.map(container);
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    restartPolicy: 'Never',
    ...(containers.length > 1 && { initContainers: containers.slice(0, -1) }),
    containers: containers.slice(-1),
    volumes: renderVolumes({ scripts: { configMap: { name } }, api: apiAccess, ...volumes }),
  };
}

function container({ name, image, env, mounts, size }: ScheduledScript): object {
  const { computeResources, securityContext } = restricted(...size);
  return {
    name,
    image,
    command: ['bash', `${scriptFolder}/${name}.sh`],
    env: environment(env),
    resources: computeResources,
    securityContext,
    volumeMounts: [new VolumeReference('scripts').readOnlyAt(scriptFolder), ...mounts],
  };
}

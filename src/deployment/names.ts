/** Service accounts of the pipeline's pods: who may do what is split by them. */
export const serviceAccounts = {
  /** May read the ClusterVersion, nodes and what the watcher found of releases; under restricted-v2. */
  lookup: 'nvidia-driver-lookup',
  /** May write the certificates of the targets and events, and run as root with SETFCAP: bound to pipelines-scc. */
  build: 'nvidia-driver-build',
  /** May delete pods of a run; under restricted-v2. */
  cleanup: 'nvidia-driver-cleanup',
  /** May see what became of a run, and write it into the ledgers; under restricted-v2. */
  report: 'nvidia-driver-report',
  /** May read nodes and write NVIDIADriver resources; under restricted-v2. */
  apply: 'nvidia-driver-apply',
  /** May read the triggers and create PipelineRuns; under restricted-v2. */
  listener: 'nvidia-driver-listener',
  /** May see what the cluster runs and is offered, and write the ledgers; under restricted-v2. */
  watcher: 'nvidia-driver-watcher',
  /** May read the ledgers; under restricted-v2. */
  coverage: 'nvidia-driver-coverage',
  /** May watch the ClusterVersion, for Knative. */
  upgrades: 'nvidia-driver-upgrades',
} as const;

/** Labels that every object of ours has. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const labels = {
  'app.kubernetes.io/name': 'nvidia-driver-pipelines',
  'app.kubernetes.io/part-of': 'nvidia-driver-pipelines',
  'app.kubernetes.io/managed-by': 'cdk8s',
} as const;

/** Labels that tell whose a run is. */
export const runLabels = {
  /** Name of the target. */
  target: 'nvidia-driver-pipelines/target',
  /** Which attempt, from 1 on; only where an event asked for the run. */
  attempt: 'nvidia-driver-pipelines/attempt',
  /** Hash of all that the configuration tells a run of the target. */
  configuration: 'nvidia-driver-pipelines/configuration',
} as const;

/** Name of the EventListener, and of the TriggerBinding that its triggers share. */
export const listenerName = 'nvidia-driver-builds';

/** Service and port at which it takes events. Source: tektoncd/triggers, docs/eventlisteners.md. */
export const listenerService = `el-${listenerName}:8080`;

/** The same from anywhere in the cluster. */
export function listenerUrl(namespace: string): string {
  const [service, port] = listenerService.split(':');
  return `http://${service}.${namespace}.svc.cluster.local:${port}`;
}

/** Name of the ConfigMap that has an entry for each image of a target. */
export function ledgerName(target: string): string {
  return `nvidia-driver-ledger-${target}`;
}

/** Name of the ConfigMap that has the certificates with which the modules of a target are signed. */
export function certificateName(target: string): string {
  return `nvidia-driver-certificate-${target}`;
}

/** Label of the ledgers: what is to be said of the target, `covered`, `missing` or `cannot-see`. */
export const coverageLabel = 'nvidia-driver-pipelines/coverage';

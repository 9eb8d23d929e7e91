import { join } from 'node:path';
import { apply } from './cluster';
import { attempt, get, kubectl, kubectlFed } from './command';
import { env } from './environment';
import { inspect } from './registry';

/** What OpenShift says of its own release; versions are those of the world. */
export interface Releases {
  /** What the cluster is moving to. */
  readonly desired: string;
  /** What it may be updated to, as the update service recommends. */
  readonly available?: readonly string[];
  /** What was there before `desired`, newest first: the update to `desired` has begun, and is not complete. */
  readonly before?: readonly string[];
  /** Empty: none is set, and no update can be seen. */
  readonly channel?: string;
}

/** By digest, as OpenShift names its releases. @throws Error where the world has none of that version */
export function releaseImage(version: string): string {
  const repository = `${env('E2E_SECURE_REGISTRY')}/ocp-release`;
  const found = inspect(`${repository}:${version}-x86_64`);
  if (!found) throw new Error(`there is no release ${version}: run test/e2e/world/up.sh upgrade`);
  return `${repository}@${found.Digest}`;
}

const release = (version: string) => ({ version, image: releaseImage(version) });
const time = '2026-01-01T00:00:00Z';

/** Writes the status that the cluster version operator would. */
export function clusterVersion({ desired, available = [], before = [], channel = 'stable-4.20' }: Releases): void {
  apply({
    apiVersion: 'config.openshift.io/v1',
    kind: 'ClusterVersion',
    metadata: { name: 'version' },
    spec: { clusterID: '00000000-0000-4000-8000-000000000000', channel },
  });
  const retrieved =
    channel === ''
      ? { status: 'False', reason: 'NoChannel', message: 'The update channel has not been configured.' }
      : { status: 'True', reason: 'AsExpected', message: '' };
  const status = {
    desired: release(desired),
    availableUpdates: channel === '' ? null : available.map(release),
    history: [desired, ...before].map(version => {
      const isComplete = version !== desired || before.length === 0;
      const end = isComplete ? { state: 'Completed', completionTime: time } : { state: 'Partial', completionTime: null };
      return { ...release(version), ...end, verified: true, startedTime: time };
    }),
    conditions: [{ type: 'RetrievedUpdates', lastTransitionTime: time, ...retrieved }],
    observedGeneration: 1,
    versionHash: 'e2e',
  };
  // Not as a patch: in one, null would take the field away, which has to be there.
  kubectlFed(JSON.stringify({ ...get<object>('clusterversion', 'version'), status }), 'replace', '--subresource=status', '-f', '-');
}

/** Lets the machine config operator's record say that a node runs a release. */
export function nodeRuns(node: string, version: string): void {
  if (attempt('kubectl', ['get', 'crd', 'machineconfigs.machineconfiguration.openshift.io']).code !== 0)
    kubectl('apply', '--server-side', '-f', join(env('NVIDIA_DRIVERS_CRDS'), 'openshift/machineconfigs.yaml'));
  const group = 'machineconfiguration.openshift.io';
  const name = `rendered-e2e-${version.replaceAll('.', '-')}`;
  apply({
    apiVersion: `${group}/v1`,
    kind: 'MachineConfig',
    metadata: { name, annotations: { [`${group}/release-image-version`]: version } },
  });
  kubectl('annotate', 'node', node, '--overwrite', `${group}/currentConfig=${name}`);
}

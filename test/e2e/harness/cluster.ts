import { join } from 'node:path';
import { attempt, get, kubectl, kubectlFed } from './command';
import { env } from './environment';
import { namespace, worldFolder } from './project';

/** Creates or replaces an object. */
export function apply(manifest: object): void {
  kubectlFed(JSON.stringify(manifest), 'apply', '--server-side', '--force-conflicts', '-f', '-');
}

/** A Docker config that logs in at the registry with a password, as a Secret's content. */
export function dockerConfig(password = env('E2E_REGISTRY_PASSWORD')): string {
  const auth = Buffer.from(`${env('E2E_REGISTRY_USER')}:${password}`).toString('base64');
  return JSON.stringify({ auths: { [env('E2E_SECURE_REGISTRY')]: { auth } } });
}

/** Creates or replaces a Secret from values, as `oc create secret` does. */
export function secret(name: string, data: Readonly<Record<string, string>>, type = 'Opaque'): void {
  apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type, stringData: data });
}

export function dockerSecret(name: string, password?: string): void {
  secret(name, { '.dockerconfigjson': dockerConfig(password) }, 'kubernetes.io/dockerconfigjson');
}

/** Creates or replaces a Secret from files, in the namespace or another. */
export function fileSecret(name: string, files: Readonly<Record<string, string>>, inNamespace = namespace): void {
  attempt('kubectl', ['-n', inNamespace, 'delete', 'secret', name, '--ignore-not-found']);
  const sources = Object.entries(files).map(([key, file]) => `--from-file=${key}=${join(worldFolder, file)}`);
  kubectl('-n', inNamespace, 'create', 'secret', 'generic', name, ...sources);
}

/** Creates or replaces the Secret with one of the world's signing key pairs, or with the certificate of another. */
export function signingSecret(name: string, pair: 'first' | 'second' | 'expired', certificateOf = pair): void {
  fileSecret(name, { 'private_key.priv': `keys/${pair}/private_key.priv`, 'public_key.der': `keys/${certificateOf}/public_key.der` });
}

/** All that synth's next steps tell a user to create. */
export function userSecrets(): void {
  dockerSecret('nvidia-driver-pull');
  dockerSecret('nvidia-driver-push');
  secret('activation-key', { org: '12345678', activationkey: 'e2e-activation-key' });
  attempt('kubectl', ['-n', namespace, 'create', 'configmap', 'e2e-ca', `--from-file=ca-bundle.crt=${env('E2E_REGISTRY_CA')}`]);
}

/** A node that only exists as an object: what the scheduler and the tasks see of a GPU node. */
export function gpuNode(name: string, kernel: string, labels: Readonly<Record<string, string>> = {}): void {
  apply({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'nvidia.com/gpu.present': 'true',
        'feature.node.kubernetes.io/kernel-version.full': kernel,
        'feature.node.kubernetes.io/system-os_release.ID': 'rhel',
        'feature.node.kubernetes.io/system-os_release.VERSION_ID': '9.6',
        ...labels,
      },
    },
    spec: { unschedulable: true },
  });
}

/** What a node's kubelet would say of its operating system and kernel. */
export function runsOn(node: string, osImage: string, kernelVersion: string): void {
  patchStatus(node, { nodeInfo: nodeInfo(osImage, kernelVersion, 'amd64') });
}

function nodeInfo(osImage: string, kernelVersion: string, architecture: 'amd64' | 'arm64'): object {
  const unread = Object.fromEntries(
    ['machineID', 'systemUUID', 'bootID', 'containerRuntimeVersion', 'kubeletVersion', 'kubeProxyVersion'].map(field => [field, 'e2e']),
  );
  return { ...unread, osImage, kernelVersion, operatingSystem: 'linux', architecture };
}

function patchStatus(node: string, status: object): void {
  kubectl('patch', 'node', node, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status }));
}

/**
 * A node of arm64 that only exists as an object, and that the scheduler gives pods to: for as long as it believes that there is a kubelet,
 * which is most of a minute.
 */
export function armNode(name: string, kernelVersion: string): void {
  const labels = { 'kubernetes.io/arch': 'arm64', 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': name };
  apply({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels } });
  const room = { cpu: '16', memory: '64Gi', pods: '110', 'ephemeral-storage': '200Gi' };
  const now = new Date().toISOString();
  const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: '', lastHeartbeatTime: now, lastTransitionTime: now };
  patchStatus(name, {
    capacity: room,
    allocatable: room,
    conditions: [ready],
    nodeInfo: nodeInfo('Red Hat Enterprise Linux CoreOS 9.6.20251119-0 (Plow)', kernelVersion, 'arm64'),
  });
}

export function removeNodes(...names: string[]): void {
  kubectl('delete', 'node', '--ignore-not-found', ...names);
}

/** Writes the status that the GPU operator would. */
export function setStatus(driver: string, status: object): void {
  kubectl('patch', 'nvidiadriver', driver, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status }));
}

export interface NvidiaDriver {
  readonly metadata: { readonly generation: number; readonly uid: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

export function nvidiaDriver(name: string): NvidiaDriver | undefined {
  return get<NvidiaDriver>('nvidiadriver', name);
}

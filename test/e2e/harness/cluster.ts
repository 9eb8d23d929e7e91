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

/** Creates or replaces the Secret with one of the world's signing key pairs, or with the certificate of another. */
export function signingSecret(name: string, pair: 'first' | 'second' | 'expired', certificateOf = pair): void {
  attempt('kubectl', ['-n', namespace, 'delete', 'secret', name, '--ignore-not-found']);
  const path = (file: string, of: string) => `--from-file=${file}=${join(worldFolder, 'keys', of, file)}`;
  const files = [path('private_key.priv', pair), path('public_key.der', certificateOf)];
  kubectl('-n', namespace, 'create', 'secret', 'generic', name, ...files);
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
  const unread = Object.fromEntries(
    ['machineID', 'systemUUID', 'bootID', 'containerRuntimeVersion', 'kubeletVersion', 'kubeProxyVersion'].map(field => [field, 'e2e']),
  );
  const nodeInfo = { ...unread, osImage, kernelVersion, operatingSystem: 'linux', architecture: 'amd64' };
  kubectl('patch', 'node', node, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status: { nodeInfo } }));
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

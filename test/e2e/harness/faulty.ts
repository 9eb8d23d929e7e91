import { readFileSync } from 'node:fs';
import { apply, secret } from './cluster';
import { env } from './environment';
import { certificate, startOnNode } from './node-program';
import { namespace } from './project';

/** The registry behind a proxy with faults, and files that come wrong: test/e2e/world/faulty.mjs. */
export const faultyRegistry = `${env('E2E_NODE_ADDRESS')}:5444`;
const control = `http://${env('E2E_NODE_ADDRESS')}:8089`;

/** URL of a file of the world that comes wrong: `missing`, `page`, `truncated`, `interrupted`, `stalled`. */
export function wrongFile(kind: string, path: string): string {
  return `${control}/${kind}/${path}`;
}

/** What happens to the next requests of a method whose path matches: another status, or a pause before them. */
export interface Rule {
  readonly method?: string;
  readonly path: string;
  readonly status?: number;
  readonly body?: string;
  /** Seconds. */
  readonly wait?: number;
  readonly times: number;
}

async function post(path: string, body: string): Promise<void> {
  const { ok } = await fetch(`${control}/${path}`, { method: 'POST', body });
  if (!ok) throw new Error(`${control}/${path} does not answer`);
}

/** Replaces the rules of the registry. */
export function rules(...list: readonly Rule[]): Promise<void> {
  return post('rules', JSON.stringify(list));
}

/** Nobody listens for some seconds. */
export function goAway(seconds: number): Promise<void> {
  return post('gone', String(seconds));
}

/** Starts it in the node's network, and makes it known to the Secrets and authorities that users create. Gives what ends it. */
export async function openFaulty(): Promise<() => void> {
  const close = await startOnNode('faulty.mjs', `https://${faultyRegistry}/v2/`, { REGISTRY: env('E2E_REGISTRY_ADDRESS') });
  const auth = Buffer.from(`${env('E2E_REGISTRY_USER')}:${env('E2E_REGISTRY_PASSWORD')}`).toString('base64');
  const auths = Object.fromEntries([env('E2E_SECURE_REGISTRY'), faultyRegistry].map(host => [host, { auth }]));
  for (const name of ['nvidia-driver-pull', 'nvidia-driver-push'])
    secret(name, { '.dockerconfigjson': JSON.stringify({ auths }) }, 'kubernetes.io/dockerconfigjson');
  const bundle = [env('E2E_REGISTRY_CA'), certificate].map(file => readFileSync(file, 'utf8')).join('\n');
  apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'e2e-ca', namespace }, data: { 'ca-bundle.crt': bundle } });
  return close;
}

import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { removeNodes, userSecrets } from './cluster';
import { kubectl } from './command';
import { next, tiny } from './driver-image';
import { env } from './environment';
import { configuration, namespace, type Project, synth } from './project';
import { empty } from './registry';
import { printTable } from './table';

/** Two targets, of the two tiny drivers; each has its own nodes. */
export const [first, second] = ['first-x86-64', 'second-x86-64'] as const;
export const targets = [first, second] as const;

/** The EventListener, and with its port the Service that it answers at. */
export const listener = 'nvidia-driver-builds';
export const listenerService = `el-${listener}:8080`;

/** What the rows of a file run on. */
export interface Ground {
  /** Name of the file's repository. */
  readonly file: string;
  /** The registry, where it is not the world's own. */
  readonly registry?: string;
  /** The configuration's section of the same name. */
  readonly upgrade: object;
  /** Whether there are both targets, or the first alone. */
  readonly both?: boolean;
  /** How the second driver differs from one that is right. */
  readonly secondDriver?: object;
}

/** Labels of a node that a target takes. */
export function nodesOf(target: (typeof targets)[number]): Readonly<Record<string, string>> {
  return { 'e2e/driver': target };
}

function driver(version: string, target: (typeof targets)[number], changes: object = {}): object {
  const { drivers } = configuration(version) as { readonly drivers: readonly object[] };
  return { ...drivers[0], name: target.replace('-x86-64', ''), nodeSelector: nodesOf(target), ...changes };
}

/** Repository that a file publishes to. */
export function imageOf({ file, registry = env('E2E_SECURE_REGISTRY') }: Ground): string {
  return `${registry}/acme/upgrade-${file}`;
}

/** What synth writes. No release is named: which ones there are, the cluster says. */
export function upgradeProject(ground: Ground): Project {
  const { file, upgrade, both = true, secondDriver } = ground;
  const drivers = [driver(tiny, first), ...(both ? [driver(next, second, secondDriver)] : [])];
  return synth(
    `upgrade/${file}`,
    configuration(tiny, { image: imageOf(ground), drivers, releases: [], apply: { timeout: '5s' }, upgrade }),
  );
}

/** Applies what synth writes, and waits for the listener. */
export function deploy(ground: Ground): void {
  kubectl('apply', '--server-side', '--force-conflicts', '-f', upgradeProject(ground).manifests);
  kubectl('-n', namespace, 'wait', '--for=condition=Available', `eventlistener/${listener}`, '--timeout=120s');
}

/** No watcher starts any more, and none is at work. */
function stopWatching(): void {
  const all = kubectl('-n', namespace, 'get', 'cronjobs', '-o', 'name');
  for (const cronJob of all.split('\n').filter(name => name !== ''))
    kubectl('-n', namespace, 'patch', cronJob, '--type=merge', '-p', '{"spec":{"suspend":true}}');
  kubectl('-n', namespace, 'delete', 'jobs', '--all', '--wait');
}

/** Removes what an earlier row has left of the targets: runs, ledgers, images, resources, nodes. */
export function forget(ground: Ground): void {
  stopWatching();
  const label = `nvidia-driver-pipelines/target in (${targets.join()})`;
  for (const kind of ['pipelineruns', 'configmaps']) kubectl('-n', namespace, 'delete', kind, '-l', label, '--wait');
  kubectl('-n', namespace, 'delete', 'configmap', 'nvidia-driver-releases', '--ignore-not-found');
  kubectl('delete', 'nvidiadrivers', '--ignore-not-found', ...targets);
  removeNodes('gpu-a', 'gpu-b');
  empty(imageOf(ground));
}

const table: (readonly (string | number)[])[] = [];

/** Adds a line to the file's table. */
export function tell(...cells: readonly (string | number)[]): void {
  table.push(cells);
}

/** Before and after the rows of a file: what they run on, and in the end the table of what they have told. */
export function upgradeRows(ground: Ground, ...head: readonly string[]): void {
  beforeAll(() => {
    kubectl('apply', '--server-side', '--force-conflicts', '-f', join(upgradeProject(ground).manifests, '0000-cluster.k8s.yaml'));
    userSecrets();
    forget(ground);
  });
  afterAll(() => {
    stopWatching();
    printTable(head, table);
  });
}

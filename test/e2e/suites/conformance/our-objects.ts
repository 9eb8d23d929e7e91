import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { parse, parseAllDocuments } from 'yaml';
import { everyFeature } from '../../../support/every-feature';
import { synth } from '../../harness/project';
import type { Case, CaseGroup } from './cases';

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly generateName?: string };
}

/**
 * Every object of Tekton's and Triggers' kinds that this project writes: the catalog with its samples, and what synth makes of the
 * example and of a configuration that uses the most; and a chart that says all that the typed kinds can say. They are put into
 * `namespace`, so that no other has to exist.
 */
export function ourCases(namespace: string): CaseGroup[] {
  const example = parse(readFileSync('nvidia-drivers.yaml', 'utf8')) as object;
  return [
    group('tasks', filesBelow('tasks'), namespace),
    group('pipelines', filesBelow('pipelines'), namespace),
    {
      name: 'every feature',
      cases: everyFeature(new App())
        .toJson()
        .map((object: KubernetesObject) => ourCase(object, namespace)),
    },
    ...Object.entries({ example, large: { ...example, ...changes } }).map(([name, config]) => {
      const { manifests, runs } = synth(`conformance-${name}`, config);
      return group(`synth of ${name}`, [...filesBelow(manifests), ...filesBelow(runs)], namespace);
    }),
  ];
}

const checksums = { x86_64: '0'.repeat(64), aarch64: '0'.repeat(64) };

/** Every way in which the written Tekton objects can differ from those of the example. */
const changes = {
  namespace: 'drivers',
  releases: ['4.20.3', '4.19.1'],
  drivers: [
    { version: '580.105.08', nodeSelector: { 'example.com/driver': 'r580' }, runfile: { sha256: checksums } },
    { version: '570.195.03', nodeSelector: { 'example.com/driver': 'r570' }, modules: 'proprietary', runfile: { sha256: checksums } },
  ],
  platforms: [
    'x86_64',
    { name: 'aarch64', nodeSelector: { 'example.com/page-size': '4k' } },
    { name: 'aarch64+64k', nodeSelector: { 'example.com/page-size': '64k' } },
  ],
  secrets: { signingKey: 'signing-key', entitlement: 'etc-pki-entitlement', stepImages: ['pull'], driverImage: ['pull'] },
  subscription: 'entitlement',
  caConfigMap: 'ca',
  images: { oc: 'registry.example.com/oc:1', buildah: 'registry.example.com/buildah:1' },
  build: { tolerations: [{ key: 'build', operator: 'Exists' }], timeout: '5h' },
  upgrade: { alerts: true, knativeSource: true },
  apply: { rollout: 'manual', timeout: '20m', tolerations: [{ operator: 'Exists' }] },
};

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .map(file => join(folder, file));
}

function group(name: string, files: readonly string[], namespace: string): CaseGroup {
  const cases = files.flatMap(file => objects(file).map(object => ourCase(object, namespace)));
  if (cases.length === 0) throw new Error(`no object of Tekton's is in ${name}`);
  return { name, cases };
}

function objects(file: string): KubernetesObject[] {
  const all = parseAllDocuments(readFileSync(file, 'utf8')).map(document => document.toJS() as KubernetesObject);
  return all.filter(({ apiVersion }) => /^(triggers\.)?tekton\.dev\//.test(apiVersion));
}

function ourCase(object: KubernetesObject, namespace: string): Case {
  const { kind, metadata } = object;
  const text = JSON.stringify({ ...object, metadata: { ...metadata, namespace } });
  return { name: `${kind} ${metadata.name ?? metadata.generateName}`, accepted: true, text };
}

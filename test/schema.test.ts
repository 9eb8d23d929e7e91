import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { catalog } from '../src/catalog/catalog';
import { readConfig } from '../src/config/read-config';
import { nvidiaDriver } from '../src/deployment/nvidia-driver';
import { render, textsOf, write } from '../src/deployment/synth';
import { closedSchema, problems } from './support/closed-schema';
import { everyFeature } from './support/every-feature';
import { needs } from './support/needs';

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly generateName?: string };
}

const crds = process.env.NVIDIA_DRIVERS_CRDS ?? '';
const describe = needs('NVIDIA_DRIVERS_CRDS, a folder with the CRDs of Tekton and the GPU operator', crds !== '');
const folders = (prefix: string) => (crds === '' ? [] : readdirSync(crds).filter(name => name.startsWith(prefix)));

function objects(text: string): KubernetesObject[] {
  return parseAllDocuments(text).map(document => document.toJS() as KubernetesObject);
}

/** Everything that is written: by synth for the example, and into the catalog; and a chart that says all that can be said. */
function written(): KubernetesObject[] {
  const root = mkdtempSync(join(tmpdir(), 'nvidia-drivers-'));
  const { runs } = write(textsOf(render(readConfig('nvidia-drivers.yaml'))), join(root, 'manifests'));
  const manifests = readdirSync(join(root, 'manifests')).map(file => join(root, 'manifests', file));
  const files = [...manifests, ...runs].map(file => readFileSync(file, 'utf8'));
  const entries = catalog().flatMap(entry => Object.entries(entry.files).filter(([path]) => path.endsWith('.yaml')));
  return [...[...files, ...entries.map(([, text]) => text)].flatMap(objects), ...everyFeature(new App()).toJson()];
}

function schemaOf(folder: string, { apiVersion, kind }: KubernetesObject) {
  return closedSchema(join(crds, folder), apiVersion.slice(apiVersion.indexOf('/') + 1), kind);
}

describe('everything that we write is what the definitions of every supported version allow, and holds no other field', () => {
  const tekton = written().filter(({ apiVersion }) => apiVersion.startsWith('tekton.dev/'));

  test.each(folders('tekton-pipelines-'))('%s', folder => {
    expect(tekton.length).toBeGreaterThanOrEqual(24);
    for (const object of tekton) {
      expect(problems(schemaOf(folder, object), object), `${object.kind} ${object.metadata.name ?? object.metadata.generateName}`).toEqual(
        [],
      );
    }
  });

  test.each(folders('gpu-operator-'))('%s', folder => {
    const config = readConfig('nvidia-drivers.yaml');
    for (const target of config.targets) {
      const everything = {
        ...config,
        secrets: { ...config.secrets, driverImage: ['pull'] },
        apply: { ...config.apply, tolerations: [{ operator: 'Exists' as const }] },
      };
      expect(problems(closedSchema(join(crds, folder), 'v1alpha1', 'NVIDIADriver'), nvidiaDriver(target, everything))).toEqual([]);
    }
  });

  test.each(folders('gpu-operator-').filter(name => name !== 'gpu-operator-v25.3.4'))('%s, for a vGPU guest driver', folder => {
    const config = readConfig('nvidia-drivers.yaml');
    for (const target of config.targets) {
      const guest = { ...target, type: 'vgpu' as const, licensingSecret: 'vgpu-licence' };
      expect(problems(closedSchema(join(crds, folder), 'v1alpha1', 'NVIDIADriver'), nvidiaDriver(guest, config))).toEqual([]);
    }
  });

  test('a field that no definition knows is found', () => {
    const [folder = ''] = folders('tekton-pipelines-');
    const [task] = tekton.filter(({ kind }) => kind === 'Task');
    expect(problems(task && schemaOf(folder, task), { ...task, colour: 'green' })).toEqual([
      ' must NOT have additional properties {"additionalProperty":"colour"}',
    ]);
  });
});

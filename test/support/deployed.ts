import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { parseConfig } from '../../src/config/read-config';
import { render, textsOf, write } from '../../src/deployment/synth';

/** A step as it is written. */
export interface Step {
  readonly name: string;
  readonly image: string;
  readonly script: string;
  readonly computeResources: { readonly requests: object; readonly limits: object };
  readonly securityContext: {
    readonly runAsUser?: number;
    readonly capabilities?: { readonly add?: string[]; readonly drop?: string[] };
    readonly [key: string]: unknown;
  };
  readonly volumeMounts?: readonly { readonly name: string }[];
}

/** A container of a scheduled pod. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly resources: Step['computeResources'];
  readonly securityContext: Step['securityContext'];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

/** What the tests read of a CronJob. */
export interface CronJob {
  readonly schedule: string;
  readonly suspend: boolean;
  readonly jobTemplate: {
    readonly spec: {
      readonly template: {
        readonly spec: {
          readonly initContainers?: readonly Container[];
          readonly containers: readonly Container[];
          readonly volumes: readonly { readonly name: string; readonly [source: string]: unknown }[];
          readonly [field: string]: unknown;
        };
      };
    };
  };
  readonly [field: string]: unknown;
}

/** What the tests read of an object. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels: Readonly<Record<string, string>> };
  readonly rules?: unknown;
  readonly data?: Readonly<Record<string, string>>;
  readonly roleRef?: { readonly name: string };
  readonly subjects?: readonly { readonly name: string; readonly namespace: string }[];
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: unknown;
  readonly spec: {
    readonly [field: string]: unknown;
    readonly steps: readonly Step[];
    readonly volumes?: readonly {
      readonly name: string;
      readonly secret?: { readonly secretName: string; readonly items?: readonly { readonly key: string }[] };
    }[];
    readonly params: readonly { readonly name: string; readonly value: string; readonly default?: string }[];
    readonly bindings: unknown;
    readonly resourcetemplates: readonly KubernetesObject[];
    readonly taskRunSpecs: readonly {
      readonly pipelineTaskName: string;
      readonly serviceAccountName?: string;
      readonly podTemplate?: unknown;
    }[];
  };
}

const text = `
image: registry.example.com:5000/gpu/driver
drivers:
  - version: 580.105.08
    runfile: { sha256: { x86_64: ${'a'.repeat(64)}, aarch64: ${'b'.repeat(64)} }, size: { aarch64: 424242424 } }
platforms: [x86_64, aarch64]
releases: [4.20.3]
secrets: { signingKey: signing, stepImages: [mirror], driverImage: [driver-pull] }
caConfigMap: authority
apply: { tolerations: [{ key: nvidia.com/gpu, operator: Exists }] }
build: { tolerations: [{ key: build, operator: Exists }] }
`;

/** Folder that it is written to. */
export const root = mkdtempSync(join(tmpdir(), 'synth-'));
/** A configuration that uses most of what there is. */
export const config = parseConfig('nvidia-drivers.yaml', text);
/** Writes all that it means. */
export const synth = () => write(textsOf(render(config)), join(root, 'manifests'));
/** What was written. */
export const written = synth();
const read = (file: string) => parseAllDocuments(readFileSync(file, 'utf8')).map(document => document.toJS() as KubernetesObject);
/** Every object that is applied. */
export const manifests = readdirSync(join(root, 'manifests')).flatMap(file => read(join(root, 'manifests', file)));
/** Every run that can be created. */
export const runs = written.runs.flatMap(read);
/** An applied object. */
export const find = (kind: string, name: string) => manifests.find(object => object.kind === kind && object.metadata.name === name);
/** An applied CronJob. */
export const cronJob = (name: string) => find('CronJob', name)?.spec as CronJob | undefined;
/** Every step of every task. */
export const steps = manifests
  .filter(({ kind }) => kind === 'Task')
  .flatMap(task => task.spec.steps.map(step => ({ task: task.metadata.name, ...step })));

import { Yaml } from 'cdk8s';
import { minTektonVersion } from '../tasks/tekton-version';
import type { Result } from '../tekton/declaration';
import type { Pipeline } from '../tekton/pipeline';
import type { Task } from '../tekton/task';
import type { Described } from './described';
import { readme } from './readme';
import { sampleRun } from './sample';

/** A task or pipeline as it lies in the catalog. */
export interface Entry {
  readonly kind: Described['kind'];
  readonly name: string;
  readonly version: string;
  /** Texts by their path below the catalog's root. */
  readonly files: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly metadata: { readonly labels: object };
  readonly spec: {
    readonly steps?: readonly StepManifest[];
    readonly tasks?: readonly TaskManifest[];
    readonly results?: readonly ResultManifest[];
  };
}

interface StepManifest {
  readonly name: string;
  readonly image: string;
  readonly securityContext?: { readonly runAsUser?: number };
}

interface TaskManifest {
  readonly name: string;
  readonly taskRef: { readonly name: string };
}

type ResultManifest = Result & { readonly name: string };

/** What catalogs ask of a task or pipeline beside its version. Sources: tektoncd/catlin, pkg/validator; artifacthub/hub, docs/tekton_annotations.md. */
const annotations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'driver-toolkit-lookup': { displayName: 'Driver toolkit lookup', tags: 'openshift, driver-toolkit, nvidia' },
  'driver-image-preflight': { displayName: 'NVIDIA driver image preflight', tags: 'openshift, nvidia' },
  'kmod-build': { displayName: 'NVIDIA kernel module build', tags: 'openshift, driver-toolkit, nvidia, kernel' },
  'driver-image-build': { displayName: 'NVIDIA driver image build', tags: 'image-build, buildah, nvidia' },
  'driver-image-push': { displayName: 'NVIDIA driver image proof and push', tags: 'image-build, nvidia' },
  'driver-image-report': { displayName: 'NVIDIA driver image report', tags: 'nvidia' },
  'driver-image-cleanup': { displayName: 'NVIDIA driver image cleanup', tags: 'nvidia' },
  'nvidia-driver-apply': { displayName: 'NVIDIADriver apply', tags: 'openshift, gpu-operator, nvidia' },
  'nvidia-driver-image': { displayName: 'Precompiled NVIDIA driver image', tags: 'openshift, gpu-operator, nvidia' },
};

function catalogAnnotations(name: string): Record<string, string> {
  const { displayName = name, tags = 'nvidia' } = annotations[name] ?? {};
  return {
    'tekton.dev/pipelines.minVersion': minTektonVersion,
    'tekton.dev/categories': 'Image Build',
    'tekton.dev/tags': tags,
    'tekton.dev/displayName': displayName,
    'tekton.dev/platforms': 'linux/amd64,linux/arm64',
    'artifacthub.io/category': 'integration-delivery',
    'artifacthub.io/license': 'Apache-2.0',
  };
}

/** The catalog entry of a task. */
export function taskEntry(task: Task, prose: string): Entry {
  const manifest: Manifest = task.resource.toJson();
  const parts = (manifest.spec.steps ?? []).map(({ name, image, securityContext }) => ({
    name,
    description: `in \`${image}\`, ${userOf(securityContext?.runAsUser)}`,
  }));
  return entry(
    {
      kind: 'task',
      name: task.name,
      version: task.version,
      description: task.description,
      params: task.params,
      results: task.results ?? {},
      parts,
    },
    manifest,
    prose,
  );
}

/** The catalog entry of a pipeline. */
export function pipelineEntry(pipeline: Pipeline, prose: string): Entry {
  const manifest: Manifest = pipeline.resource.toJson();
  const parts = (manifest.spec.tasks ?? []).map(({ name, taskRef }) => ({ name, description: `task \`${taskRef.name}\`` }));
  const results = Object.fromEntries((manifest.spec.results ?? []).map(({ name, ...result }) => [name, result]));
  return entry(
    {
      kind: 'pipeline',
      name: pipeline.name,
      version: pipeline.version,
      description: pipeline.description,
      params: pipeline.declared,
      results,
      parts,
    },
    manifest,
    prose,
  );
}

function userOf(id: number | undefined): string {
  if (id === undefined) return 'under restricted-v2: no user id is set';
  return id === 0 ? 'as root with SETFCAP and nothing more' : `as user ${id} without capabilities`;
}

function entry(described: Described, manifest: Manifest, prose: string): Entry {
  const { kind, name, version } = described;
  const folder = `${kind}s/${name}/${version}`;
  const labels = { 'app.kubernetes.io/version': version };
  const published = { ...manifest, metadata: { name, labels, annotations: catalogAnnotations(name) } };
  return {
    kind,
    name,
    version,
    files: {
      [`${folder}/${name}.yaml`]: `${header(kind, name)}${Yaml.stringify(published)}`,
      [`${folder}/README.md`]: readme(described, prose),
      [`${folder}/samples/run.yaml`]: `${header(kind, name)}${Yaml.stringify(sampleRun(described))}`,
    },
  };
}

/** First line of every generated YAML file: where it comes from. */
function header(kind: Described['kind'], name: string): string {
  return `# Generated from src/${kind}s/${name} by npm run catalog: do not edit.\n`;
}

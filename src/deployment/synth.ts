import { existsSync, mkdirSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { App, Yaml } from 'cdk8s';
import type { Config, Target } from '../config/config';
import { ClusterChart } from './cluster-chart';
import { ListenerChart } from './listener-chart';
import { judge, type Rendered, rendered } from './manifest-findings';
import type { Written } from './next-steps';
import { clusterPolicyPatch } from './nvidia-driver';
import { PipelineChart } from './pipeline-chart';
import { RunChart } from './run-chart';

/**
 * Writes all that a configuration means: `manifests` to be applied, and beside that folder `runs` to be created and `patches`.
 * What an earlier synth left in them is removed first, once all is known to be right.
 *
 * @throws ManifestError where a cluster would refuse any of it; nothing is written then.
 * @throws Error for a release that is neither an image nor a full version, and where a folder cannot be written.
 * @example
 * const { runs } = synth(readConfig('nvidia-drivers.yaml'), 'out/manifests');
 */
export function synth(config: Config, manifests: string): Written {
  const app = new App();
  const cluster = new ClusterChart(app, config.namespace);
  const pipeline = new PipelineChart(app, config);
  const applied = [cluster, pipeline, new ListenerChart(app, config, pipeline)].map(rendered);
  // Runs are files of their own: applying the manifests, once or again and again, starts nothing.
  const runs = builds(config).map(({ name, target, release }) =>
    rendered(new RunChart(new App(), name, pipeline, config, target, release)),
  );
  const warnings = judge([...applied, ...runs], config.pipelines.minVersion);
  // Numbers, as cdk8s gives them: files are applied in the order of their names.
  write(
    manifests,
    named(applied, index => `000${index}-`, '.k8s'),
  );
  return {
    manifests: relative('', manifests),
    runs: write(join(manifests, '../runs'), named(runs)),
    patches: write(join(manifests, '../patches'), [{ file: 'cluster-policy.yaml', objects: [clusterPolicyPatch] }]),
    warnings,
  };
}

/** The files of charts, each named as its chart. */
function named(charts: readonly Rendered[], prefix: (index: number) => string = () => '', suffix = ''): Document[] {
  return charts.map(({ chart, objects }, index) => ({ file: `${prefix(index)}${chart.node.id}${suffix}.yaml`, objects }));
}

interface Document {
  readonly file: string;
  readonly objects: readonly object[];
}

/** Writes documents into a folder that holds nothing else of ours; gives their paths from here. */
function write(folder: string, documents: readonly Document[]): string[] {
  empty(folder);
  mkdirSync(folder, { recursive: true });
  return documents.map(({ file, objects }) => {
    const path = join(folder, file);
    writeFileSync(path, Yaml.stringify(...objects));
    return relative('', path);
  });
}

/** Removes the YAML files of an earlier synth, and nothing else: the folder is the user's choice. */
function empty(folder: string): void {
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder)) if (file.endsWith('.yaml')) unlinkSync(join(folder, file));
}

interface Build {
  readonly name: string;
  readonly target: Target;
  readonly release?: string;
}

/** Every target for every release; without releases, for the cluster's own. */
function builds({ targets, releases }: Config): Build[] {
  return targets.flatMap((target): Build[] =>
    releases.length === 0
      ? [{ name: target.name, target }]
      : releases.map(release => ({ name: `${target.name}-${fileName(release)}`, target, release })),
  );
}

/** A version as it is; of a release image what tells it from others: its tag, or the start of its digest. */
function fileName(release: string): string {
  const digest = /@sha256:([0-9a-f]{12})/.exec(release)?.[1];
  return digest ?? release.slice(release.lastIndexOf(':') + 1).toLowerCase();
}

import { existsSync, mkdirSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { App, Yaml } from 'cdk8s';
import type { Config, Target } from '../config/config';
import { renderFinding } from '../source/finding';
import { AlertsChart } from './alerts-chart';
import { ClusterChart } from './cluster-chart';
import { CoverageChart } from './coverage-chart';
import { EntitlementChart } from './entitlement-chart';
import { KnativeChart } from './knative-chart';
import { ListenerChart } from './listener-chart';
import { judge, type Rendered, rendered } from './manifest-findings';
import type { Written } from './next-steps';
import { NodeFeatureRuleChart } from './node-feature-rule-chart';
import { clusterPolicyPatch } from './nvidia-driver';
import { PipelineChart } from './pipeline-chart';
import { RegistryChart } from './registry-chart';
import { RunChart } from './run-chart';
import { WatcherChart } from './watcher-chart';

/**
 * Writes all that a configuration means: `manifests` to be applied, and beside that folder `runs` to be created and `patches`.
 * What an earlier synth left in them is removed first, once all is known to be right.
 *
 * @throws ManifestError where a cluster would refuse a run, a trigger or the listener; nothing is written then.
 * @throws Error for a release that is neither an image nor a full version, and where a folder cannot be written.
 * @example
 * const { runs } = synth(readConfig('nvidia-drivers.yaml'), 'out/manifests');
 */
export function synth(config: Config, manifests: string): Written {
  const { applied, runs } = render(config);
  const judged = judge([...applied, ...runs], config.pipelines.minVersion);
  const warnings = [...config.warnings.map(finding => renderFinding(finding, 'warning')), ...judged];
  return { ...write(textsOf({ applied, runs }), manifests), warnings };
}

/** The charts of a configuration: what is applied, and runs, one for each target and release. */
export interface Rendering {
  readonly applied: readonly Rendered[];
  readonly runs: readonly Rendered[];
}

/** Renders the charts of a configuration. */
export function render(config: Config): Rendering {
  // An app for each chart: rendering one looks through all of its app.
  const pipeline = new PipelineChart(new App(), config);
  return {
    applied: [
      new ClusterChart(new App(), config.namespace),
      pipeline,
      new ListenerChart(new App(), config, pipeline),
      new WatcherChart(new App(), config),
      new CoverageChart(new App(), config),
      ...(config.registry === 'internal' ? [new RegistryChart(new App(), config)] : []),
      ...(config.upgrade.alerts ? [new AlertsChart(new App(), config.namespace)] : []),
      ...(config.upgrade.knativeSource ? [new KnativeChart(new App(), config.namespace)] : []),
      ...(config.subscription === 'entitlement' && config.secrets.entitlement === undefined
        ? [new EntitlementChart(new App(), config)]
        : []),
      ...(config.nodeFeatureRule ? [new NodeFeatureRuleChart(new App(), config.namespace)] : []),
    ].map(rendered),
    // Runs are files of their own: applying the manifests, once or again and again, starts nothing.
    runs: builds(config).map(({ name, target, release }) => rendered(new RunChart(new App(), name, pipeline, config, target, release))),
  };
}

/** A file by its name, and what is in it. */
interface File {
  readonly name: string;
  readonly text: string;
}

/** All files, by folder. */
interface Texts {
  readonly manifests: readonly File[];
  readonly runs: readonly File[];
  readonly patches: readonly File[];
}

/** The files of a rendering. */
export function textsOf({ applied, runs }: Rendering): Texts {
  const file = (name: string, objects: readonly object[]) => ({ name: `${name}.yaml`, text: Yaml.stringify(...objects) });
  return {
    // Numbers, as cdk8s gives them: files are applied in the order of their names.
    manifests: applied.map(({ chart, objects }, index) => file(`000${index}-${chart.node.id}.k8s`, objects)),
    runs: runs.map(({ chart, objects }) => file(chart.node.id, objects)),
    patches: [file('cluster-policy', [clusterPolicyPatch])],
  };
}

/** Writes files into the folder of the manifests and those beside it; gives their paths from here. */
export function write({ manifests, runs, patches }: Texts, folder: string): Omit<Written, 'warnings'> {
  writeFiles(folder, manifests);
  return {
    manifests: relative('', folder),
    runs: writeFiles(join(folder, '../runs'), runs),
    patches: writeFiles(join(folder, '../patches'), patches),
  };
}

function writeFiles(folder: string, files: readonly File[]): string[] {
  empty(folder);
  mkdirSync(folder, { recursive: true });
  return files.map(({ name, text }) => {
    const path = join(folder, name);
    writeFileSync(path, text);
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

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { App, Yaml } from 'cdk8s';
import type { Config, Target } from '../config/config';
import { ClusterChart } from './cluster-chart';
import type { Written } from './next-steps';
import { clusterPolicyPatch } from './nvidia-driver';
import { PipelineChart } from './pipeline-chart';
import { RunChart } from './run-chart';

/**
 * Writes all that a configuration means: `manifests` to be applied, and beside that folder `runs` to be created and `patches`.
 * What an earlier synth left there is removed first.
 */
export function synth(config: Config, manifests: string): Written {
  const app = new App({ outdir: manifests });
  const cluster = new ClusterChart(app, config.namespace);
  const pipeline = new PipelineChart(app, config);
  pipeline.addDependency(cluster);

  // Runs are an app of their own: applying the manifests, once or again and again, starts nothing.
  const runs = new App({ outdir: join(manifests, '../runs') });
  const names = builds(config).map(({ name, target, release }) => {
    new RunChart(runs, name, pipeline, config, target, release);
    return name;
  });

  const patches = join(manifests, '../patches');
  for (const folder of [manifests, runs.outdir, patches]) rmSync(folder, { recursive: true, force: true });
  app.synth();
  runs.synth();
  mkdirSync(patches, { recursive: true });
  const patch = join(patches, 'cluster-policy.yaml');
  writeFileSync(patch, Yaml.stringify(clusterPolicyPatch));

  return {
    manifests: relative('', manifests),
    runs: names.map(name => relative('', join(runs.outdir, `${name}.k8s.yaml`))),
    clusterPolicyPatch: relative('', patch),
  };
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

import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config, Target } from '../config/config';
import { releaseImage } from '../driver/release';
import { PipelineRun } from '../tekton/pipeline-run';
import { driverImageRun } from './driver-image-run';
import { labels } from './names';
import type { PipelineChart } from './pipeline-chart';

/**
 * A build to be started by hand, `oc create -f`: one target, for one release or the cluster's own.
 *
 * @throws Error where the release is neither an image nor a full version.
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * const pipelines = new PipelineChart(app, config);
 * for (const target of config.targets) new RunChart(app, target.name, pipelines, config, target, '4.20.3');
 */
export class RunChart extends Chart {
  constructor(scope: Construct, name: string, { built }: PipelineChart, config: Config, target: Target, release?: string) {
    super(scope, name, { namespace: config.namespace, labels });
    const image = release === undefined ? '' : releaseImage(release, target.platform, config.sources.releases);
    new PipelineRun(this, 'Run', driverImageRun(built, config, target, { generateName: `${target.name}-` }, { release: image }));
  }
}

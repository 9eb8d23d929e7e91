import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config, Target } from '../config/config';
import { entryPointLines } from '../driver/entry-point';
import { platforms } from '../driver/platform';
import { releaseImage } from '../driver/release';
import { type NodeAffinity, PipelineRun } from '../tekton/pipeline-run';
import { labels, serviceAccounts } from './names';
import { nvidiaDriver } from './nvidia-driver';
import type { PipelineChart } from './pipeline-chart';
import { seconds } from './seconds';

/** A build to be started by hand, `oc create -f`: one target, for one release or the cluster's own. */
export class RunChart extends Chart {
  constructor(scope: Construct, name: string, { built }: PipelineChart, config: Config, target: Target, release?: string) {
    super(scope, name, { namespace: config.namespace, labels });
    const { tasks } = built;
    // On a node of the target's architecture; those with a GPU have better things to do.
    const nodeAffinity: NodeAffinity = {
      required: [{ key: 'kubernetes.io/arch', operator: 'In', values: [platforms[target.platform].nodeArch] }],
      preferred: [{ key: 'nvidia.com/gpu.present', operator: 'DoesNotExist' }],
    };
    const podTemplate = { nodeAffinity, tolerations: config.build.tolerations };
    new PipelineRun(this, 'Run', {
      pipeline: built.pipeline,
      generateName: `${target.name}-`,
      labels: { 'nvidia-driver-pipelines/target': target.name },
      serviceAccountName: serviceAccounts.build,
      timeout: config.build.timeout,
      taskRunSpecs: [
        { task: tasks.lookup, serviceAccountName: serviceAccounts.lookup },
        { task: tasks.kmodBuild, podTemplate },
        { task: tasks.imageBuild, podTemplate },
        { task: tasks.imagePush, podTemplate },
        { task: tasks.apply, serviceAccountName: serviceAccounts.apply },
      ],
      params: runParams(config, target, release),
    });
  }
}

function runParams(config: Config, target: Target, release?: string) {
  const { arch, nodeArch } = platforms[target.platform];
  const { secrets, sources } = config;
  return {
    ...(release !== undefined && { release: releaseImage(release, target.platform, sources.releases) }),
    platform: target.platform,
    arch,
    'node-arch': nodeArch,
    'driver-version': target.driverVersion,
    'module-flavour': target.moduleFlavour,
    'runfile-url': target.runfile.url,
    'runfile-sha256': target.runfile.sha256,
    image: target.image,
    'base-image': target.baseImage,
    packages: target.packages.join(' '),
    'entry-point': entryPointLines(sources.entryPoint),
    signer: secrets.signingKey === undefined ? 'self-signed' : 'secret',
    retag: config.retag,
    adopt: String(config.adopt),
    subscription: config.subscription,
    ...(sources.rpms && { 'rpm-base-url': sources.rpms.baseUrl, 'rpm-gpg-key': sources.rpms.gpgKey ?? '' }),
    'nvidia-driver': JSON.stringify(nvidiaDriver(target, config)),
    rollout: config.apply.rollout,
    'apply-timeout-seconds': String(seconds(config.apply.timeout)),
    'pull-secret': secrets.pull,
    'push-secret': secrets.push,
    ...(secrets.signingKey !== undefined && { 'signing-key-secret': secrets.signingKey }),
    'activation-key-secret': secrets.activationKey,
    'entitlement-secret': secrets.entitlement,
    ...(config.caConfigMap !== undefined && { 'ca-config-map': config.caConfigMap }),
  };
}

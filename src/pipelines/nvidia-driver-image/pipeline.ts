import type { Construct } from 'constructs';
import { systems } from '../../tasks/driver-image-build/task';
import { pipelineRun } from '../../tekton/context';
import { Pipeline } from '../../tekton/pipeline';
import type { TaskOrigin } from '../../tekton/pipeline-task';
import type { When } from '../../tekton/when';
import { driverImageParams } from './params';
import type { driverImageTasks } from './tasks';

/**
 * One run of it makes one driver image, if it is not published already, and applies the NVIDIADriver resource when that is safe.
 *
 * A task takes results of the lookup alone, and what the task before it made by the run's own tag in <image>-staging: Tekton skips
 * a task that uses a result of a skipped one, and whatever is ordered after that, but goes on after a task that its `when` skips.
 *
 * Source of the steps: NVIDIA/gpu-driver-container, rhel9/precompiled/README.md.
 *
 * @see https://tekton.dev/docs/pipelines/pipelines/#guard-task-execution-using-when-expressions
 * @example
 * const { pipeline, tasks } = nvidiaDriverImage(chart, driverImageTasks(chart, stepImages));
 * tasks.lookup.results.kernel; // $(tasks.lookup.results.kernel)
 */
export function nvidiaDriverImage(scope: Construct, tasks: ReturnType<typeof driverImageTasks>) {
  const { lookup, preflight, kmodBuild, imageBuild, imagePush, apply, cleanup, report } = tasks;
  const pipeline = new Pipeline(scope, 'nvidia-driver-image', {
    version: '0.1.0',
    description: `Builds, proves and publishes the precompiled NVIDIA driver image of one driver for the kernel of one OpenShift release,
then applies the NVIDIADriver resource once every node that it selects has its image.`,
    params: driverImageParams(tasks),
  });
  const { params: given } = pipeline;
  const driver = { 'driver-version': given['driver-version'], image: given.image };
  const pushed = {
    'push-secret': given['push-secret'],
    'token-registry': given['token-registry'],
    'ca-config-map': given['ca-config-map'],
  };
  const registry = { ...pushed, 'token-audience': given['token-audience'] };

  const found = pipeline.add('lookup', lookup, {
    retries: 1,
    // Most of it is for waiting, where another run makes the same image.
    timeout: '3h',
    params: {
      ...driver,
      ...registry,
      release: given.release,
      kernel: given.kernel,
      'driver-toolkit': given['driver-toolkit'],
      'driver-toolkit-kernel': given['driver-toolkit-kernel'],
      releases: given.releases,
      'release-repository': given['release-repository'],
      ledger: given.ledger,
      platform: given.platform,
      'node-arch': given['node-arch'],
      'driver-type': given['driver-type'],
      'module-flavour': given['module-flavour'],
      'runfile-sha256': given['runfile-sha256'],
      'base-image': given['base-image'],
      packages: given.packages,
      'cve-updates': given['cve-updates'],
      'entry-point': given['entry-point'],
      signer: given.signer,
      'signer-subject': given['signer-subject'],
      retag: given.retag,
      adopt: given.adopt,
      'pull-secret': given['pull-secret'],
      'signing-key-secret': given['signing-key-secret'],
    },
  });
  const build: readonly When<TaskOrigin>[] = [{ input: found.results.state, operator: 'in', values: ['missing'] }];
  const checked = pipeline.add('driver-image-preflight', preflight, {
    when: build,
    retries: 1,
    timeout: '10m',
    params: {
      ...registry,
      image: given.image,
      platform: given.platform,
      arch: given.arch,
      'node-arch': given['node-arch'],
      kernel: found.results.kernel,
      'machine-os': found.results['machine-os'],
      'rhel-version': found.results['rhel-version'],
      'driver-type': given['driver-type'],
      'runfile-url': given['runfile-url'],
      'runfile-size': given['runfile-size'],
      'runfile-secret': given['runfile-secret'],
      'entry-point': given['entry-point'],
      'rpm-base-url': given['rpm-base-url'],
      'rhel-repositories': given['rhel-repositories'],
      signer: given.signer,
      'signer-image': given['signer-image'],
      'signer-key': given['signer-key'],
      subscription: given.subscription,
      tolerations: given.tolerations,
      autoscaled: given.autoscaled,
      'hot-fix-kernels': given['hot-fix-kernels'],
      'signing-key-secret': given['signing-key-secret'],
      'activation-key-secret': given['activation-key-secret'],
      'entitlement-source': given['entitlement-source'],
      'entitlement-secret': given['entitlement-secret'],
    },
  });
  const kmod = pipeline.add('kmod-build', kmodBuild, {
    runAfter: [checked],
    when: build,
    retries: 1,
    timeout: '2h',
    params: {
      ...driver,
      ...registry,
      'driver-toolkit-image': found.results['driver-toolkit-image'],
      kernel: found.results.kernel,
      arch: given.arch,
      'module-flavour': given['module-flavour'],
      'runfile-url': given['runfile-url'],
      'runfile-sha256': given['runfile-sha256'],
      'runfile-secret': given['runfile-secret'],
      signer: found.results.signer,
      'signer-subject': given['signer-subject'],
      'signer-image': given['signer-image'],
      'signer-key': given['signer-key'],
      'staging-tag': pipelineRun.uid,
      'signing-key-secret': given['signing-key-secret'],
    },
  });
  const built = pipeline.add('driver-image-build', imageBuild, {
    runAfter: [kmod],
    when: build,
    retries: 1,
    timeout: '1h',
    params: {
      ...driver,
      ...registry,
      'base-image': found.results['base-image'],
      'base-image-name': given['base-image'],
      'kmod-package-image': `${given.image}-staging:${pipelineRun.uid}-kmod`,
      'driver-toolkit-image': found.results['driver-toolkit-image'],
      kernel: found.results.kernel,
      arch: given.arch,
      'node-arch': given['node-arch'],
      'rhel-version': found.results['rhel-version'],
      'driver-type': given['driver-type'],
      'runfile-url': given['runfile-url'],
      'runfile-sha256': given['runfile-sha256'],
      'runfile-secret': given['runfile-secret'],
      'module-flavour': given['module-flavour'],
      packages: given.packages,
      'cve-updates': given['cve-updates'],
      'entry-point': given['entry-point'],
      inputs: found.results.inputs,
      signer: found.results.signer,
      'source-commit': given['source-commit'],
      'source-repository': given['source-repository'],
      'staging-tag': pipelineRun.uid,
      subscription: given.subscription,
      'system-name': `${systems}${pipelineRun.name}-${pipelineRun.uid}`,
      'rpm-base-url': given['rpm-base-url'],
      'rpm-gpg-key': given['rpm-gpg-key'],
      'rhel-repositories': given['rhel-repositories'],
      'activation-key-secret': given['activation-key-secret'],
      'entitlement-source': given['entitlement-source'],
      'entitlement-secret': given['entitlement-secret'],
      'rhsm-api-token-secret': given['rhsm-api-token-secret'],
      'rhsm-api-url': given['rhsm-api-url'],
      'rhsm-sso-url': given['rhsm-sso-url'],
      'pull-secret': given['pull-secret'],
    },
  });
  const published = pipeline.add('driver-image-push', imagePush, {
    runAfter: [built],
    retries: 2,
    timeout: '1h',
    params: {
      ...driver,
      ...registry,
      tags: found.results.tags,
      state: found.results.state,
      digest: found.results.digest,
      'staging-tag': pipelineRun.uid,
      kernel: found.results.kernel,
      'node-arch': given['node-arch'],
      'driver-type': given['driver-type'],
      packages: given.packages,
      inputs: found.results.inputs,
      signer: found.results.signer,
      arch: given.arch,
      'module-flavour': given['module-flavour'],
      'driver-toolkit-image': found.results['driver-toolkit-image'],
      'base-image': found.results['base-image'],
      'signing-key-secret': given['signing-key-secret'],
      'certificate-config-map': given['certificate-config-map'],
    },
  });
  const applied = pipeline.add('nvidia-driver-apply', apply, {
    runAfter: [published],
    retries: 1,
    timeout: '1h30m',
    params: {
      ...registry,
      'nvidia-driver': given['nvidia-driver'],
      image: given.image,
      tags: found.results.tags,
      kernel: found.results.kernel,
      replaced: found.results.replaced,
      'node-arch': given['node-arch'],
      rollout: given.rollout,
      'timeout-seconds': given['apply-timeout-seconds'],
    },
  });
  const run = { 'pipeline-run': pipelineRun.name, namespace: pipelineRun.namespace };
  const cleaned = pipeline.addFinally('cleanup', cleanup, {
    timeout: '10m',
    params: { ...pushed, ...run, image: given.image, 'staging-tag': pipelineRun.uid },
  });
  const reported = pipeline.addFinally('report', report, {
    retries: 2,
    timeout: '10m',
    params: { ...run, ledger: given.ledger, recipe: given.recipe, 'push-status': published.status },
  });
  pipeline.addResult('IMAGE_URL', 'The published image by its first tag.', published.results.IMAGE_URL);
  pipeline.addResult('IMAGE_DIGEST', 'Digest of the published image.', published.results.IMAGE_DIGEST);
  pipeline.addResult('state', 'State of the NVIDIADriver resource.', applied.results.state);
  pipeline.addResult('outcome', 'What came of the run, in one sentence: the image, or what failed and why.', reported.results.outcome);
  return {
    pipeline,
    tasks: {
      lookup: found,
      preflight: checked,
      kmodBuild: kmod,
      imageBuild: built,
      imagePush: published,
      apply: applied,
      cleanup: cleaned,
      report: reported,
    },
  };
}

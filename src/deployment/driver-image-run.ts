import { createHash } from 'node:crypto';
import type { Config, Subject, Target } from '../config/config';
import { internalRegistry } from '../config/internal-registry';
import { entryPointLines } from '../driver/entry-point';
import { platforms } from '../driver/platform';
import type { nvidiaDriverImage } from '../pipelines/nvidia-driver-image/pipeline';
import { entryPointEdits } from '../tasks/entry-point-edits';
import type { Affinity } from '../tekton/affinity';
import type { RunName, RunValue } from '../tekton/manifest';
import type { TaskRunSpec } from '../tekton/pipeline-run';
import { certificateName, labels, ledgerName, runLabels, serviceAccounts } from './names';
import { nvidiaDriver } from './nvidia-driver';
import { seconds } from './seconds';

/** The pipeline and its tasks. */
export type DriverImagePipeline = ReturnType<typeof nvidiaDriverImage>;

/** Of which release a run makes the image, and what tells it from other runs for the same one. */
export interface WantedImage {
  /** Version or image of the release. @default - the cluster's own */
  readonly release?: RunValue;
  /** Kernel that the release is to have, with `+64k` for 64 KiB pages. @default - its first */
  readonly kernel?: RunValue;
  /** Which attempt, from 1 on. @default - not one of several */
  readonly attempt?: RunValue;
}

/**
 * The run that makes the driver image of a target, whoever starts it: by hand (`dist/runs`) or an event (the listener).
 *
 * @example
 * const { built } = new PipelineChart(chart, config);
 * for (const target of config.targets) pipelineRunManifest(driverImageRun(built, config, target, { generateName: `${target.name}-` }));
 */
export function driverImageRun<N extends RunName>(
  { pipeline, tasks }: DriverImagePipeline,
  config: Config,
  target: Target,
  name: N,
  { release = '', kernel = '', attempt }: WantedImage = {},
) {
  return {
    ...name,
    pipeline,
    labels: {
      ...labels,
      [runLabels.target]: target.name,
      ...(attempt !== undefined && { [runLabels.attempt]: `${attempt}` }),
      [runLabels.configuration]: configurationOf(config, target).configuration,
    },
    serviceAccountName: serviceAccounts.build,
    // Without a time of its own, a run that took too long would end without its finally tasks.
    timeouts: { pipeline: config.build.timeout, finally: '10m' },
    taskRunSpecs: taskRunSpecs(tasks, config, target),
    params: { release, kernel, ...originParams(config), ...params(config, target) },
  };
}

/**
 * What tells one configuration of a target from another, 12 hex digits each: `recipe` of what shapes its images, `configuration` of all
 * that its runs are told beside release and kernel.
 *
 * @example
 * const hashes = config.targets.map(target => configurationOf(config, target));
 * hashes.every(({ recipe, configuration }) => recipe.length === 12 && configuration.length === 12); // true
 */
export function configurationOf(config: Config, target: Target): { readonly recipe: string; readonly configuration: string } {
  return { recipe: recipeOf(config, target), configuration: hash(params(config, target)) };
}

/** Without where something comes from, and what only the lookup can see: the key in the Secret, the digest of the base image. */
function recipeOf({ sources, secrets, signing }: Config, target: Target): string {
  const { driverVersion, type, moduleFlavour, runfile, baseImage, packages, cveUpdates } = target;
  const entryPoint = Object.entries(sources.entryPoint).map(([rhel, files]) => [
    rhel,
    Object.entries(files).map(([name, { sha256 }]) => [name, sha256]),
  ]);
  // Each only where it is there: without them the hash is what it was before they were known.
  const more = [
    cveUpdates.length > 0 ? cveUpdates : undefined,
    signing.subject && subjectLines(signing.subject),
    signing.external?.key,
    type === 'vgpu' ? [type, entryPointEdits] : undefined,
  ].filter(part => part !== undefined);
  return hash([driverVersion, moduleFlavour, runfile.sha256, baseImage, packages, entryPoint, secrets.signingKey ?? '', ...more]);
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
}

function taskRunSpecs(tasks: DriverImagePipeline['tasks'], { build }: Config, target: Target): TaskRunSpec[] {
  // On a node of the target's architecture; those with a GPU have better things to do.
  const affinity: Affinity = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: [platforms[target.platform].nodeArch] }] },
        ],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, preference: { matchExpressions: [{ key: 'nvidia.com/gpu.present', operator: 'DoesNotExist' }] } },
      ],
    },
  };
  const podTemplate = { affinity, ...(build.tolerations.length > 0 && { tolerations: build.tolerations }) };
  return [
    { task: tasks.lookup, serviceAccountName: serviceAccounts.lookup },
    { task: tasks.preflight, serviceAccountName: serviceAccounts.lookup },
    { task: tasks.kmodBuild, podTemplate },
    { task: tasks.imageBuild, podTemplate },
    { task: tasks.imagePush, podTemplate },
    { task: tasks.apply, serviceAccountName: serviceAccounts.apply },
    { task: tasks.cleanup, serviceAccountName: serviceAccounts.cleanup },
    { task: tasks.report, serviceAccountName: serviceAccounts.report },
  ];
}

/** Of where the configuration comes from. In no hash: a commit that changes nothing of a target is no other configuration of it. */
function originParams({ origin }: Config) {
  return {
    ...(origin !== undefined && origin.commit !== '' && { 'source-commit': origin.commit }),
    ...(origin !== undefined && origin.repository !== '' && { 'source-repository': origin.repository }),
  };
}

/** As the tasks take them, a line each. */
function rhelRepositoryLines(repositories: Config['sources']['rhel']): string {
  return repositories.map(({ id, baseUrl, gpgKey }) => [id, baseUrl, ...(gpgKey === undefined ? [] : [gpgKey])].join(' ')).join('\n');
}

/** As the configuration of openssl names its parts. @see https://docs.openssl.org/3.0/man1/openssl-req/ */
function subjectLines({ commonName, organization, email }: Subject): string {
  return [
    `commonName=${commonName}`,
    ...(organization === undefined ? [] : [`organizationName=${organization}`]),
    ...(email === undefined ? [] : [`emailAddress=${email}`]),
  ].join('\n');
}

function signer({ secrets, signing: { subject, external } }: Config) {
  const pair = secrets.signingKey === undefined ? 'self-signed' : 'secret';
  return {
    signer: external ? 'external' : pair,
    ...(subject && { 'signer-subject': subjectLines(subject) }),
    ...(external && { 'signer-image': external.image, 'signer-key': external.key }),
    ...(secrets.signingKey !== undefined && { 'signing-key-secret': secrets.signingKey }),
  };
}

/** What a run is told beside release and kernel. */
function params(config: Config, target: Target) {
  const { arch, nodeArch } = platforms[target.platform];
  const { secrets, sources, build } = config;
  const hotFixes = config.targets.flatMap(({ driverToolkit }) => driverToolkit?.kernel ?? []);
  return {
    ...(target.driverToolkit !== undefined && {
      'driver-toolkit': target.driverToolkit.image,
      'driver-toolkit-kernel': target.driverToolkit.kernel,
    }),
    releases: config.releases.join(' '),
    'release-repository': sources.releases,
    platform: target.platform,
    arch,
    'node-arch': nodeArch,
    'driver-version': target.driverVersion,
    ...(target.type === 'vgpu' && { 'driver-type': target.type }),
    'module-flavour': target.moduleFlavour,
    'runfile-url': target.runfile.url,
    'runfile-sha256': target.runfile.sha256,
    ...(target.runfile.size !== undefined && { 'runfile-size': String(target.runfile.size) }),
    ...(target.runfile.secret !== undefined && { 'runfile-secret': target.runfile.secret }),
    image: target.image,
    'base-image': target.baseImage,
    packages: target.packages.join(' '),
    ...(target.cveUpdates.length > 0 && { 'cve-updates': target.cveUpdates.join(' ') }),
    'entry-point': entryPointLines(sources.entryPoint),
    ...signer(config),
    retag: config.retag,
    adopt: String(config.adopt),
    subscription: config.subscription,
    ...(sources.rpms && { 'rpm-base-url': sources.rpms.baseUrl, 'rpm-gpg-key': sources.rpms.gpgKey ?? '' }),
    ...(sources.rhel.length > 0 && { 'rhel-repositories': rhelRepositoryLines(sources.rhel) }),
    tolerations: JSON.stringify(build.tolerations),
    autoscaled: String(build.autoscaled),
    ...(hotFixes.length > 0 && { 'hot-fix-kernels': hotFixes.join(' ') }),
    'nvidia-driver': JSON.stringify(nvidiaDriver(target, config)),
    rollout: config.apply.rollout,
    'apply-timeout-seconds': String(seconds(config.apply.timeout)),
    'pull-secret': secrets.pull,
    'push-secret': secrets.push,
    ...(config.registry === 'internal' && { 'token-registry': internalRegistry, 'token-audience': '' }),
    'activation-key-secret': secrets.activationKey,
    ...(secrets.entitlement !== undefined && { 'entitlement-source': 'secret', 'entitlement-secret': secrets.entitlement }),
    ...(secrets.rhsmApiToken !== undefined && { 'rhsm-api-token-secret': secrets.rhsmApiToken }),
    ...(config.caConfigMap !== undefined && { 'ca-config-map': config.caConfigMap }),
    ledger: ledgerName(target.name),
    'certificate-config-map': certificateName(target.name),
    recipe: recipeOf(config, target),
  };
}

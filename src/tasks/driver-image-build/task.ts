import type { Construct } from 'constructs';
import { taskRun } from '../../tekton/context';
import { Task } from '../../tekton/task';
import { apiAccess, apiMount, attempt, failure } from '../attempt';
import { entitlementEnv, entitlementMounts, entitlementVolumes } from '../entitlement';
import type { StepImages } from '../images';
import { packageVersion } from '../package-version';
import { params } from '../params';
import { buildahRoot, unprivileged } from '../profiles';
import { downloadRunfile } from '../runfile';
import { script } from '../script';
import { certificates, credentials, registryToken, scratch, tokenLogin, tokenMount } from '../volumes';

const work = '/work';

/** What the name of every system begins with that a build registers at Red Hat, so that its leftovers are known by it. */
export const systems = 'nvidia-driver-pipelines-';

/**
 * Builds the driver image with buildah: base image, signed modules and what they need, userspace driver, runtime entry point.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/Dockerfile (second stage).
 *
 * @example
 * const image = driverImageBuild(chart, { ...stepImages, buildah: 'registry.example.com/tools/buildah:1.44' });
 */
export function driverImageBuild(scope: Construct, images: StepImages) {
  return new Task(scope, 'driver-image-build', {
    version: '0.1.0',
    description: `Builds the driver image and pushes it into <image>-staging. It is not published before it is proven.`,
    params: {
      'base-image': { description: 'Base image, by digest.' },
      'base-image-name': {
        description: 'The same as the configuration names it; {rhel} stands for the RHEL major version: an annotation of the image.',
        default: '',
      },
      'kmod-package-image': {
        description: 'Image of the signed RPM and what belongs beside it, which kmod-build made; by digest, or by a tag of this run alone.',
      },
      'driver-toolkit-image': { description: 'Driver toolkit that the modules were compiled in, by digest: a label of the image.' },
      kernel: params.kernel,
      arch: params.arch,
      'node-arch': params.nodeArch,
      'rhel-version': params.rhelVersion,
      'driver-version': params.driverVersion,
      'driver-type': params.driverType,
      'runfile-url': { ...params.runfileUrl, default: '' },
      'runfile-sha256': { ...params.runfileSha256, default: '' },
      'runfile-secret': params.runfileSecret,
      'module-flavour': params.moduleFlavour,
      packages: params.packages,
      'cve-updates': params.cveUpdates,
      'entry-point': params.entryPoint,
      image: params.image,
      inputs: { description: 'Hash of everything that shapes the image: a label of it.' },
      signer: { description: 'sha256:<hex> of the signing certificate, or self-signed: a label of the image.' },
      'source-commit': {
        description: 'Commit of the repository that the configuration is in, where there is one: a label of the image, and no input of it.',
        default: '',
      },
      'source-repository': { description: 'URL of that repository: a label of the image, and no input of it.', default: '' },
      'staging-tag': params.stagingTag,
      subscription: params.subscription,
      'system-name': { description: 'Name under which the build registers at Red Hat; no other build may have it.' },
      'rpm-base-url': params.rpmBaseUrl,
      'rpm-gpg-key': { description: 'URL of the key that its RPMs are signed with. Empty: they are not checked.', default: '' },
      'rhel-repositories': params.rhelRepositories,
      'activation-key-secret': params.activationKeySecret,
      'rhsm-api-token-secret': {
        description:
          "Secret with an offline token of Red Hat's API (offline-token), for what earlier builds left there. It may be missing.",
        default: 'rhsm-api-token',
      },
      'rhsm-api-url': { description: "Red Hat's subscription management API.", default: 'https://api.access.redhat.com/management/v1' },
      'rhsm-sso-url': {
        description: 'Where an offline token is exchanged for an access token.',
        default: 'https://sso.redhat.com/auth/realms/redhat-external/protocol/openid-connect/token',
      },
      'entitlement-source': params.entitlementSource,
      'entitlement-secret': params.entitlementSecret,
      'pull-secret': params.pullSecret,
      'push-secret': params.pushSecret,
      'token-registry': params.tokenRegistry,
      'token-audience': params.tokenAudience,
      'ca-config-map': params.caConfigMap,
    },
    results: { 'staged-image': { description: 'The built image, by digest, in <image>-staging.' }, ...failure },
    volumes: variables => ({
      work: scratch('2Gi'),
      storage: scratch('16Gi'),
      pull: credentials(variables['pull-secret']),
      push: credentials(variables['push-secret']),
      runfile: { secret: { secretName: variables['runfile-secret'], optional: true } },
      token: registryToken(variables['token-audience']),
      'activation-key': { secret: { secretName: variables['activation-key-secret'], optional: true } },
      'rhsm-api-token': { secret: { secretName: variables['rhsm-api-token-secret'], optional: true } },
      ...entitlementVolumes(variables['entitlement-secret'], variables['node-arch']),
      ca: certificates(variables['ca-config-map']),
      api: apiAccess,
    }),
    stepTemplate: ({ results }) => ({ env: { FAILURE_FILE: results.failure } }),
    steps: ({ params: given, results, volumes }) => {
      const storage = [volumes.work.at(work), volumes.storage.at('/var/lib/containers')];
      const ca = volumes.ca.readOnlyAt('/ca');
      const system = {
        SUBSCRIPTION: given.subscription,
        SYSTEM_NAME: given['system-name'],
        RHSM_API_URL: given['rhsm-api-url'],
        RHSM_SSO_URL: given['rhsm-sso-url'],
      };
      return [
        attempt(images, unprivileged, volumes.api),
        {
          name: 'entry-point',
          image: images.buildah,
          script: script('driver-image-build/entry-point.sh'),
          env: {
            ENTRY_POINT: given['entry-point'],
            RHEL_VERSION: given['rhel-version'],
            DRIVER_TYPE: given['driver-type'],
            CA_FILE: '/ca/ca-bundle.crt',
            WORK: work,
          },
          mounts: [volumes.work.at(work), ca],
          ...unprivileged('50m', '64Mi'),
        },
        downloadRunfile(images, {
          file: `${work}/context/runfile/driver.run`,
          url: given['runfile-url'],
          sha256: given['runfile-sha256'],
          secret: given['runfile-secret'],
          unless: { DRIVER_TYPE: given['driver-type'] },
          mounts: { work: volumes.work, ca: volumes.ca, login: volumes.runfile },
          at: work,
        }),
        {
          name: 'pull',
          image: images.buildah,
          script: script('driver-image-build/pull.sh'),
          env: {
            BASE_IMAGE: given['base-image'],
            KMOD_PACKAGE_IMAGE: given['kmod-package-image'],
            WORK: work,
            PULL_AUTH_FILE: '/secrets/pull/config.json',
            PUSH_AUTH_FILE: '/secrets/push/config.json',
            ...tokenLogin(given['token-registry']),
            CA_FILE: '/ca/ca-bundle.crt',
          },
          mounts: [
            ...storage,
            ca,
            volumes.pull.readOnlyAt('/secrets/pull'),
            volumes.push.readOnlyAt('/secrets/push'),
            tokenMount(volumes.token),
          ],
          ...buildahRoot('100m', '256Mi', { memory: '2Gi' }),
        },
        {
          name: 'forget',
          image: images.buildah,
          script: script('driver-image-build/forget.sh'),
          env: { ...system, SYSTEMS: systems, CA_FILE: '/ca/ca-bundle.crt' },
          mounts: [ca, volumes['rhsm-api-token'].readOnlyAt('/secrets/rhsm-api-token')],
          ...unprivileged('50m', '64Mi'),
        },
        {
          name: 'announce',
          image: images.oc,
          script: script('driver-image-build/announce.sh'),
          env: { ...system, TASK_RUN: taskRun.name, TASK_RUN_UID: taskRun.uid, NAMESPACE: taskRun.namespace },
          mounts: [apiMount(volumes.api)],
          ...unprivileged('20m', '64Mi'),
        },
        {
          name: 'entitlement',
          image: images.oc,
          script: script('driver-image-build/entitlement.sh'),
          env: entitlementEnv(given),
          mounts: [apiMount(volumes.api), ...entitlementMounts(volumes)],
          ...unprivileged('20m', '64Mi'),
        },
        {
          name: 'build',
          image: images.buildah,
          script: script('driver-image-build/build.sh'),
          env: {
            BASE_IMAGE: given['base-image'],
            BASE_IMAGE_NAME: given['base-image-name'],
            IMAGE: given.image,
            DRIVER_TOOLKIT_IMAGE: given['driver-toolkit-image'],
            DRIVER_VERSION: given['driver-version'],
            DRIVER_TYPE: given['driver-type'],
            RUNFILE_URL: given['runfile-url'],
            RUNFILE_SHA256: given['runfile-sha256'],
            MODULE_FLAVOUR: given['module-flavour'],
            ARCH: given.arch,
            KERNEL: given.kernel,
            RHEL_VERSION: given['rhel-version'],
            PACKAGES: given.packages,
            CVE_UPDATES: given['cve-updates'],
            INPUTS: given.inputs,
            SIGNER: given.signer,
            SOURCE_COMMIT: given['source-commit'],
            SOURCE_REPOSITORY: given['source-repository'],
            PACKAGE_VERSION: packageVersion,
            ...system,
            RPM_BASE_URL: given['rpm-base-url'],
            RPM_GPG_KEY: given['rpm-gpg-key'],
            RHEL_REPOSITORIES: given['rhel-repositories'],
            CA_FILE: '/ca/ca-bundle.crt',
            WORK: work,
          },
          mounts: [
            ...storage,
            ca,
            volumes['activation-key'].readOnlyAt('/secrets/activation-key'),
            volumes['entitlement-copy'].readOnlyAt('/entitlement'),
          ],
          ...buildahRoot('500m', '1Gi', { memory: '4Gi' }, '8Gi'),
        },
        {
          name: 'push',
          image: images.buildah,
          script: script('driver-image-build/push.sh'),
          env: {
            REFERENCE: `${given.image}-staging:${given['staging-tag']}`,
            AUTH_FILE: '/secrets/push/config.json',
            ...tokenLogin(given['token-registry']),
            CA_FILE: '/ca/ca-bundle.crt',
            WORK: work,
            STAGED_IMAGE_FILE: results['staged-image'],
          },
          mounts: [...storage, ca, volumes.push.readOnlyAt('/secrets/push'), tokenMount(volumes.token)],
          ...buildahRoot('100m', '256Mi', { memory: '1Gi' }),
        },
      ];
    },
  });
}

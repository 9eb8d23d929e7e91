import type { Construct } from 'constructs';
import { Task } from '../../tekton/task';
import { apiAccess, apiMount, attempt, failure } from '../attempt';
import { entitlementEnv, entitlementMounts, entitlementVolumes } from '../entitlement';
import type { StepImages } from '../images';
import { params } from '../params';
import { restricted } from '../profiles';
import { script } from '../script';
import { certificates, credentials, registryToken, serviceAuthority, signingFiles, tokenLogin, tokenMount } from '../volumes';

const findings = '/findings';

/**
 * Checks what a build needs before anything large is downloaded, and tells every mistake at once.
 *
 * @see https://tekton.dev/docs/pipelines/pipelines/#guard-task-execution-using-when-expressions
 * @example
 * const preflight = driverImagePreflight(chart, stepImages);
 * preflight.params.autoscaled.default; // 'false'
 */
export function driverImagePreflight(scope: Construct, images: StepImages) {
  return new Task(scope, 'driver-image-preflight', {
    version: '0.1.0',
    description: `Checks nodes, downloads, registry rights and Secrets in seconds, before anything large is downloaded.
Every mistake is told at once; a check changes nothing.`,
    params: {
      platform: params.platform,
      arch: params.arch,
      'node-arch': params.nodeArch,
      kernel: params.kernel,
      'machine-os': {
        description: "Version of the operating system of the release's nodes, such as 9.6.20251015-1. unknown: kernels are not compared.",
        default: 'unknown',
      },
      'rhel-version': params.rhelVersion,
      tolerations: { description: 'Tolerations of the build pods, as JSON.', default: '[]' },
      'hot-fix-kernels': {
        description: 'Kernels, separated by spaces, that other targets have driver toolkits for: nodes that run them are theirs.',
        default: '',
      },
      autoscaled: { description: '`true` where an autoscaler adds nodes: then none has to be there yet.', default: 'false' },
      'driver-type': params.driverType,
      'runfile-url': params.runfileUrl,
      'runfile-secret': params.runfileSecret,
      'runfile-size': { description: 'Size of the runfile in bytes. Empty: any.', default: '' },
      'entry-point': params.entryPoint,
      'rpm-base-url': params.rpmBaseUrl,
      'rhel-repositories': params.rhelRepositories,
      image: params.image,
      subscription: params.subscription,
      signer: params.signer,
      'signer-image': { ...params.signerImage, default: images.buildah },
      'signer-key': params.signerKey,
      'push-secret': params.pushSecret,
      'token-registry': params.tokenRegistry,
      'token-audience': params.tokenAudience,
      'signing-key-secret': params.signingKeySecret,
      'activation-key-secret': params.activationKeySecret,
      'entitlement-source': params.entitlementSource,
      'entitlement-secret': params.entitlementSecret,
      'ca-config-map': params.caConfigMap,
    },
    results: { ...failure },
    volumes: variables => ({
      findings: { emptyDir: { sizeLimit: '1Mi' } },
      push: credentials(variables['push-secret']),
      runfile: { secret: { secretName: variables['runfile-secret'], optional: true } },
      token: registryToken(variables['token-audience']),
      services: serviceAuthority,
      'activation-key': { secret: { secretName: variables['activation-key-secret'], optional: true } },
      ...entitlementVolumes(variables['entitlement-secret'], variables['node-arch']),
      signing: signingFiles(variables['signing-key-secret'], 'private_key.priv', 'public_key.der'),
      certificate: signingFiles(variables['signing-key-secret'], 'public_key.der'),
      pin: signingFiles(variables['signing-key-secret'], 'pin'),
      ca: certificates(variables['ca-config-map']),
      api: apiAccess,
    }),
    stepTemplate: ({ results }) => ({ env: { FAILURE_FILE: results.failure } }),
    steps: ({ params: given, volumes }) => {
      const found = { FINDINGS: `${findings}/found` };
      const note = volumes.findings.at(findings);
      const trusted = { mount: volumes.ca.readOnlyAt('/ca'), env: { CA_FILE: '/ca/ca-bundle.crt' } };
      const light = restricted('10m', '64Mi');
      return [
        attempt(images, restricted, volumes.api),
        {
          name: 'nodes',
          image: images.oc,
          script: script('driver-image-preflight/nodes.sh'),
          env: {
            ...found,
            NODE_ARCH: given['node-arch'],
            PLATFORM: given.platform,
            KERNEL: given.kernel,
            MACHINE_OS: given['machine-os'],
            TOLERATIONS: given.tolerations,
            AUTOSCALED: given.autoscaled,
            HOT_FIX_KERNELS: given['hot-fix-kernels'],
          },
          mounts: [note, apiMount(volumes.api)],
          // The nodes of a large cluster are many megabytes of JSON.
          ...restricted('50m', '256Mi'),
        },
        {
          name: 'sources',
          image: images.buildah,
          script: script('driver-image-preflight/sources.sh'),
          env: {
            ...found,
            ...trusted.env,
            RUNFILE_URL: given['runfile-url'],
            RUNFILE_SIZE: given['runfile-size'],
            RUNFILE_SECRET: given['runfile-secret'],
            ENTRY_POINT: given['entry-point'],
            RPM_BASE_URL: given['rpm-base-url'],
            RHEL_REPOSITORIES: given['rhel-repositories'],
            RHEL_VERSION: given['rhel-version'],
            ARCH: given.arch,
          },
          mounts: [note, trusted.mount, volumes.runfile.readOnlyAt('/secrets/runfile')],
          ...light,
        },
        {
          name: 'registries',
          image: images.buildah,
          script: script('driver-image-preflight/registries.sh'),
          env: {
            ...found,
            ...trusted.env,
            IMAGE: given.image,
            SECRET: given['push-secret'],
            AUTH_FILE: '/secrets/push/config.json',
            ...tokenLogin(given['token-registry']),
          },
          mounts: [note, trusted.mount, volumes.push.readOnlyAt('/secrets/push'), tokenMount(volumes.token)],
          ...light,
        },
        {
          name: 'privacy',
          image: images.buildah,
          script: script('driver-image-preflight/privacy.sh'),
          env: { ...found, ...trusted.env, IMAGE: given.image, DRIVER_TYPE: given['driver-type'], ...tokenLogin(given['token-registry']) },
          mounts: [note, trusted.mount, tokenMount(volumes.services)],
          ...light,
        },
        {
          name: 'activation-key',
          image: images.buildah,
          script: script('driver-image-preflight/activation-key.sh'),
          env: { ...found, SUBSCRIPTION: given.subscription, SECRET: given['activation-key-secret'] },
          mounts: [note, volumes['activation-key'].readOnlyAt('/secrets/activation-key')],
          ...light,
        },
        {
          name: 'entitlement-secret',
          image: images.oc,
          script: script('driver-image-preflight/entitlement-secret.sh'),
          env: { ...found, ...entitlementEnv(given) },
          mounts: [note, apiMount(volumes.api), ...entitlementMounts(volumes)],
          ...light,
        },
        {
          name: 'entitlement',
          image: images.buildah,
          script: script('driver-image-preflight/entitlement.sh'),
          env: { ...found, ENTITLEMENT_SOURCE: given['entitlement-source'], ARCH: given.arch },
          mounts: [note, volumes['entitlement-copy'].readOnlyAt('/entitlement')],
          ...light,
        },
        {
          name: 'signing-key',
          image: images.buildah,
          script: script('driver-image-preflight/signing-key.sh'),
          env: { ...found, SIGNER: given.signer, SECRET: given['signing-key-secret'] },
          mounts: [note, volumes.signing.readOnlyAt('/secrets/signing')],
          ...light,
        },
        {
          name: 'signing-token',
          image: given['signer-image'],
          script: script('driver-image-preflight/signing-token.sh'),
          env: { ...found, SIGNER: given.signer, KEY_URI: given['signer-key'], SECRET: given['signing-key-secret'] },
          mounts: [note, volumes.certificate.readOnlyAt('/secrets/certificate'), volumes.pin.readOnlyAt('/secrets/pin')],
          ...restricted('50m', '128Mi'),
        },
        {
          name: 'findings',
          image: images.buildah,
          script: script('driver-image-preflight/findings.sh'),
          env: found,
          mounts: [note],
          ...light,
        },
      ];
    },
  });
}

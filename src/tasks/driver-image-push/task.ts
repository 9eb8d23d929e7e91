import type { Construct } from 'constructs';
import { taskRun } from '../../tekton/context';
import { Task } from '../../tekton/task';
import { apiAccess, apiMount, attempt, failure } from '../attempt';
import type { StepImages } from '../images';
import { params } from '../params';
import { buildahRoot, unprivileged } from '../profiles';
import { script } from '../script';
import { certificates, credentials, registryToken, scratch, signingFiles, tokenLogin, tokenMount } from '../volumes';

const work = '/work';

/**
 * Proves the staged driver image as a whole and only then copies it, by digest, to every tag that the GPU operator may ask for.
 *
 * Source of the tags: NVIDIA/gpu-operator, api/nvidia/v1alpha1/nvidiadriver_types.go GetPrecompiledImagePath.
 *
 * @example
 * const publish = driverImagePush(chart, stepImages);
 * publish.name; // 'driver-image-push'
 */
export function driverImagePush(scope: Construct, images: StepImages) {
  return new Task(scope, 'driver-image-push', {
    version: '0.1.0',
    description: `Proves the staged driver image and publishes it, by digest, under every tag.
Where the image is published already, it only says so: the results are there after every run.`,
    params: {
      image: params.image,
      tags: { description: 'Tags to publish under, separated by spaces.' },
      state: { description: 'What the lookup found: published, partly-tagged or missing.' },
      digest: { description: 'Digest of the published image, where there is one.', default: 'none' },
      'staging-tag': params.stagingTag,
      kernel: { description: 'Kernel that the modules must be compiled for.' },
      'node-arch': params.nodeArch,
      'driver-version': params.driverVersion,
      'driver-type': params.driverType,
      packages: params.packages,
      inputs: { description: 'Hash of everything that shapes the image, which its label must hold.' },
      signer: { description: 'sha256:<hex> of the signing certificate, or self-signed, which its label must hold.' },
      arch: params.arch,
      'module-flavour': params.moduleFlavour,
      'driver-toolkit-image': { description: 'Driver toolkit that the modules were compiled in, by digest, which its label must hold.' },
      'base-image': { description: 'Base image, by digest, which its annotation must hold.' },
      'push-secret': params.pushSecret,
      'signing-key-secret': params.signingKeySecret,
      'certificate-config-map': {
        description:
          'ConfigMap that gets the signing certificate, for people who enroll it on nodes. It has to be there. Empty: there is none.',
        default: '',
      },
      'token-registry': params.tokenRegistry,
      'token-audience': params.tokenAudience,
      'ca-config-map': params.caConfigMap,
    },
    results: {
      IMAGE_URL: { description: 'The published image by its first tag. Tekton Chains reads it.' },
      IMAGE_DIGEST: { description: 'Digest of the published image. Tekton Chains reads it.' },
      ...failure,
    },
    volumes: variables => ({
      work: scratch('1Gi'),
      storage: scratch('16Gi'),
      push: credentials(variables['push-secret']),
      certificate: signingFiles(variables['signing-key-secret'], 'public_key.der'),
      token: registryToken(variables['token-audience']),
      ca: certificates(variables['ca-config-map']),
      api: apiAccess,
    }),
    stepTemplate: ({ results }) => ({ env: { FAILURE_FILE: results.failure } }),
    steps: ({ params: given, results, volumes }) => {
      const registry = {
        IMAGE: given.image,
        AUTH_FILE: '/secrets/push/config.json',
        ...tokenLogin(given['token-registry']),
        CA_FILE: '/ca/ca-bundle.crt',
        WORK: work,
      };
      const published = { IMAGE_URL_FILE: results.IMAGE_URL, IMAGE_DIGEST_FILE: results.IMAGE_DIGEST };
      const mounts = [
        volumes.work.at(work),
        volumes.push.readOnlyAt('/secrets/push'),
        tokenMount(volumes.token),
        volumes.ca.readOnlyAt('/ca'),
      ];
      return [
        attempt(images, unprivileged, volumes.api),
        {
          name: 'prove',
          image: images.buildah,
          script: script('driver-image-push/prove.sh'),
          env: {
            ...registry,
            STATE: given.state,
            DIGEST: given.digest,
            STAGING_TAG: given['staging-tag'],
            KERNEL: given.kernel,
            NODE_ARCH: given['node-arch'],
            DRIVER_VERSION: given['driver-version'],
            DRIVER_TYPE: given['driver-type'],
            PACKAGES: given.packages,
            INPUTS: given.inputs,
            SIGNER: given.signer,
            ARCH: given.arch,
            MODULE_FLAVOUR: given['module-flavour'],
            DRIVER_TOOLKIT_IMAGE: given['driver-toolkit-image'],
            BASE_IMAGE: given['base-image'],
          },
          mounts: [...mounts, volumes.storage.at('/var/lib/containers')],
          ...buildahRoot('200m', '512Mi', { memory: '4Gi' }, '4Gi'),
        },
        {
          name: 'push-certificate',
          image: images.buildah,
          script: script('driver-image-push/push-certificate.sh'),
          env: { ...registry, SIGNER: given.signer, CERTIFICATE_FILE: '/secrets/certificate/public_key.der' },
          mounts: [...mounts, volumes.storage.at('/var/lib/containers'), volumes.certificate.readOnlyAt('/secrets/certificate')],
          ...buildahRoot('50m', '128Mi', { memory: '1Gi' }),
        },
        {
          name: 'publish',
          image: images.buildah,
          script: script('driver-image-push/publish.sh'),
          env: { ...registry, STATE: given.state, DRIVER_TYPE: given['driver-type'], TAGS: given.tags, ...published },
          mounts,
          ...unprivileged('50m', '128Mi'),
        },
        {
          name: 'keep-certificate',
          image: images.oc,
          // A run that has published is not failed by where its certificate is kept.
          onError: 'continue',
          script: script('driver-image-push/keep-certificate.sh'),
          env: { CONFIG_MAP: given['certificate-config-map'], NAMESPACE: taskRun.namespace, WORK: work, ...published },
          mounts: [volumes.work.at(work), apiMount(volumes.api)],
          ...unprivileged('20m', '64Mi'),
        },
      ];
    },
  });
}

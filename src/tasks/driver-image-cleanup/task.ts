import type { Construct } from 'constructs';
import { Task } from '../../tekton/task';
import { apiAccess, apiMount, failure } from '../attempt';
import type { StepImages } from '../images';
import { params } from '../params';
import { restricted } from '../profiles';
import { script } from '../script';
import { certificates, credentials } from '../volumes';

/**
 * Removes what a run leaves behind: the images that it has put into `<image>-staging`, by the run's own tags, and pods that hang. What is
 * published stays: it lies in another repository.
 *
 * Source: opencontainers/distribution-spec, spec.md, "Deleting manifests": a manifest is deleted in one repository.
 *
 * @example
 * const cleanup = driverImageCleanup(chart, stepImages);
 * cleanup.name; // 'driver-image-cleanup'
 */
export function driverImageCleanup(scope: Construct, images: StepImages) {
  return new Task(scope, 'driver-image-cleanup', {
    version: '0.1.0',
    description: `Removes what a run leaves behind: what it has put into <image>-staging, and pods that hang since a step was killed.
A registry that lets nobody delete is only warned of.`,
    params: {
      'pipeline-run': params.pipelineRun,
      namespace: params.namespace,
      image: params.image,
      'staging-tag': params.stagingTag,
      'push-secret': params.pushSecret,
      'token-registry': params.tokenRegistry,
      'ca-config-map': params.caConfigMap,
    },
    results: failure,
    volumes: variables => ({
      push: credentials(variables['push-secret']),
      ca: certificates(variables['ca-config-map']),
      api: apiAccess,
    }),
    stepTemplate: ({ results }) => ({ env: { FAILURE_FILE: results.failure } }),
    steps: ({ params: given, volumes }) => [
      {
        name: 'pods',
        image: images.oc,
        script: script('driver-image-cleanup/pods.sh'),
        env: { PIPELINE_RUN: given['pipeline-run'], NAMESPACE: given.namespace },
        mounts: [apiMount(volumes.api)],
        ...restricted('50m', '64Mi'),
      },
      {
        name: 'image-stream-tags',
        image: images.oc,
        script: script('driver-image-cleanup/image-stream-tags.sh'),
        env: { IMAGE: given.image, STAGING_TAG: given['staging-tag'], TOKEN_REGISTRY: given['token-registry'] },
        mounts: [apiMount(volumes.api)],
        ...restricted('50m', '64Mi'),
      },
      {
        name: 'staging',
        image: images.buildah,
        script: script('driver-image-cleanup/staging.sh'),
        env: {
          IMAGE: given.image,
          STAGING_TAG: given['staging-tag'],
          TOKEN_REGISTRY: given['token-registry'],
          AUTH_FILE: '/secrets/push/config.json',
          CA_FILE: '/ca/ca-bundle.crt',
        },
        mounts: [volumes.push.readOnlyAt('/secrets/push'), volumes.ca.readOnlyAt('/ca')],
        ...restricted('50m', '64Mi'),
      },
    ],
  });
}

import type { Construct } from 'constructs';
import { Task } from '../../tekton/task';
import { failure } from '../attempt';
import type { StepImages } from '../images';
import { params } from '../params';
import { restricted } from '../profiles';
import { script } from '../script';
import { certificates, credentials } from '../volumes';

/**
 * Removes the images that a run has put into `<image>-staging`, by the run's own tags. What is published stays: it lies in another
 * repository.
 *
 * Source: opencontainers/distribution-spec, spec.md, "Deleting manifests": a manifest is deleted in one repository.
 *
 * @example
 * const cleanup = driverImageStagingCleanup(chart, stepImages);
 * cleanup.name; // 'driver-image-staging-cleanup'
 */
export function driverImageStagingCleanup(scope: Construct, images: StepImages) {
  return new Task(scope, 'driver-image-staging-cleanup', {
    version: '0.1.0',
    description: 'Removes what a run has put into <image>-staging. A registry that lets nobody delete is only warned of.',
    params: {
      image: params.image,
      'staging-tag': params.stagingTag,
      'push-secret': params.pushSecret,
      'ca-config-map': params.caConfigMap,
    },
    results: failure,
    volumes: variables => ({ push: credentials(variables['push-secret']), ca: certificates(variables['ca-config-map']) }),
    stepTemplate: ({ results }) => ({ env: { FAILURE_FILE: results.failure } }),
    steps: ({ params: given, volumes }) => [
      {
        name: 'cleanup',
        image: images.buildah,
        script: script('driver-image-staging-cleanup/cleanup.sh'),
        env: {
          IMAGE: given.image,
          STAGING_TAG: given['staging-tag'],
          AUTH_FILE: '/secrets/push/config.json',
          CA_FILE: '/ca/ca-bundle.crt',
        },
        mounts: [volumes.push.readOnlyAt('/secrets/push'), volumes.ca.readOnlyAt('/ca')],
        ...restricted('50m', '64Mi'),
      },
    ],
  });
}

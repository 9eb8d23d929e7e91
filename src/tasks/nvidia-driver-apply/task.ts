import type { Construct } from 'constructs';
import { osTagTable } from '../../driver/os-tag';
import { Task } from '../../tekton/task';
import { apiAccess, apiMount, attempt, failure } from '../attempt';
import type { StepImages } from '../images';
import { params } from '../params';
import { restricted } from '../profiles';
import { script } from '../script';
import { certificates, credentials, registryToken, tokenLogin, tokenMount } from '../volumes';

/**
 * Applies an NVIDIADriver resource once the image for the kernel of every node that it selects is published, and waits for the operator.
 *
 * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/precompiled-drivers.html
 * @example
 * const apply = nvidiaDriverApply(chart, stepImages);
 * apply.params.rollout.default; // 'auto'
 */
export function nvidiaDriverApply(scope: Construct, images: StepImages) {
  return new Task(scope, 'nvidia-driver-apply', {
    version: '0.1.0',
    description: `Applies an NVIDIADriver resource, and only when the image for the kernel of every GPU node that it selects is published.
Then waits for the GPU operator.`,
    params: {
      'nvidia-driver': { description: 'The NVIDIADriver resource, as JSON.' },
      image: params.image,
      tags: { description: 'Tags of the release that was looked up, separated by spaces: for nodes whose OS is not labelled.' },
      'node-arch': params.nodeArch,
      kernel: { description: 'Kernel of that release, for which tags may have been moved.', default: '' },
      replaced: {
        description: 'Digests, separated by spaces, of earlier images that tags were moved away from, or none.',
        default: 'none',
      },
      rollout: {
        description: '`auto`, or `manual`: a changed driver version on an existing resource is only reported.',
        default: 'auto',
      },
      'timeout-seconds': { description: 'How long to wait for the operator.', default: '600' },
      'push-secret': params.pushSecret,
      'token-registry': params.tokenRegistry,
      'token-audience': params.tokenAudience,
      'ca-config-map': params.caConfigMap,
    },
    results: {
      state: {
        description: '`waiting`: images are missing. `held`: rollout is manual. `pending`: applied, the operator is not done. `ready`.',
      },
      'stale-nodes': {
        description:
          'Nodes of the kernel, such as "5: a, b, c and 2 more", which keep an image that was replaced, where they have it; or none.',
      },
      ...failure,
    },
    volumes: variables => ({
      push: credentials(variables['push-secret']),
      token: registryToken(variables['token-audience']),
      ca: certificates(variables['ca-config-map']),
      api: apiAccess,
    }),
    stepTemplate: ({ results }) => ({ env: { FAILURE_FILE: results.failure } }),
    steps: ({ params: given, results, volumes }) => [
      attempt(images, restricted, volumes.api),
      {
        name: 'apply',
        image: images.oc,
        script: script('nvidia-driver-apply/apply.sh'),
        env: {
          MANIFEST: given['nvidia-driver'],
          IMAGE: given.image,
          TAGS: given.tags,
          NODE_ARCH: given['node-arch'],
          KERNEL: given.kernel,
          REPLACED: given.replaced,
          ROLLOUT: given.rollout,
          TIMEOUT_SECONDS: given['timeout-seconds'],
          OS_TAGS: osTagTable(),
          AUTH_FILE: '/secrets/push/config.json',
          ...tokenLogin(given['token-registry']),
          CA_FILE: '/ca/ca-bundle.crt',
          STATE_FILE: results.state,
          STALE_NODES_FILE: results['stale-nodes'],
        },
        mounts: [apiMount(volumes.api), volumes.push.readOnlyAt('/secrets/push'), tokenMount(volumes.token), volumes.ca.readOnlyAt('/ca')],
        ...restricted('100m', '256Mi'),
      },
    ],
  });
}

import { taskRun } from '../tekton/context';
import type { Step } from '../tekton/step';
import type { Volume, VolumeReference } from '../tekton/volume';
import type { StepImages } from './images';
import type { restricted, unprivileged } from './profiles';
import { script } from './script';

/** Result of every task: what a failed run of it is reported by. */
export const failure = {
  failure: { description: 'Last line of the step that failed, which tells whether another attempt helps; none where none failed.' },
} as const;

/**
 * What a step needs to speak with the cluster's API: our accounts give no token to every step of a pod.
 *
 * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken
 */
export const apiAccess: Volume = {
  projected: {
    sources: [
      { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    ],
  },
};

/** Mounts it where clients of the API look for it. */
export function apiMount(api: VolumeReference) {
  return api.readOnlyAt('/var/run/secrets/kubernetes.io/serviceaccount');
}

/**
 * First step of a task that a pipeline retries: another attempt ends at once where the one before it failed for good.
 *
 * @param profile that of the other steps
 * @param api the volume of `apiAccess`
 * @see https://tekton.dev/docs/pipelines/pipelines/#using-the-retries-field
 */
export function attempt(images: StepImages, profile: typeof restricted | typeof unprivileged, api: VolumeReference): Step {
  return {
    name: 'attempt',
    image: images.oc,
    script: script('attempt.sh'),
    env: { POD_NAME: { fieldRef: { fieldPath: 'metadata.name' } }, TASK_RUN: taskRun.name, NAMESPACE: taskRun.namespace },
    mounts: [apiMount(api)],
    ...profile('20m', '64Mi'),
  };
}

import { defaultEntryPoint } from '../driver/entry-point';
import { releaseRepository } from '../driver/release';
import { stepImages } from '../tasks/images';
import { minTektonVersion } from '../tasks/tekton-version';
import type { Config } from './config';

/** Where NVIDIA publishes runfiles. Source: NVIDIA/gpu-driver-container, rhel9/precompiled/Dockerfile (BASE_URL). */
export const defaultRunfileUrl = 'https://us.download.nvidia.com/tesla/{version}/NVIDIA-Linux-{arch}-{version}.run';

/** Red Hat's update service. Source: openshift/oc-mirror, UpdateUrl. */
const updateService = 'https://api.openshift.com/api/upgrades_info/v1/graph';

/** What a configuration means where it says nothing; config.schema.json tells editors the same (a test compares them). */
export const defaults: Omit<Config, 'targets' | 'warnings'> = {
  namespace: 'nvidia-driver-pipelines',
  releases: [],
  retag: 'always',
  adopt: false,
  nodeFeatureRule: false,
  operator: {},
  secrets: {
    pull: 'nvidia-driver-pull',
    push: 'nvidia-driver-push',
    activationKey: 'activation-key',
    stepImages: [],
    driverImage: [],
  },
  signing: {},
  subscription: 'activation-key',
  images: stepImages,
  sources: { releases: releaseRepository, updateService, entryPoint: defaultEntryPoint, rhel: [] },
  pipelines: { minVersion: minTektonVersion },
  build: { tolerations: [], autoscaled: false, timeout: '4h' },
  apply: { rollout: 'auto', timeout: '10m', operatorNamespace: 'nvidia-gpu-operator', tolerations: [] },
  upgrade: {
    watch: true,
    schedule: '*/5 * * * *',
    maxConcurrent: 2,
    desired: true,
    running: true,
    offered: { perMinor: 2, conditional: true },
    channels: [],
    attempts: 6,
    deadline: '6h',
    alerts: false,
    knativeSource: false,
  },
};

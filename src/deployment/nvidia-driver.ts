import type { Config, Target } from '../config/config';
import { operatorDriverType } from '../driver/driver-type';
import { labels } from './names';

/**
 * The NVIDIADriver resource of a target: fields that every supported operator (25.3 to 26.7) knows, and no others, because an
 * unknown field is refused. Only the licence of a vGPU guest driver needs 25.10 (a rule of combinations).
 *
 * Source: NVIDIA/gpu-operator, config/crd/bases/nvidia.com_nvidiadrivers.yaml at v25.3.4, v25.10.1, v26.3.3 and v26.7.0.
 *
 * @example
 * const resources = config.targets.map(target => nvidiaDriver(target, config));
 */
export function nvidiaDriver(target: Target, { secrets, apply }: Config): object {
  const slash = target.image.lastIndexOf('/');
  return {
    apiVersion: 'nvidia.com/v1alpha1',
    kind: 'NVIDIADriver',
    metadata: { name: target.name, labels },
    spec: {
      driverType: operatorDriverType(target.type),
      usePrecompiled: true,
      repository: target.image.slice(0, slash),
      image: target.image.slice(slash + 1),
      version: target.driverVersion,
      imagePullPolicy: 'IfNotPresent',
      ...(secrets.driverImage.length > 0 && { imagePullSecrets: secrets.driverImage }),
      // The legacy licence server serves no driver since vGPU 15 (NVIDIA vGPU software release notes, R525).
      ...(target.licensingSecret !== undefined && { licensingConfig: { secretName: target.licensingSecret, nlsEnabled: true } }),
      nodeSelector: target.nodeSelector,
      ...(apply.tolerations.length > 0 && { tolerations: apply.tolerations }),
    },
  };
}

/**
 * What the user's ClusterPolicy needs, as a merge patch: drivers come from NVIDIADriver resources, and the validator makes no
 * links for device files of a driver that is not installed on the host.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/README.md and clusterpolicy.json.
 *
 * @example
 * clusterPolicyPatch.spec.driver; // { enabled: true, useNvidiaDriverCRD: true }
 */
export const clusterPolicyPatch = {
  spec: {
    driver: { enabled: true, useNvidiaDriverCRD: true },
    validator: { driver: { env: [{ name: 'DISABLE_DEV_CHAR_SYMLINK_CREATION', value: 'true' }] } },
  },
};

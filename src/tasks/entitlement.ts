import type { Reference, Value } from '../tekton/reference';
import type { Volume, VolumeMount, VolumeReference } from '../tekton/volume';

/**
 * Where a cluster keeps its own entitlement certificates: those of its control plane's architecture, and where its nodes have several,
 * those of each under `<secret>-<architecture>`, as Kubernetes names it.
 *
 * Source: openshift/insights-operator, pkg/ocm/sca/sca.go at 429bc5ee.
 */
export const clusterEntitlement = { namespace: 'openshift-config-managed', secret: 'etc-pki-entitlement' } as const;

/** Secrets with entitlement certificates, for one architecture and for all; both may be missing. And memory for the run's copy of them. */
export function entitlementVolumes(secret: Value, nodeArch: Value) {
  return {
    'entitlement-arch': { secret: { secretName: `${secret}-${nodeArch}`, optional: true } },
    entitlement: { secret: { secretName: secret, optional: true } },
    'entitlement-copy': { emptyDir: { medium: 'Memory', sizeLimit: '4Mi' } },
  } as const satisfies Readonly<Record<string, Volume>>;
}

type Param = 'subscription' | 'entitlement-source' | 'entitlement-secret' | 'node-arch';

/** Environment of the step that makes the copy. */
export function entitlementEnv(given: Readonly<Record<Param, Reference<'string', 'task'>>>) {
  return {
    SUBSCRIPTION: given.subscription,
    ENTITLEMENT_SOURCE: given['entitlement-source'],
    SECRET: given['entitlement-secret'],
    NODE_ARCH: given['node-arch'],
    CLUSTER_SECRET: clusterEntitlement.secret,
    CLUSTER_NAMESPACE: clusterEntitlement.namespace,
  };
}

/** What that step mounts. */
export function entitlementMounts(volumes: Readonly<Record<keyof ReturnType<typeof entitlementVolumes>, VolumeReference>>): VolumeMount[] {
  return [
    volumes['entitlement-arch'].readOnlyAt('/secrets/entitlement-arch'),
    volumes.entitlement.readOnlyAt('/secrets/entitlement'),
    volumes['entitlement-copy'].at('/entitlement'),
  ];
}

import { fieldRef, resourceFieldRef } from './environment';
import { labelSelector, metadata } from './metadata';
import { decoded, type Fields, list, map, object, since } from './shape';

const items = list(object({ key: 'text', mode: 'integer', path: 'text' }));
const downwardItems = list(object({ fieldRef, mode: 'integer', path: 'text', resourceFieldRef }));
const localReference = object({ name: 'text' });

const projectedSource = object({
  clusterTrustBundle: object({ labelSelector, name: 'text', optional: 'boolean', path: 'text', signerName: 'text' }),
  configMap: object({ items, name: 'text', optional: 'boolean' }),
  downwardAPI: object({ items: downwardItems }),
  podCertificate: since(
    '1.10.0',
    object({
      certificateChainPath: 'text',
      credentialBundlePath: 'text',
      keyPath: 'text',
      keyType: 'text',
      maxExpirationSeconds: 'integer',
      signerName: 'text',
      userAnnotations: since('1.11.0', map('text')),
    }),
  ),
  secret: object({ items, name: 'text', optional: 'boolean' }),
  serviceAccountToken: object({ audience: 'text', expirationSeconds: 'integer', path: 'text' }),
});

/** Sources that a workspace may be bound to and a volume may have. */
const shared: Fields = {
  configMap: object({ defaultMode: 'integer', items, name: 'text', optional: 'boolean' }),
  csi: object({
    driver: 'text',
    fsType: 'text',
    nodePublishSecretRef: localReference,
    readOnly: 'boolean',
    volumeAttributes: map('text'),
  }),
  emptyDir: object({ medium: 'text', sizeLimit: 'quantity' }),
  persistentVolumeClaim: object({ claimName: 'text', readOnly: 'boolean' }),
  projected: object({ defaultMode: 'integer', sources: list(projectedSource) }),
  secret: object({ defaultMode: 'integer', items, optional: 'boolean', secretName: 'text' }),
};

const typedReference = object({ apiGroup: 'text', kind: 'text', name: 'text' });
const claimSpec = object({
  accessModes: list('text'),
  selector: labelSelector,
  resources: object({ limits: map('quantity'), requests: map('quantity') }),
  volumeName: 'text',
  storageClassName: 'text',
  volumeMode: 'text',
  dataSource: typedReference,
  dataSourceRef: object({ apiGroup: 'text', kind: 'text', name: 'text', namespace: 'text' }),
  volumeAttributesClassName: 'text',
});

/** A claim that is made anew for every run. */
const claimTemplate = object({ apiVersion: 'text', kind: 'text', metadata, spec: claimSpec, status: 'anything' });

/** What a workspace of a run is bound to. @see https://tekton.dev/docs/pipelines/workspaces/#specifying-volumesources-in-workspaces */
export const workspaceBindings = list(
  object({ ...shared, name: 'text', subPath: 'text', volumeClaimTemplate: decoded(() => claimTemplate) }),
);

/** Sources that clusters and vendors bring; their fields are not looked into. */
const plugins = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'iscsi',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
];

/** Volumes of a pod. Source: k8s.io/api v0.35, core/v1/types.go (VolumeSource). */
export const volumes = list(
  object({
    ...shared,
    ...Object.fromEntries(plugins.map(name => [name, 'anything' as const])),
    downwardAPI: object({ defaultMode: 'integer', items: downwardItems }),
    ephemeral: object({ volumeClaimTemplate: object({ metadata, spec: claimSpec }) }),
    hostPath: object({ path: 'text', type: 'text' }),
    image: object({ pullPolicy: 'text', reference: 'text' }),
    name: 'text',
    nfs: object({ path: 'text', readOnly: 'boolean', server: 'text' }),
  }),
);

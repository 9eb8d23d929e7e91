import { list, map, object } from './shape';

/** Labels and annotations of what a pipeline makes. */
export const labelsAndAnnotations = object({ labels: map('text'), annotations: map('text') });

/** Metadata of every object. @see https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.34/#objectmeta-v1-meta */
export const metadata = object({
  name: 'text',
  generateName: 'text',
  namespace: 'text',
  labels: map('text'),
  annotations: map('text'),
  finalizers: list('text'),
  ownerReferences: list(
    object({ apiVersion: 'text', kind: 'text', name: 'text', uid: 'text', controller: 'boolean', blockOwnerDeletion: 'boolean' }),
  ),
  creationTimestamp: 'text',
  deletionGracePeriodSeconds: 'integer',
  deletionTimestamp: 'text',
  generation: 'integer',
  managedFields: 'anything',
  resourceVersion: 'text',
  selfLink: 'text',
  uid: 'text',
});

/** Which labels objects have to have. */
export const labelSelector = object({
  matchLabels: map('text'),
  matchExpressions: list(object({ key: 'text', operator: 'text', values: list('text') })),
});

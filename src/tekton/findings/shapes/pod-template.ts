import { podSecurityContext } from './container';
import { env } from './environment';
import { labelSelector } from './metadata';
import { decoded, list, map, object, since } from './shape';
import { volumes } from './volume';

const requirements = list(object({ key: 'text', operator: 'text', values: list('text') }));
const nodeTerm = object({ matchExpressions: requirements, matchFields: requirements });
const podTerm = object({
  labelSelector,
  matchLabelKeys: list('text'),
  mismatchLabelKeys: list('text'),
  namespaceSelector: labelSelector,
  namespaces: list('text'),
  topologyKey: 'text',
});
const podAffinity = object({
  preferredDuringSchedulingIgnoredDuringExecution: list(object({ podAffinityTerm: podTerm, weight: 'integer' })),
  requiredDuringSchedulingIgnoredDuringExecution: list(podTerm),
});

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#affinity-and-anti-affinity */
export const affinity = object({
  nodeAffinity: object({
    preferredDuringSchedulingIgnoredDuringExecution: list(object({ preference: nodeTerm, weight: 'integer' })),
    requiredDuringSchedulingIgnoredDuringExecution: object({ nodeSelectorTerms: list(nodeTerm) }),
  }),
  podAffinity,
  podAntiAffinity: podAffinity,
});

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export const tolerations = list(object({ effect: 'text', key: 'text', operator: 'text', tolerationSeconds: 'integer', value: 'text' }));

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */
export const topologySpreadConstraints = list(
  object({
    labelSelector,
    matchLabelKeys: list('text'),
    maxSkew: 'integer',
    minDomains: 'integer',
    nodeAffinityPolicy: 'text',
    nodeTaintsPolicy: 'text',
    topologyKey: 'text',
    whenUnsatisfiable: 'text',
  }),
);

/** Names of Secrets. */
export const imagePullSecrets = list(object({ name: 'text' }));

/** Where and how the pods of a run run. @see https://tekton.dev/docs/pipelines/podtemplates/ */
export const podTemplate = object({
  affinity: decoded(() => affinity),
  automountServiceAccountToken: 'boolean',
  dnsConfig: object({
    nameservers: list('text'),
    options: list(object({ name: 'text', value: 'text' })),
    searches: list('text'),
  }),
  dnsPolicy: 'text',
  enableServiceLinks: 'boolean',
  env,
  hostAliases: list(object({ hostnames: list('text'), ip: 'text' })),
  hostNetwork: 'boolean',
  hostUsers: since('1.3.6', 'boolean'),
  imagePullSecrets,
  nodeSelector: map('text'),
  priorityClassName: 'text',
  runtimeClassName: 'text',
  schedulerName: 'text',
  securityContext: decoded(() => podSecurityContext),
  tolerations,
  topologySpreadConstraints,
  volumes: decoded(() => volumes),
});

import { computeResources, containerOnly, podSecurityContext, stepTemplate } from './container';
import { labelSelector, metadata } from './metadata';
import { affinity, imagePullSecrets, tolerations, topologySpreadConstraints } from './pod-template';
import { type Fields, list, map, object } from './shape';
import { paramValues } from './task';

const { computeResources: _, ...container } = stepTemplate;

/** Fields of a pod that Kubernetes knows and a listener may not set, but to their zero values. */
export const refusedPodFields = [
  'activeDeadlineSeconds',
  'automountServiceAccountToken',
  'dnsConfig',
  'dnsPolicy',
  'enableServiceLinks',
  'ephemeralContainers',
  'hostAliases',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'hostUsers',
  'hostname',
  'hostnameOverride',
  'initContainers',
  'nodeName',
  'os',
  'overhead',
  'preemptionPolicy',
  'priority',
  'priorityClassName',
  'readinessGates',
  'resourceClaims',
  'resources',
  'restartPolicy',
  'runtimeClassName',
  'schedulerName',
  'schedulingGates',
  'serviceAccount',
  'setHostnameAsFQDN',
  'shareProcessNamespace',
  'subdomain',
  'terminationGracePeriodSeconds',
  'volumes',
  'workloadRef',
];

/** The pod of an EventListener. Source: k8s.io/api v0.35, core/v1/types.go (PodSpec). */
const podSpec = object({
  ...Object.fromEntries(refusedPodFields.map(name => [name, 'anything' as const])),
  affinity,
  containers: list(
    object({ ...container, ...containerOnly, resizePolicy: 'anything', resources: computeResources, restartPolicyRules: 'anything' }),
  ),
  imagePullSecrets,
  nodeSelector: map('text'),
  securityContext: podSecurityContext,
  serviceAccountName: 'text',
  tolerations,
  topologySpreadConstraints,
});

const bindings = list(object({ apiversion: 'text', kind: 'text', name: 'text', ref: 'text', value: 'text' }));

/** Steps that an event goes through before anything is created. @see https://tekton.dev/docs/triggers/interceptors/ */
const interceptors = list(
  object({
    name: 'text',
    params: list(object({ name: 'text', value: 'anything' })),
    ref: object({ apiVersion: 'text', kind: 'text', name: 'text' }),
    webhook: object({
      header: paramValues,
      objectRef: object({
        apiVersion: 'text',
        fieldPath: 'text',
        kind: 'text',
        name: 'text',
        namespace: 'text',
        resourceVersion: 'text',
        uid: 'text',
      }),
      url: 'text',
    }),
  }),
);

/** The fields of a TriggerTemplate. @see https://tekton.dev/docs/triggers/triggertemplates/ */
export const triggerTemplateSpec: Fields = {
  params: list(object({ default: 'text', description: 'text', name: 'text' })),
  resourcetemplates: list('anything'),
};

/** The fields of a TriggerBinding and a ClusterTriggerBinding. @see https://tekton.dev/docs/triggers/triggerbindings/ */
export const triggerBindingSpec: Fields = { params: list(object({ name: 'text', value: 'text' })) };

const trigger: Fields = {
  bindings,
  interceptors,
  name: 'text',
  serviceAccountName: 'text',
  template: object({ apiversion: 'text', ref: 'text', spec: object(triggerTemplateSpec) }),
};

/** The fields of a Trigger. @see https://tekton.dev/docs/triggers/triggers/ */
export const triggerSpec: Fields = trigger;

const namespaceSelector = object({ matchNames: list('text') });

/**
 * The fields of an EventListener.
 *
 * Source: tektoncd/triggers v0.37.0, pkg/apis/triggers/v1beta1/event_listener_types.go.
 * @see https://tekton.dev/docs/triggers/eventlisteners/
 */
export const eventListenerSpec: Fields = {
  cloudEventURI: 'text',
  labelSelector,
  namespaceSelector,
  resources: object({
    customResource: 'anything',
    kubernetesResource: object({
      replicas: 'integer',
      serviceLoadBalancerClass: 'text',
      servicePort: 'integer',
      serviceType: 'text',
      spec: object({ template: object({ metadata, spec: podSpec }) }),
    }),
  }),
  serviceAccountName: 'text',
  triggerGroups: list(object({ interceptors, name: 'text', triggerSelector: object({ labelSelector, namespaceSelector }) })),
  triggers: list(object({ ...trigger, triggerRef: 'text' })),
};

import { docs } from '../docs';
import { type Draft, error } from '../draft';
import { isRecord, type Located } from '../located';
import { refusedPodFields } from '../shapes/trigger';
import { isLabelValue } from '../text-formats';
import { bindings, interceptor, template } from './trigger';

const see = docs.eventListeners;

/** A listener. Source: triggers, pkg/apis/triggers/v1beta1/event_listener_validation.go. */
export function eventListener(spec: Located, metadata: Located): Draft[] {
  const [groups, triggers, resources] = [spec.at('triggerGroups'), spec.at('triggers'), spec.at('resources')];
  const names = spec.at('namespaceSelector', 'matchNames').items;
  const [kubernetes, custom] = [resources.at('kubernetesResource'), resources.at('customResource')];
  if (!spec.at('labelSelector').given && names.length + groups.items.length + triggers.items.length === 0) {
    return [error(triggers, { rule: 'no-triggers', reason: 'is missing, and nothing selects any', fix: 'add a trigger', see })];
  }
  return [
    ...payloadValidation(metadata),
    ...triggers.items.flatMap(listenerTrigger),
    ...groups.items.flatMap(group),
    ...(kubernetes.given && custom.given
      ? [error(custom, { rule: 'listener-resources', reason: 'cannot be beside kubernetesResource', fix: 'keep one of them', see })]
      : [...(kubernetes.given ? kubernetesResource(kubernetes) : []), ...(custom.given ? customResource(custom) : [])]),
  ];
}

function payloadValidation(metadata: Located): Draft[] {
  const annotation = metadata.at('annotations', 'tekton.dev/payload-validation');
  if (!annotation.given || ['true', 'false'].includes(annotation.text)) return [];
  return [error(annotation, { rule: 'payload-validation', reason: 'is neither true nor false', fix: 'write "true" or "false"', see })];
}

function listenerTrigger(at: Located): Draft[] {
  const [ref, name] = [at.at('triggerRef'), at.at('name')];
  const wrong = (field: Located, reason: string, fix: string) => error(field, { rule: 'listener-trigger', reason, fix, see });
  return [
    ...(!at.at('template').given && ref.text === ''
      ? [wrong(at.at('template'), 'is missing, and there is no triggerRef', 'add a template')]
      : []),
    ...(ref.text !== '' && ['template', 'bindings', 'interceptors'].some(key => at.at(key).given)
      ? [wrong(ref, 'cannot be beside template, bindings or interceptors', 'keep one of them')]
      : []),
    ...bindings(at.at('bindings')),
    ...(at.at('template').given ? template(at.at('template')) : []),
    ...at.at('interceptors').items.flatMap(item => (isRecord(item.value) ? interceptor(item) : [wrong(item, 'is empty', 'remove it')])),
    ...(isLabelValue(name.text)
      ? []
      : [wrong(name, 'is no value of a label, which it becomes', 'use at most 63 letters, digits, - _ and .')]),
  ];
}

function group(at: Located): Draft[] {
  const selector = at.at('triggerSelector');
  const [labels, names] = [selector.at('labelSelector'), selector.at('namespaceSelector', 'matchNames')];
  const wrong = (field: Located, reason: string, fix: string) => error(field, { rule: 'trigger-group', reason, fix, see });
  return [
    ...(!labels.given && names.items.length === 0 ? [wrong(selector, 'selects nothing', 'add labelSelector or namespaceSelector')] : []),
    ...(at.at('interceptors').items.length === 0 ? [wrong(at.at('interceptors'), 'is missing', 'add an interceptor')] : []),
  ];
}

function kubernetesResource(at: Located): Draft[] {
  const [replicas, balancer] = [at.at('replicas'), at.at('serviceLoadBalancerClass')];
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'];
  const wrong = (field: Located, reason: string, fix: string) => error(field, { rule: 'listener-resources', reason, fix, see });
  return [
    ...(replicas.number < 0 ? [wrong(replicas, 'is less than nothing', 'write 1 or more')] : []),
    ...pod(at.at('spec', 'template', 'spec'), probes),
    ...(balancer.given && at.at('serviceType').text !== 'LoadBalancer'
      ? [wrong(balancer, 'is for services of type LoadBalancer only', 'remove it, or write serviceType: LoadBalancer')]
      : []),
  ];
}

function customResource(at: Located): Draft[] {
  return pod(at.at('spec', 'template', 'spec'), []);
}

/** The few things of its pod that a listener may set. */
function pod(spec: Located, probes: readonly string[]): Draft[] {
  const containers = spec.at('containers');
  const [container] = containers.items;
  const fix = 'remove it';
  const refused = (field: Located) => error(field, { rule: 'listener-pod', reason: 'is not to be set for a listener', fix, see });
  const free = new Set(['resources', 'env', 'securityContext', ...probes]);
  return [
    ...(containers.items.length > 1
      ? [error(containers, { rule: 'listener-pod', reason: 'has more than one container', fix: 'keep one', see })]
      : []),
    ...spec.entries.filter(([key, field]) => refusedPodFields.includes(key) && isSet(field)).map(([, field]) => refused(field)),
    ...(container && containers.items.length === 1
      ? [
          ...container.entries.filter(([key, field]) => !free.has(key) && isSet(field)).map(([, field]) => refused(field)),
          ...environment(container.at('env')),
        ]
      : []),
  ];
}

/** Whether a field is not what Go takes for nothing. */
function isSet({ value }: Located): boolean {
  return value !== '' && value !== 0 && value !== false;
}

function environment(env: Located): Draft[] {
  const tls = env.names.filter(name => name === 'TLS_CERT' || name === 'TLS_KEY');
  const fix = 'take it from a Secret: valueFrom.secretKeyRef';
  const refused = (at: Located) => error(at, { rule: 'listener-env', reason: 'is not to be set for a listener', fix, see });
  return [
    ...env.items
      .map(item => item.at('value'))
      .filter(({ text }) => text !== '')
      .map(refused),
    ...env.items
      .flatMap(item =>
        ['configMapKeyRef', 'fieldRef', 'resourceFieldRef'].map(key => item.at('valueFrom', key)).filter(({ given }) => given),
      )
      .map(refused),
    ...(tls.length === 1
      ? [error(env, { rule: 'listener-tls', reason: `has ${tls[0]} alone`, fix: 'set TLS_CERT and TLS_KEY', see })]
      : []),
  ];
}

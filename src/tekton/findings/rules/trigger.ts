import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { valueType } from '../values';
import { triggerTemplate } from './trigger-template';

const see = docs.triggers;

/** A trigger. Source: triggers, pkg/apis/triggers/v1beta1/trigger_validation.go. */
export function trigger(spec: Located): Draft[] {
  return [...bindings(spec.at('bindings')), ...template(spec.at('template')), ...spec.at('interceptors').items.flatMap(interceptor)];
}

/** Where the params come from: bindings, by reference or in place. */
export function bindings(list: Located): Draft[] {
  return list.items.flatMap(binding);
}

function binding(at: Located): Draft[] {
  const [ref, name, kind] = [at.at('ref'), at.at('name'), at.at('kind')];
  if (ref.text !== '' && name.text !== '') {
    return [error(ref, { rule: 'trigger-binding', reason: 'cannot be beside name', fix: 'keep one of them', see })];
  }
  if (ref.text !== '') {
    if (['', 'TriggerBinding', 'ClusterTriggerBinding'].includes(kind.text)) return [];
    return [
      error(kind, { rule: 'trigger-binding', reason: 'is no kind of binding', fix: 'write TriggerBinding or ClusterTriggerBinding', see }),
    ];
  }
  if (name.text === '') {
    return [error(ref, { rule: 'trigger-binding', reason: 'is missing, and there is no name', fix: 'write ref, or name and value', see })];
  }
  if (at.at('value').given) return [];
  return [error(at.at('value'), { rule: 'trigger-binding', reason: 'is missing', fix: 'give the param a value', see })];
}

/** What a trigger creates: a template, by reference or in place. */
export function template(at: Located): Draft[] {
  const [spec, ref, version] = [at.at('spec'), at.at('ref'), at.at('apiversion')];
  const wrong = (field: Located, reason: string, fix: string) => error(field, { rule: 'trigger-template', reason, fix, see });
  return [
    ...(['', 'v1alpha1', 'v1beta1'].includes(version.text)
      ? []
      : [wrong(version, 'is no version of templates', 'write v1beta1, or remove it')]),
    ...(spec.given && ref.given ? [wrong(ref, 'cannot be beside spec', 'keep one of them')] : []),
    ...(!spec.given && ref.text === '' ? [wrong(ref, 'is missing', 'name the TriggerTemplate')] : []),
    ...(spec.given && !ref.given ? triggerTemplate(spec) : []),
  ];
}

/** What an event goes through. */
export function interceptor(at: Located): Draft[] {
  const webhook = at.at('webhook');
  const name = at.at('ref', 'name');
  if (webhook.given) return [...service(webhook.at('objectRef')), ...webhook.at('header').items.flatMap(header)];
  if (name.text !== '') return [];
  const fix = 'write ref: {name: cel}, or another interceptor';
  return [error(name, { rule: 'interceptor', reason: 'is missing', fix, see: docs.interceptors })];
}

function service(at: Located): Draft[] {
  const wrong = (field: Located, wanted: string) => {
    const reason = field.text === '' ? 'is missing' : 'is not what a webhook can be';
    return error(field, { rule: 'interceptor-webhook', reason, fix: `write ${wanted}`, see: docs.interceptors });
  };
  if (!at.given) return [wrong(at, 'the Service: {apiVersion: v1, kind: Service, name: …}')];
  return [
    ...(at.at('kind').text === 'Service' ? [] : [wrong(at.at('kind'), 'Service')]),
    ...(at.at('apiVersion').text === 'v1' ? [] : [wrong(at.at('apiVersion'), 'v1')]),
  ];
}

/** Source: Go, net/http (CanonicalHeaderKey). */
function canonical(name: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return name;
  return name.toLowerCase().replace(/(^|-)[a-z]/g, letter => letter.toUpperCase());
}

function header(at: Located): Draft[] {
  const [name, value] = [at.at('name'), at.at('value')];
  const empty = valueType(value) === 'string' ? !value.given || value.value === '' : value.items.length === 0;
  const see = docs.interceptors;
  return [
    ...(name.text !== '' && canonical(name.text) === name.text
      ? []
      : [
          error(name, {
            rule: 'interceptor-header',
            reason: 'is no header as HTTP writes it',
            fix: `write ${canonical(name.text) || 'a name'}`,
            see,
          }),
        ]),
    ...(empty ? [error(value, { rule: 'interceptor-header', reason: 'is empty', fix: 'write a value', see })] : []),
  ];
}

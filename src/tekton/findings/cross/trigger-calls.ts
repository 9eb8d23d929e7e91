import { closest } from '../../../source/closest';
import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import type { Objects } from './objects';

const see = docs.triggers;

/** A param that a trigger gives to its template. */
interface Given {
  readonly name: string;
  readonly binding: Located;
}

/**
 * A trigger, its bindings and its template. A binding may give more than a template uses, as one that several triggers share does.
 *
 * Source: triggers, pkg/template/resource.go (ResolveParams), pkg/template/event.go.
 */
export function triggerCalls(trigger: Located, objects: Objects, namespace: string): Draft[] {
  const bindings = trigger.at('bindings');
  const perBinding = bindings.items.map(binding => givenBy(binding, objects, namespace));
  const given = perBinding.flatMap(params => params ?? []);
  const template = trigger.at('template', 'spec').given
    ? trigger.at('template', 'spec')
    : objects.find('TriggerTemplate', trigger.at('template', 'ref').text, namespace);
  return [
    ...givenTwice(given),
    ...(template === undefined ? [] : inVain(given, template.at('params'))),
    ...(template === undefined || perBinding.includes(undefined) ? [] : notGiven(bindings, given, template.at('params'))),
  ];
}

/** The params of a binding; undefined where it is not known. */
function givenBy(binding: Located, objects: Objects, namespace: string): Given[] | undefined {
  const ref = binding.at('ref').text;
  if (ref === '') return [{ name: binding.at('name').text, binding }];
  const cluster = binding.at('kind').text === 'ClusterTriggerBinding';
  const known = objects.find(cluster ? 'ClusterTriggerBinding' : 'TriggerBinding', ref, cluster ? '' : namespace);
  return known?.at('params').names.map(name => ({ name, binding }));
}

function givenTwice(given: readonly Given[]): Draft[] {
  const seen = new Map<string, Given>();
  return given.flatMap(param => {
    const before = seen.get(param.name);
    seen.set(param.name, param);
    // The same param twice in one binding is an error of that binding.
    if (before === undefined || before.binding === param.binding) return [];
    const reason = `gives ${param.name}, as a binding before it does: no event creates anything`;
    return [warning(param.binding, { rule: 'binding-twice', reason, fix: `give ${param.name} once`, see })];
  });
}

function inVain(given: readonly Given[], declared: Located): Draft[] {
  const names = new Set(declared.names);
  return given
    .filter(({ name, binding }) => !names.has(name) && binding.at('ref').text === '')
    .map(({ name, binding }) => {
      const near = closest(name, [...names]);
      const fix = near === undefined ? 'remove it, or declare it in the template' : `write ${near}, or remove it`;
      return warning(binding.at('name'), { rule: 'binding-in-vain', reason: 'is no param of the template', fix, see });
    });
}

function notGiven(bindings: Located, given: readonly Given[], declared: Located): Draft[] {
  const names = new Set(given.map(({ name }) => name));
  const missing = declared.items
    .filter(param => !param.at('default').given && !names.has(param.at('name').text))
    .map(param => param.at('name').text);
  if (missing.length === 0) return [];
  const variables = missing.map(name => `$(tt.params.${name})`).join(', ');
  const reason = `${bindings.given ? 'does not give' : 'is missing, which would give'} ${missing.join(', ')}: ${variables} stays as it is written`;
  const fix = `add ${missing.join(', ')} to a binding, or a default to the template`;
  return [warning(bindings, { rule: 'binding-missing', reason, fix, see })];
}

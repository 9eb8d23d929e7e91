import { closest } from '../../../source/closest';
import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import type { Objects } from './objects';

/**
 * Whether a trigger's bindings give the params of its template: one that nobody gives stays a variable in what is created.
 *
 * Source: triggers, pkg/template/resource.go (ResolveParams, applyParamsToResourceTemplate).
 */
export function triggerCalls(spec: Located, objects: Objects, top: Located): Draft[] {
  const ref = spec.at('template', 'ref');
  const template = spec.at('template', 'spec').given ? spec.at('template', 'spec') : objects.spec('TriggerTemplate', ref.text, top);
  if (template === undefined) return [];
  const declared = template.at('params').items;
  const names = declared.map(param => param.at('name').text);
  const bindings = spec.at('bindings');
  const given = bindings.items.map(binding => givenBy(binding, objects, top));
  return [
    ...bindings.items
      .filter(binding => binding.at('ref').text === '')
      .map(binding => binding.at('name'))
      .filter(({ text }) => !names.includes(text))
      .map(name => inVain(name, names)),
    ...(given.includes(undefined) ? [] : notGiven(bindings, declared, new Set(given.flatMap(list => list ?? [])))),
  ];
}

/** Names of the params that a binding gives; undefined where nobody knows. */
function givenBy(binding: Located, objects: Objects, top: Located): readonly string[] | undefined {
  const ref = binding.at('ref').text;
  if (ref === '') return [binding.at('name').text];
  const kind = binding.at('kind').text || 'TriggerBinding';
  return kind === 'TriggerBinding' ? objects.spec(kind, ref, top)?.at('params').names : undefined;
}

function inVain(name: Located, names: readonly string[]): Draft {
  const near = closest(name.text, names);
  const fix = near === undefined ? 'remove it, or declare it in the template' : `write ${near}`;
  return warning(name, { rule: 'binding-in-vain', reason: 'is no param of the template', fix, see: docs.triggerTemplates });
}

function notGiven(bindings: Located, declared: readonly Located[], given: ReadonlySet<string>): Draft[] {
  return declared
    .filter(param => !param.at('default').given && !given.has(param.at('name').text))
    .map(param => {
      const name = param.at('name').text;
      const reason = `lacks ${name}, which the template needs: $(tt.params.${name}) stays as it is`;
      return warning(bindings, { rule: 'binding-missing', reason, fix: `give the param ${name} a value`, see: docs.triggerBindings });
    });
}

import { docs } from '../docs';
import { type Draft, error } from '../draft';
import { isRecord, type Located } from '../located';
import { textsBelow } from '../values';

const see = docs.triggerTemplates;
const variable = /\$\(tt.params.([_a-zA-Z][_a-zA-Z0-9.-]*)\)/g;

/** A template. Source: triggers, pkg/apis/triggers/v1beta1/trigger_template_validation.go. */
export function triggerTemplate(spec: Located): Draft[] {
  const templates = spec.at('resourcetemplates');
  const declared = new Set(spec.at('params').names);
  if (templates.items.length === 0) {
    return [error(templates, { rule: 'template-empty', reason: 'is missing: there is nothing to create', fix: 'add an object', see })];
  }
  return templates.items.flatMap(template => [...apiObject(template), ...undeclaredParams(template, declared)]);
}

function apiObject(template: Located): Draft[] {
  return ['kind', 'apiVersion']
    .filter(key => !isRecord(template.value) || template.at(key).text === '')
    .map(key => error(template.at(key), { rule: 'template-kind', reason: 'is missing', fix: `say the ${key} of the object`, see }));
}

function undeclaredParams(template: Located, declared: ReadonlySet<string>): Draft[] {
  return textsBelow(template).flatMap(at =>
    [...at.text.matchAll(variable)]
      .filter(([, name = '']) => !declared.has(name))
      .map(([written]) =>
        error(at, {
          rule: 'template-param',
          reason: `uses ${written}, which the template does not declare`,
          fix: 'declare it in spec.params',
          see,
        }),
      ),
  );
}

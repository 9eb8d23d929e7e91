import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { textsBelow } from '../values';

const eventValue = /\$\((?:body|header|extensions)\.[^()]*\)/;

/**
 * Values of the event that a resource template names itself, though only bindings know the event.
 *
 * Source: triggers, pkg/template/resource.go (applyParamsToResourceTemplate).
 */
export function eventInTemplate(template: Located): Draft[] {
  // Few have any: one look at all of it is cheaper than one at each text.
  if (!eventValue.test(JSON.stringify(template.value) ?? '')) return [];
  return textsBelow(template).flatMap(at => {
    const [found] = eventValue.exec(at.text) ?? [];
    if (found === undefined) return [];
    const reason = `has ${found}, which only bindings replace: here it stays as it is`;
    const fix = 'declare a param, let a binding give it the value, and write $(tt.params.…)';
    return [warning(at, { rule: 'template-event-value', reason, fix, see: docs.triggerTemplates })];
  });
}

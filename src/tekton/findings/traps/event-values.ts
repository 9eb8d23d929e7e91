import { docs } from '../docs';
import { type Draft, oneOf, warning } from '../draft';
import type { Located } from '../located';

const roots = ['body', 'header', 'extensions', 'context'];

/**
 * Values of bindings that ask for something that no event has: then nothing is created.
 *
 * Source: triggers, pkg/template/event.go (newEvent), pkg/template/jsonpath.go.
 */
export function eventValue(value: Located): Draft[] {
  if (!value.text.includes('$(')) return [];
  const wrong = [...value.text.matchAll(/\$\(([A-Za-z_][\w-]*)/g)].map(([, root = '']) => root).find(root => !roots.includes(root));
  if (wrong === undefined) return [];
  const reason = `asks the event for ${wrong}, but an event has ${oneOf(roots).replace(' or ', ' and ')} only: nothing is created, or the default is taken`;
  const fix = `write ${oneOf(roots.map(root => `$(${root}…)`))}`;
  return [warning(value, { rule: 'binding-variable', reason, fix, see: docs.triggerBindings })];
}

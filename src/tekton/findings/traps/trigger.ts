import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { textsBelow } from './specs';

const expression = /\$\(([^()]*)\)/g;

/** Values that a binding takes from an event. Source: triggers, pkg/template/event.go (applyEventValuesToParams). */
export function bindingTraps(params: Located): Draft[] {
  return params.items.flatMap(param => {
    const value = param.at('value');
    return expressions(value)
      .filter(inner => !/^(body|header|extensions|context)\b/.test(inner))
      .map(inner => {
        const reason = `has $(${inner}), which is nothing of an event: it stays as it is`;
        const fix = 'write $(body.…), $(header.…), $(extensions.…) or $(context.eventID)';
        return warning(value, { rule: 'binding-variable', reason, fix, see: docs.triggerBindings });
      });
  });
}

/** Values of an event that a template names itself. Source: triggers, pkg/template/resource.go (applyParamsToResourceTemplate). */
export function templateTraps(spec: Located): Draft[] {
  return textsBelow(spec.at('resourcetemplates')).flatMap(at =>
    expressions(at)
      .filter(inner => /^(body|header|extensions)\./.test(inner))
      .map(inner => {
        const reason = `has $(${inner}), which only bindings replace: here it stays as it is`;
        const fix = 'declare a param, let a binding give it the value, and write $(tt.params.…)';
        return warning(at, { rule: 'template-event-value', reason, fix, see: docs.triggerTemplates });
      }),
  );
}

function expressions(at: Located): string[] {
  if (!at.text.includes('$(')) return [];
  return [...at.text.matchAll(expression)].map(([, inner = '']) => inner);
}

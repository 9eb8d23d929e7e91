import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { repeated } from './repeated';

const see = docs.triggerBindings;

/** A binding. Source: triggers, pkg/apis/triggers/v1beta1/trigger_binding_validation.go. */
export function triggerBinding(spec: Located): Draft[] {
  const params = spec.at('params');
  if (!params.given) {
    return [error(params, { rule: 'binding-empty', reason: 'is missing: a binding is its params', fix: 'add params', see })];
  }
  return [
    ...repeated(params, 'param', see),
    ...params.items
      .map(param => param.at('value'))
      .filter(({ text }) => unclosed(text))
      .map(notClosed),
  ];
}

function notClosed(at: Located): Draft {
  return error(at, { rule: 'binding-expression', reason: 'opens $( and does not close it', fix: 'add the )', see });
}

/** Whether a `$(` comes before the one before it is closed. The last may stay open: Tekton does not look. */
function unclosed(text: string): boolean {
  return text
    .split('$(')
    .slice(1, -1)
    .some(part => !closes(part));
}

function closes(part: string): boolean {
  let open = 0;
  for (const letter of part) {
    if (letter === '(') open++;
    else if (letter === ')') open--;
    if (open < 0) return true;
  }
  return false;
}

import { docs } from '../docs';
import { type Advice, type Draft, error, oneOf } from '../draft';
import type { Located } from '../located';
import { type Variable, variables, withoutIndex, withoutStar } from '../variables';
import { namesOf, type Param } from './declared-params';

const see = docs.variables;

/** What a prefix stands for, in the words of a finding. */
export interface Scope {
  readonly prefix: string;
  readonly what: string;
  readonly names: readonly string[];
}

/** Variables with this prefix that nothing declares. Source: pipeline, substitution.go (ValidateNoReferencesToUnknownVariables). */
export function undeclared(at: Located, scope: Scope): Draft[] {
  return variables(at.text, scope.prefix).flatMap(variable => {
    if (variable.tooDeep) return [error(at, tooDeep(variable, scope.prefix))];
    if (scope.names.includes(withoutIndex(variable.name))) return [];
    const known = scope.names.length > 0 ? `, or use ${oneOf(scope.names.map(name => `$(${scope.prefix}.${name})`))}` : '';
    const reason = `uses ${variable.text}, but there is no such ${scope.what}`;
    return [error(at, { rule: 'undeclared-variable', reason, fix: `declare it${known}`, see })];
  });
}

function tooDeep({ text }: Variable, prefix: string): Advice {
  const fix = `write at most two names behind ${prefix}, or a name with dots in brackets: $(${prefix}["a.b"])`;
  return { rule: 'variable-depth', reason: `uses ${text}, which has too many parts`, fix, see };
}

/** Params in a text: declared, and of an object a key that it has. */
export function paramsInText(at: Located, params: readonly Param[]): Draft[] {
  if (!at.text.includes('$(params')) return [];
  return [
    ...undeclared(at, { prefix: 'params', what: 'param', names: params.map(({ name }) => name) }),
    ...params
      .filter(({ type }) => type === 'object')
      .flatMap(({ name, keys }) => undeclared(at, { prefix: `params.${name}`, what: 'key of the object', names: keys })),
  ];
}

/** Whole objects in a text. Source: pipeline, substitution.go (ValidateNoReferencesToEntireProhibitedVariables). */
export function objectsInText(at: Located, params: readonly Param[]): Draft[] {
  if (!at.text.includes('$(params')) return [];
  const objects = namesOf(params, 'object');
  const whole = variables(at.text, 'params').find(variable => objects.has(withoutStar(variable.whole)));
  if (whole === undefined) return [];
  const fix = `use one of its keys: $(params.${withoutStar(whole.whole)}.<key>)`;
  return [error(at, { rule: 'object-in-text', reason: `uses the whole object ${whole.text}`, fix, see: docs.params })];
}

/** Whole arrays in a text, which may be, if at all, all that the text has. Source: pipeline, substitution.go. */
export function arraysInText(at: Located, params: readonly Param[], allowed: 'alone' | 'never'): Draft[] {
  if (!at.text.includes('$(params')) return [];
  const arrays = namesOf(params, 'array');
  const used = variables(at.text, 'params');
  const whole = used.find(({ name }) => arrays.has(withoutStar(name)));
  if (whole === undefined || used.some(variable => variable.tooDeep)) return [];
  if (allowed === 'never') {
    const fix = `use one of its elements: $(params.${withoutStar(whole.name)}[0]); or give the whole to args`;
    return [error(at, { rule: 'array-in-text', reason: `uses the array ${whole.text} where a text is wanted`, fix, see: docs.params })];
  }
  if (at.text.length === used[0]?.text.length) return [];
  const reason = `has the array ${whole.text} beside other text`;
  return [error(at, { rule: 'array-isolated', reason, fix: 'make it an element of its own', see: docs.params })];
}

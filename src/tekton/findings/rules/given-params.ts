import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { repeated } from './repeated';

/** A param that is given has a value: without one, the webhook fails. */
export function valueThere(param: Located, see: string = docs.params): Draft[] {
  const value = param.at('value');
  if (value.given) return [];
  return [error(value, { rule: 'param-value', reason: 'is missing', fix: 'give the param a value, or remove it', see })];
}

/** So has every one of a list. */
export function paramValuesThere(list: Located, see: string = docs.params): Draft[] {
  return list.items.flatMap(param => valueThere(param, see));
}

/** Names of params of a run and of a resolver, which are the same in upper and lower case. Source: pipeline, taskrun_validation.go. */
export function givenOnce(list: Located, see: string = docs.params): Draft[] {
  return [...repeated(list, 'param', see, name => name.toLowerCase()), ...paramValuesThere(list, see)];
}

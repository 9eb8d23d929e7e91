import type { Located } from '../located';
import { type ValueType, valueType } from '../values';

/** A param as it is declared, or as a run gives it. */
export interface Param {
  readonly name: string;
  readonly type: ValueType;
  /** Whether `properties` are declared. */
  readonly hasProperties: boolean;
  readonly keys: readonly string[];
  readonly at: Located;
}

/**
 * The params that a list declares, types filled in.
 *
 * Source: pipeline, pkg/apis/pipeline/v1/param_types.go (SetDefaults).
 */
export function declaredParams(list: Located): Param[] {
  return list.items.map(declaredParam);
}

/** One of them. */
export function declaredParam(at: Located): Param {
  const properties = at.at('properties');
  return {
    name: at.at('name').text,
    type: declaredType(at),
    hasProperties: properties.given,
    keys: properties.entries.map(([key]) => key),
    at,
  };
}

function declaredType(at: Located): ValueType {
  const type = at.at('type').text;
  if (type === 'array' || type === 'object') return type;
  if (type !== '') return 'string';
  if (at.at('properties').given) return 'object';
  return at.at('default').given ? valueType(at.at('default')) : 'string';
}

/** The params that a run gives; they count as declared in the specs that it embeds. */
export function givenParams(list: Located): Param[] {
  return list.items.map(at => {
    const value = at.at('value');
    const type = valueType(value);
    return {
      name: at.at('name').text,
      type,
      hasProperties: type === 'object',
      keys: type === 'object' ? value.entries.map(([key]) => key) : [],
      at,
    };
  });
}

/** The names of the params of a type. */
export function namesOf(params: readonly Param[], type: ValueType): Set<string> {
  return new Set(params.filter(param => param.type === type).map(({ name }) => name));
}

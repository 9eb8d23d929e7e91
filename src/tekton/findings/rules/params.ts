import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { valueType } from '../values';
import { declaredParam, declaredParams, type Param } from './declared-params';
import { repeated } from './repeated';

const types = ['string', 'array', 'object'];
const see = docs.params;

/** Declarations of params: types, defaults, properties. Source: pipeline, task_validation.go (ParamSpec.ValidateType), param_types.go. */
export function paramDeclarations(list: Located): Draft[] {
  return [...list.items.flatMap(declaration), ...repeated(list, 'param', see)];
}

/** Lists of allowed values, which nobody looks at in a step action. Source: pipeline, param_types.go (validateParamEnums). */
export function paramEnums(list: Located): Draft[] {
  return list.items.flatMap(enumeration);
}

/** Object params have to say which keys they have. */
export function objectProperties(list: Located): Draft[] {
  return declaredParams(list)
    .filter(({ type, hasProperties }) => type === 'object' && !hasProperties)
    .map(({ at }) => missingProperties(at));
}

/** An object param without the keys that it has. */
export function missingProperties(at: Located): Draft {
  return error(at.at('properties'), {
    rule: 'param-properties',
    reason: 'is missing: an object param declares its keys',
    fix: 'add properties: {key: {type: string}}',
    see,
  });
}

function declaration(at: Located): Draft[] {
  const type = at.at('type');
  if (type.text !== '' && !types.includes(type.text)) {
    return [error(type, { rule: 'param-type', reason: 'is no type of a param', fix: 'write string, array or object', see })];
  }
  const fallback = at.at('default');
  const declared = declaredParam(at);
  if (fallback.given && valueType(fallback) !== declared.type) {
    const reason = `is read as ${valueType(fallback)}, but the param is of type ${declared.type}`;
    const fix = `write a default of type ${declared.type}, or type: ${valueType(fallback)}`;
    return [error(fallback, { rule: 'param-default', reason, fix, see })];
  }
  return at.at('properties').entries.flatMap(([, property]) => {
    const propertyType = property.at('type');
    if (propertyType.text === '' || propertyType.text === 'string') return [];
    return [error(propertyType, { rule: 'param-properties', reason: 'is no type of a key: all are strings', fix: 'write string', see })];
  });
}

function enumeration(at: Located): Draft[] {
  const list = at.at('enum');
  if (list.items.length === 0) return [];
  const reason = 'needs the feature flag enable-param-enum, which is off by default';
  return [error(list, { rule: 'param-enum', reason, fix: 'remove it, and check the value in a step', see: docs.featureFlags })];
}

/** Names of params. Source: pipeline, task_validation.go (ValidateNameFormat). */
export function paramNames(params: readonly Param[]): Draft[] {
  return params.flatMap(({ name, type, keys, at }) => {
    const format = type === 'object' ? /^[_a-zA-Z][_a-zA-Z0-9-]*$/ : /^[_a-zA-Z][_a-zA-Z0-9.-]*$/;
    const dots = type === 'object' ? '' : ' and dots';
    const fix = `use letters, digits, hyphens, underscores${dots}, and begin with a letter or an underscore`;
    const wrong = (where: Located, what: string) => error(where, { rule: 'param-name', reason: `is no name of ${what}`, fix, see });
    return [
      ...(format.test(name) ? [] : [wrong(at.at('name'), type === 'object' ? 'an object param' : 'a param')]),
      ...keys.filter(key => type === 'object' && !format.test(key)).map(key => wrong(at.at('properties', key), 'a key of a param')),
    ];
  });
}

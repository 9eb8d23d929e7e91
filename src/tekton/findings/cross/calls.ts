import { closest } from '../../../source/closest';
import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import type { Param } from '../rules/declared-params';
import { type ValueType, valueType } from '../values';

/** Something that runs something else: a run its pipeline, a pipeline one of its tasks. */
export interface Call {
  /** What runs, in the words of a finding: `Task build`. */
  readonly what: string;
  /** Where params would be given. */
  readonly params: Located;
  readonly given: readonly GivenParam[];
  readonly declared: readonly Param[];
}

/** A param that is given; its type is unknown where it is a whole array or object from elsewhere. */
export interface GivenParam {
  readonly at: Located;
  readonly type: ValueType | undefined;
}

const see = docs.params;

/**
 * The params that are given are those that what runs declares: else it fails to start, or never sees them.
 *
 * Source: pipeline, pkg/reconciler/taskrun/validate_taskrun.go, pkg/reconciler/pipelinerun/resources/validate_params.go.
 */
export function paramsOfCall(call: Call): Draft[] {
  const declared = new Map(call.declared.map(param => [param.name, param]));
  const given = new Set(call.given.map(({ at }) => at.at('name').text));
  const missing = call.declared.filter(({ name, at }) => !at.at('default').given && !given.has(name)).map(({ name }) => name);
  return [
    ...call.given.flatMap(param => {
      const known = declared.get(param.at.at('name').text);
      return known === undefined ? [unknownParam(param.at.at('name'), call, missing)] : wrongType(param, known, call.what);
    }),
    ...(missing.length === 0 ? [] : [missingParams(missing, call)]),
  ];
}

function missingParams(missing: readonly string[], { what, params }: Call): Draft {
  const reason = `${params.given ? 'does not give' : 'is missing, which would give'} ${missing.join(', ')}: ${what} cannot start`;
  return warning(params, { rule: 'param-missing', reason, fix: `give ${missing.join(', ')}, or declare a default`, see });
}

function unknownParam(at: Located, { what, declared }: Call, missing: readonly string[]): Draft {
  const near =
    closest(at.text, missing) ??
    closest(
      at.text,
      declared.map(({ name }) => name),
    );
  const fix = near === undefined ? 'remove it, or declare it there' : `write ${near}, or remove it`;
  return warning(at, { rule: 'param-in-vain', reason: `is no param of ${what}, which never sees it`, fix, see });
}

function wrongType({ at, type }: GivenParam, declared: Param, what: string): Draft[] {
  const value = at.at('value');
  if (type === undefined || !value.given) return [];
  if (type !== declared.type) {
    const reason = `is ${type}, but ${what} wants ${declared.type}: it cannot start`;
    return [warning(value, { rule: 'param-value-type', reason, fix: `write a value that is ${declared.type}`, see })];
  }
  if (type !== 'object') return [];
  const keys = new Set([...value.entries, ...declared.at.at('default').entries].map(([key]) => key));
  const missing = declared.keys.filter(key => !keys.has(key));
  if (missing.length === 0) return [];
  const reason = `has no ${missing.join(', ')}, which ${what} wants: it cannot start`;
  return [warning(value, { rule: 'param-value-keys', reason, fix: `add ${missing.join(', ')}`, see })];
}

/** The params of a list, with the types of their values. */
export function givenIn(params: Located): GivenParam[] {
  return params.items.map(at => ({ at, type: typeOfValue(at.at('value')) }));
}

function typeOfValue(value: Located): ValueType | undefined {
  const type = valueType(value);
  return type === 'string' && /^\$\(.*\[\*\].*\)$/.test(value.text) ? undefined : type;
}

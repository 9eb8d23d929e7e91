import { closest } from '../closest';
import { docs } from './docs';
import { type Advice, type Draft, error, warning } from './draft';
import { isRecord, type Located } from './located';
import type { Fields, Primitive, Shape } from './shapes/shape';
import { isQuantity, milliseconds } from './text-formats';
import { atLeast } from './version';

/** Versions that decide what is known. */
export interface Versions {
  readonly tekton: string;
  readonly minVersion: string;
}

interface Reading extends Versions {
  /** Whether only the webhook looks here, which ignores the case of field names. */
  readonly decoded: boolean;
}

/**
 * What the API server and the decoders of the webhooks refuse: fields that nobody knows, values of another type; and fields that
 * are newer than `minVersion`. What is missing they fill in with zero values, so no field is required here.
 *
 * Sources: knative.dev/pkg, webhook/json/decode.go and webhook/resourcesemantics/defaulting (roundTripPatch).
 */
export function structure(at: Located, shape: Shape, versions: Versions): Draft[] {
  return check(at, shape, { ...versions, decoded: false });
}

function check(at: Located, shape: Shape, reading: Reading): Draft[] {
  if (typeof shape === 'string') return primitive(at, shape);
  if ('decoded' in shape) return check(at, shape.decoded(), { ...reading, decoded: true });
  if ('since' in shape) return [...newer(at, shape.since, reading), ...check(at, shape.shape, reading)];
  if ('list' in shape) return checkList(at, shape.list, shape.keys ?? [], reading);
  if (!isRecord(at.value)) return wrongType(at, 'a map');
  if ('map' in shape) return at.entries.flatMap(([, value]) => check(value, shape.map, reading));
  return at.entries.flatMap(([key, value]) => checkField(key, value, shape.fields, reading));
}

function checkField(key: string, value: Located, fields: Fields, reading: Reading): Draft[] {
  const name = Object.hasOwn(fields, key) ? key : sameButForCase(key, fields);
  const shape = name === undefined ? undefined : fields[name];
  if (name === undefined || shape === undefined) return [error(value, unknownField(key, Object.keys(fields), reading))];
  if (name === key) return check(value, shape, reading);
  if (!reading.decoded) return [error(value, unknownField(key, Object.keys(fields), reading))];
  const reason = `is read as ${name}, because the webhook ignores case; other tools do not`;
  return [warning(value, { rule: 'field-case', reason, fix: `write ${name}`, see: docs.pipelines }), ...check(value, shape, reading)];
}

function sameButForCase(key: string, fields: Fields): string | undefined {
  return Object.keys(fields).find(name => name.toLowerCase() === key.toLowerCase());
}

function unknownField(key: string, known: readonly string[], { tekton }: Reading): Advice {
  const near = closest(key, known);
  const fix = near === undefined ? `remove it, or write one of ${[...known].sort().join(', ')}` : `write ${near}`;
  return { rule: 'unknown-field', reason: `is not a field that Tekton ${tekton} knows here`, fix, see: docs.tasks };
}

function newer(at: Located, version: string, { tekton, minVersion }: Versions): Draft[] {
  const fix = `remove it, or run Tekton ${version} or later`;
  if (!atLeast(tekton, version)) {
    return [error(at, { rule: 'unknown-field', reason: `came with Tekton ${version}: ${tekton} does not know it`, fix, see: docs.tasks })];
  }
  if (atLeast(minVersion, version)) return [];
  const reason = `came with Tekton ${version}: ${minVersion}, which this is to run on, does not know it`;
  return [warning(at, { rule: 'newer-field', reason, fix, see: docs.tasks })];
}

function checkList(at: Located, shape: Shape, keys: readonly string[], reading: Reading): Draft[] {
  if (!Array.isArray(at.value)) return wrongType(at, 'a list');
  return [...at.items.flatMap(item => check(item, shape, reading)), ...duplicates(at, keys)];
}

/** Lists that are maps by some of their fields, as `ports` by port and protocol. */
function duplicates(at: Located, keys: readonly string[]): Draft[] {
  if (keys.length === 0) return [];
  const seen = new Set<string>();
  return at.items.flatMap(item => {
    const key = JSON.stringify(keys.map(name => item.at(name).value ?? (name === 'protocol' ? 'TCP' : '')));
    const again = seen.has(key);
    seen.add(key);
    if (!again) return [];
    const reason = `has the same ${keys.join(' and ')} as one before it`;
    return [error(item, { rule: 'duplicate-item', reason, fix: 'keep one of them', see: docs.tasks })];
  });
}

const kinds: Readonly<Record<Exclude<Primitive, 'anything' | 'param-value'>, readonly [string, (value: unknown) => boolean]>> = {
  text: ['a text', value => typeof value === 'string'],
  boolean: ['true or false', value => typeof value === 'boolean'],
  integer: ['a whole number', value => Number.isInteger(value)],
  port: ['a port: a number or a name', value => Number.isInteger(value) || typeof value === 'string'],
  quantity: ['a quantity, such as 500m or 4Gi', value => typeof value === 'number' || (typeof value === 'string' && isQuantity(value))],
  duration: ['a duration, such as 1h30m', value => typeof value === 'string' && milliseconds(value) !== undefined],
};

function primitive(at: Located, type: Primitive): Draft[] {
  if (type === 'anything' || type === 'param-value') return [];
  const [wanted, accepts] = kinds[type];
  return accepts(at.value) ? [] : wrongType(at, wanted);
}

function wrongType(at: Located, wanted: string): Draft[] {
  const text = typeof at.value === 'number' || typeof at.value === 'boolean' ? `, in quotes: "${at.value}"` : '';
  const fix = `write ${wanted}${wanted === 'a text' ? text : ''}`;
  return [error(at, { rule: 'wrong-type', reason: `is ${typeName(at.value)}, where ${wanted} is wanted`, fix, see: docs.tasks })];
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

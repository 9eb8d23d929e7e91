import { record } from '../record';
import { CelBoolean, CelList, CelNumber, CelOptional, CelString, quoted } from './cel';
import { type FieldName, type FieldType, isList, type ObjectShape, type Shape, type TriggerEvent } from './event';

type Single<S> = S extends 'string' ? CelString : S extends 'number' ? CelNumber : CelBoolean;

/** The expression of a field: its value, its elements, or the fields within it. */
export type CelField<S> = S extends FieldType ? Single<S> : S extends readonly [infer E] ? CelList<CelField<E>> : CelObject<S>;

/** Expressions of an object's fields. */
export type CelObject<S> = {
  readonly [K in keyof S as FieldName<K>]: K extends `${string}?` ? CelOptional<CelField<S[K]>> : CelField<S[K]>;
};

/** What the expressions of an event's filter and overlays are made from. */
export interface CelEvent<B extends ObjectShape, H extends string> {
  readonly body: CelObject<B>;
  /** The first value of a header; empty where the request lacks it. */
  readonly header: { readonly [K in H]: CelString };
  /** URL that was posted to, with path and query. */
  readonly requestUrl: CelString;
  /** True where the body has each field that is declared (`?`: or lacks it), each of its type. */
  readonly isWellFormed: CelBoolean;
  /** True where the body has no field that is not declared. */
  readonly hasNoOtherField: CelBoolean;
}

/** The expressions of an event. */
export function celEvent<N extends string, B extends ObjectShape, H extends string>({
  shape,
  headers,
}: TriggerEvent<N, B, H>): CelEvent<B, H> {
  const canonical = Object.keys(headers).map(name => [name, new CelString(`header.canonical(${quoted(name)})`)]);
  const names = Object.keys(shape).map(fieldName).map(quoted);
  return {
    body: objectExpressions(shape, 'body'),
    header: record(canonical),
    requestUrl: new CelString('requestURL'),
    isWellFormed: new CelBoolean(objectConditions(shape, 'body').join(' && ')),
    hasNoOtherField: new CelBoolean(`body.all(field, field in [${names.join(', ')}])`),
  };
}

function objectExpressions<T extends object>(shape: ObjectShape, path: string): T {
  const entries = Object.entries(shape).map(([declared, field]) => {
    const name = fieldName(declared);
    const value = expression(field, select(path, name));
    return [name, name === declared ? value : new CelOptional(presence(path, name), value)];
  });
  return record(entries);
}

function expression(shape: Shape, path: string): object {
  if (shape === 'string') return new CelString(path);
  if (shape === 'number') return new CelNumber(path);
  if (shape === 'boolean') return new CelBoolean(path);
  return isList(shape) ? new CelList(path, element => expression(shape[0], element)) : objectExpressions(shape, path);
}

const celTypes = { string: 'string', number: 'double', boolean: 'bool' } as const;

/** What makes a value be of its shape. A missing field is an error of CEL, with which the event does not pass either. */
function conditions(shape: Shape, path: string): string[] {
  if (typeof shape === 'string') return [`type(${path}) == ${celTypes[shape]}`];
  if (!isList(shape)) return [`type(${path}) == map`, ...objectConditions(shape, path)];
  const variable = `e${(path.match(/\be\d+\b/g) ?? []).length}`;
  return [`type(${path}) == list`, `${path}.all(${variable}, ${conditions(shape[0], variable).join(' && ')})`];
}

function objectConditions(shape: ObjectShape, path: string): string[] {
  return Object.entries(shape).flatMap(([declared, field]) => {
    const name = fieldName(declared);
    const wanted = conditions(field, select(path, name));
    const all = wanted.length > 1 ? `(${wanted.join(' && ')})` : wanted.join('');
    return name === declared ? wanted : [`(!${presence(path, name)} || ${all})`];
  });
}

function fieldName(declared: string): string {
  return declared.replace(/\?$/, '');
}

// Words that CEL keeps for itself. Source: google/cel-spec, doc/langdef.md, syntax.
const reserved =
  /^(?:false|in|null|true|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return|var|void|while)$/;

function select(path: string, field: string): string {
  return isIdentifier(field) ? `${path}.${field}` : `${path}[${quoted(field)}]`;
}

function presence(path: string, field: string): string {
  return isIdentifier(field) ? `has(${path}.${field})` : `(${quoted(field)} in ${path})`;
}

function isIdentifier(field: string): boolean {
  return /^[A-Za-z_]\w*$/.test(field) && !reserved.test(field);
}

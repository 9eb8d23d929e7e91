/** The types of Tekton values that are declared and referenced. @see https://tekton.dev/docs/pipelines/tasks/#specifying-parameters */
export type ValueType = 'string' | 'array';

/**
 * A Tekton variable, such as `$(params.image)`, which Tekton replaces by its value when the task runs.
 *
 * Use it as a whole value, or a string one inside a template literal: `${params.image}:latest`.
 */
export class Reference<T extends ValueType = 'string'> {
  constructor(
    readonly path: string,
    readonly type: T,
  ) {}

  toString(): string {
    return `$(${this.path}${this.type === 'array' ? '[*]' : ''})`;
  }

  /** Called by cdk8s, which writes what this returns in place of the reference. */
  resolve(): string {
    return this.toString();
  }
}

/** A literal string, or a variable that holds one. */
export type Value = string | Reference<'string'>;

/** A literal array of strings, or a variable that holds one. */
export type ArrayValue = readonly Value[] | Reference<'array'>;

/** What may be given where a param of type `T` is wanted. */
export type ValueOf<T extends ValueType> = T extends 'array' ? ArrayValue : Value;

/** A declaration that has a type: a param or a result; `string` unless it says `array`. */
export interface Typed {
  readonly type?: ValueType;
}

/** The type that a declaration has. */
export type TypeOf<D> = D extends { readonly type: 'array' } ? 'array' : 'string';

/** Declarations by name. */
export type Declared<D> = Readonly<Record<string, D>>;

/** A typed reference for every declaration of `D`. */
export type References<D> = { readonly [K in keyof D]: Reference<TypeOf<D[K]>> };

/** Makes the references to what `declared` declares: `$(<prefix>.<name>)`. */
export function references<D extends Declared<Typed>>(declared: D, prefix: string): References<D> {
  const entries = Object.entries(declared).map(([name, { type = 'string' }]) => [name, new Reference(`${prefix}.${name}`, type)]);
  return Object.fromEntries(entries);
}

/** String references to something that every name of `declared` has, such as a result's file: `$(<prefix>.<name>.<suffix>)`. */
export function paths<D extends object>(declared: D, prefix: string, suffix: string): { readonly [K in keyof D]: Reference<'string'> } {
  const entries = Object.keys(declared).map(name => [name, new Reference(`${prefix}.${name}.${suffix}`, 'string')]);
  return Object.fromEntries(entries);
}

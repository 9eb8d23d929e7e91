import { record } from './record';

/** The types of Tekton values that are declared and referenced. @see https://tekton.dev/docs/pipelines/tasks/#specifying-parameters */
export type ValueType = 'string' | 'array' | 'object';

/**
 * Where a variable means something; Tekton leaves it as it is, or refuses it, anywhere else.
 *
 * - `task`: in the steps and volumes of a task, or of a step action
 * - `step`: what another step of the task has given
 * - `pipeline`: what the pipeline is given
 * - `run`: the PipelineRun itself, in its params and in its pipeline
 * - `result`: what a task of the pipeline gives
 * - `guarded`: the same of a task that `when` may skip; what uses it is skipped, too
 * - `status`: how tasks ended, for `finally`
 * - `finally`: what a `finally` task gives, for the pipeline's results
 * - `template`: what a trigger gives to its template
 *
 * @see https://tekton.dev/docs/pipelines/variables/
 */
export type Origin = 'task' | 'step' | 'pipeline' | 'run' | 'result' | 'guarded' | 'status' | 'finally' | 'template';

/**
 * A Tekton variable, such as `$(params.image)`, which Tekton replaces by its value when the task runs.
 *
 * Use it as a whole value, or a string one inside a template literal: `${params.image}:latest`. `O` is known to the compiler only:
 * it keeps a variable from where it means nothing.
 *
 * @see https://tekton.dev/docs/pipelines/variables/
 * @example
 * pipeline.params.revision; // $(params.revision)
 * `quay.io/acme/app:${pipeline.params.revision}`; // 'quay.io/acme/app:$(params.revision)'
 */
export class Reference<T extends ValueType = 'string', O extends Origin = Origin> {
  declare protected readonly origin: O;

  constructor(
    /** What stands between `$(` and `)`, without `[*]`: `params.image`. */
    readonly path: string,
    readonly type: T,
  ) {}

  /** The text that Tekton replaces: `$(params.image)`; of an array or object, whole, `$(params.archs[*])`. */
  toString(): string {
    return `$(${this.path}${this.type === 'string' ? '' : '[*]'})`;
  }

  /** Called by cdk8s, which writes what this returns in place of the reference. */
  resolve(): string {
    return this.toString();
  }
}

/**
 * A variable that holds an array: it stands whole, as a value or among the arguments of a command.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/#array-type
 * @example
 * const { params } = new Pipeline(chart, 'architectures', {
 *   version: '0.1.0',
 *   description: 'Builds.',
 *   params: { archs: { description: 'Architectures.', type: 'array' } },
 * });
 * params.archs; // $(params.archs[*])
 * params.archs.element(0); // $(params.archs[0])
 */
export class ArrayReference<O extends Origin = Origin> extends Reference<'array', O> {
  constructor(path: string) {
    super(path, 'array');
  }

  /** One element, counted from 0; the task fails where there is none. */
  element(index: number): Reference<'string', O> {
    return new Reference(`${this.path}[${index}]`, 'string');
  }
}

/**
 * A variable that holds strings by key: whole as a value, its `properties` wherever a string may be.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/#object-type
 * @example
 * const { params } = new Pipeline(chart, 'sources', {
 *   version: '0.1.0',
 *   description: 'Builds.',
 *   params: { git: { description: 'Sources.', type: 'object', properties: { url: {}, revision: {} } } },
 * });
 * params.git; // $(params.git[*])
 * params.git.properties.url; // $(params.git.url)
 */
export class ObjectReference<K extends string = string, O extends Origin = Origin> extends Reference<'object', O> {
  /** References to the values of its keys. */
  readonly properties: { readonly [P in K]: Reference<'string', O> };

  constructor(path: string, keys: readonly K[]) {
    super(path, 'object');
    this.properties = record(keys.map(key => [key, new Reference(`${path}.${key}`, 'string')]));
  }
}

/** A literal string, or a variable that holds one. */
export type Value<O extends Origin = Origin> = string | Reference<'string', O>;

/** A literal array of strings, or a variable that holds one. */
export type ArrayValue<O extends Origin = Origin> = readonly Value<O>[] | Reference<'array', O>;

/** Strings by key, or a variable that holds them all. */
export type ObjectValue<K extends string = string, O extends Origin = Origin> = { readonly [P in K]: Value<O> } | ObjectReference<K, O>;

/** The keys of an object param or result. Every value is a string. */
export type Properties = Readonly<Record<string, { readonly type?: 'string' }>>;

/** A declaration that has a type: a param or a result; `string` unless it says otherwise. */
export type Typed =
  | { readonly type?: 'string' }
  | { readonly type: 'array' }
  | { readonly type: 'object'; readonly properties: Properties };

type KeysOf<D> = D extends { readonly properties: infer P } ? keyof P & string : string;

/** What may be given where a param that is declared as `D` is wanted. */
export type ValueOf<D, O extends Origin = Origin> = D extends { readonly type: 'array' }
  ? ArrayValue<O>
  : D extends { readonly type: 'object' }
    ? ObjectValue<KeysOf<D>, O>
    : Value<O>;

/** The reference to what is declared as `D`. */
export type ReferenceTo<D, O extends Origin = Origin> = D extends { readonly type: 'array' }
  ? ArrayReference<O>
  : D extends { readonly type: 'object' }
    ? ObjectReference<KeysOf<D>, O>
    : Reference<'string', O>;

/** Declarations by name. */
export type Declared<D> = Readonly<Record<string, D>>;

/** A typed reference for every declaration of `D`. */
export type References<D, O extends Origin = Origin> = { readonly [K in keyof D]: ReferenceTo<D[K], O> };

function reference(path: string, declaration: Typed): Reference<ValueType> {
  switch (declaration.type) {
    case 'array':
      return new ArrayReference(path);
    case 'object':
      return new ObjectReference(path, Object.keys(declaration.properties));
    default:
      return new Reference(path, 'string');
  }
}

/** Makes the references to what `declared` declares: `$(<prefix>.<name>)`. */
export function references<D extends Declared<Typed>, O extends Origin>(declared: D | undefined, prefix: string): References<D, O> {
  return record(Object.entries<Typed>(declared ?? {}).map(([name, declaration]) => [name, reference(`${prefix}.${name}`, declaration)]));
}

/** String references to something that every name of `declared` has, such as a result's file: `$(<prefix>.<name>.<suffix>)`. */
export function paths<D extends object, O extends Origin>(
  declared: D | undefined,
  prefix: string,
  suffix: string,
): { readonly [K in keyof D]: Reference<'string', O> } {
  return record(Object.keys(declared ?? {}).map(name => [name, new Reference(`${prefix}.${name}.${suffix}`, 'string')]));
}

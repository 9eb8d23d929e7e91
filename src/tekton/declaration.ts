import type { ArrayValue, Declared, TypeOf, ValueOf } from './reference';

/** A string param; one without `default` must be given. @see https://tekton.dev/docs/pipelines/tasks/#specifying-parameters */
export interface StringParam {
  /** What it means, its format and unit. */
  readonly description: string;
  readonly type?: 'string';
  /** @default - the param must be given */
  readonly default?: string;
}

/** An array param; one without `default` must be given. */
export interface ArrayParam {
  readonly description: string;
  readonly type: 'array';
  /** @default - the param must be given */
  readonly default?: readonly string[];
}

/** A param of a task or pipeline. */
export type Param = StringParam | ArrayParam;

/** What a task gives; every step that runs to its end must have seen it written. @see https://tekton.dev/docs/pipelines/tasks/#emitting-results */
export interface Result {
  readonly description: string;
  /** @default 'string' */
  readonly type?: 'string' | 'array';
}

/** A folder that whoever runs the task provides. @see https://tekton.dev/docs/pipelines/workspaces/ */
export interface Workspace {
  readonly description: string;
  /** @default false */
  readonly optional?: boolean;
}

type WithDefault<P> = { [K in keyof P]: P[K] extends { readonly default: unknown } ? K : never }[keyof P];
type OptionalWorkspace<W> = { [K in keyof W]: W[K] extends { readonly optional: true } ? K : never }[keyof W];

/** The params that a caller gives: each without a default, and those with one if it likes, of the right type. */
export type ParamArguments<P> = { readonly [K in Exclude<keyof P, WithDefault<P>>]: ValueOf<TypeOf<P[K]>> } & {
  readonly [K in WithDefault<P>]?: ValueOf<TypeOf<P[K]>>;
};

/** The workspaces that a caller binds to its own, whose names are `V`. */
export type WorkspaceArguments<W, V> = { readonly [K in Exclude<keyof W, OptionalWorkspace<W>>]: V } & {
  readonly [K in OptionalWorkspace<W>]?: V;
};

/** Renders declarations as Tekton lists them: `[{name, type?, description, default?}]`. */
export function declarations(declared: Declared<Param | Result | Workspace>): object[] | undefined {
  const list = Object.entries(declared).map(([name, { description, ...rest }]) => ({
    name,
    ...('type' in rest && rest.type !== undefined ? { type: rest.type } : {}),
    description,
    ...('default' in rest && rest.default !== undefined ? { default: rest.default } : {}),
    ...('optional' in rest && rest.optional ? { optional: true } : {}),
  }));
  return list.length > 0 ? list : undefined;
}

/** Renders the params that a caller gives: `[{name, value}]`. */
export function paramArguments(given: object): object[] | undefined {
  const list = Object.entries(given)
    .filter(([, value]: [string, ArrayValue | string | undefined]) => value !== undefined)
    .map(([name, value]) => ({ name, value }));
  return list.length > 0 ? list : undefined;
}

import type { Declared, Origin, Properties, Value, ValueOf } from './reference';

/** A string param; one without `default` must be given. @see https://tekton.dev/docs/pipelines/tasks/#specifying-parameters */
export interface StringParam {
  /** What it means, its format and unit. */
  readonly description: string;
  readonly type?: 'string';
  /** @default - the param must be given */
  readonly default?: string;
}

/** An array param; one without `default` must be given. @see https://tekton.dev/docs/pipelines/tasks/#array-type */
export interface ArrayParam {
  /** What it means, its format and unit. */
  readonly description: string;
  readonly type: 'array';
  /** @default - the param must be given */
  readonly default?: readonly string[];
}

/** A param of strings by key; one without `default` must be given. @see https://tekton.dev/docs/pipelines/tasks/#object-type */
export interface ObjectParam {
  /** What it means, its format and unit. */
  readonly description: string;
  readonly type: 'object';
  readonly properties: Properties;
  /** Every key's. @default - the param must be given */
  readonly default?: Readonly<Record<string, string>>;
}

/** What a task, step action or pipeline is given. */
export type Param = StringParam | ArrayParam | ObjectParam;

/** A result that is a text. */
export interface StringResult {
  /** What it means, its format and unit. */
  readonly description: string;
  readonly type?: 'string';
}

/** A result that its step writes as a JSON array of strings. */
export interface ArrayResult {
  /** What it means, its format and unit. */
  readonly description: string;
  readonly type: 'array';
}

/** A result that its step writes as a JSON object of strings. */
export interface ObjectResult {
  /** What it means, its format and unit. */
  readonly description: string;
  readonly type: 'object';
  readonly properties: Properties;
}

/**
 * What a task or step gives; every step that runs to its end must have seen it written. All of a pod's results together are under
 * 12 KB.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/#emitting-results
 */
export type Result = StringResult | ArrayResult | ObjectResult;

/** A folder that whoever runs the task or pipeline provides. @see https://tekton.dev/docs/pipelines/workspaces/ */
export interface Workspace {
  /** What is in it. */
  readonly description: string;
  /** @default false */
  readonly optional?: boolean;
  /** The task only reads it. @default false */
  readonly readOnly?: boolean;
  /** Where a task's steps see it. @default '/workspace/<name>' */
  readonly mountPath?: string;
}

type WithDefault<P> = { [K in keyof P]: P[K] extends { readonly default: unknown } ? K : never }[keyof P];
type OptionalWorkspace<W> = { [K in keyof W]: W[K] extends { readonly optional: true } ? K : never }[keyof W];

/** The params that a caller gives: each without a default, and those with one if it likes, of the right type and origin. */
export type ParamArguments<P, O extends Origin = Origin> = { readonly [K in Exclude<keyof P, WithDefault<P>>]: ValueOf<P[K], O> } & {
  readonly [K in WithDefault<P>]?: ValueOf<P[K], O>;
};

/** Names of the workspaces that always are there. */
export type RequiredWorkspace<W> = Exclude<keyof W, OptionalWorkspace<W>> & string;

/** What a caller binds to each workspace: `V`, and `O` where the workspace is optional. */
export type WorkspaceArguments<W, V, O = V> = { readonly [K in Exclude<keyof W, OptionalWorkspace<W>>]: V } & {
  readonly [K in OptionalWorkspace<W>]?: O;
};

interface Declaration {
  readonly description: string;
  readonly type?: string;
  readonly properties?: Properties;
  readonly default?: unknown;
  readonly optional?: boolean;
  readonly mountPath?: Value;
  readonly readOnly?: boolean;
}

/** Renders declarations as Tekton lists them: `[{name, type?, description, properties?, default?}]`; undefined where there are none. */
export function declarations(declared: Declared<Declaration> | undefined): { readonly name: string }[] | undefined {
  const list = Object.entries(declared ?? {}).map(([name, { description, type, properties, optional, mountPath, readOnly, ...rest }]) => ({
    name,
    ...(type !== undefined && { type }),
    description,
    ...(properties && { properties: Object.fromEntries(Object.keys(properties).map(key => [key, { type: 'string' }])) }),
    ...(rest.default !== undefined && { default: rest.default }),
    ...(mountPath !== undefined && { mountPath }),
    ...(readOnly && { readOnly }),
    ...(optional && { optional }),
  }));
  return list.length > 0 ? list : undefined;
}

/** Renders the params that a caller gives: `[{name, value}]`; undefined where there are none. */
export function paramArguments(given: object): object[] | undefined {
  const list = Object.entries(given)
    .filter(([, value]: [string, unknown]) => value !== undefined)
    .map(([name, value]: [string, unknown]) => ({ name, value }));
  return list.length > 0 ? list : undefined;
}

/**
 * - `quantity`: `500m`, `4Gi` or a number
 * - `port`: a number or a name
 * - `duration`: Go's, such as `1h30m`
 * - `param-value`: a text, a list or a map of texts; whatever else is given is taken as the text of its JSON
 * - `anything`: not looked into
 */
export type Primitive = 'text' | 'boolean' | 'integer' | 'quantity' | 'port' | 'duration' | 'param-value' | 'anything';

/** The fields of an object; another one is refused. */
export type Fields = Readonly<Record<string, Shape>>;

/** What may stand somewhere in a manifest: our own closed schema of Tekton's kinds. */
export type Shape =
  | Primitive
  | { readonly list: Shape; readonly keys?: readonly string[] }
  | { readonly map: Shape }
  | { readonly fields: Fields }
  | { readonly decoded: () => Shape }
  | { readonly since: string; readonly shape: Shape };

/** A list; where `keys` are named, no two of its objects may agree in all of them. */
export function list(shape: Shape, keys?: readonly string[]): Shape {
  return { list: shape, ...(keys && { keys }) };
}

/** An object with any keys. */
export function map(shape: Shape): Shape {
  return { map: shape };
}

/** An object with these fields and no others. */
export function object(fields: Fields): Shape {
  return { fields };
}

/** A part that has no schema in the CRD: only the webhook knows its fields, and like every Go decoder it ignores the case of their names. */
export function decoded(shape: () => Shape): Shape {
  return { decoded: shape };
}

/** A field that came with this version of Tekton Pipelines. */
export function since(version: string, shape: Shape): Shape {
  return { since: version, shape };
}

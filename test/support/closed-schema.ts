import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

interface Schema {
  [key: string]: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: unknown;
}

interface Definition {
  readonly spec: {
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }[];
  };
}

const metadata = { type: 'object' };

/** Refuses fields that the schema does not name, as the API server does with strict validation. */
function close(schema: Schema): Schema {
  const { properties, items, additionalProperties, ...rest } = schema;
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (schema['x-kubernetes-int-or-string'] === true) return { type: ['integer', 'string'] };
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, close(property)])),
      ...(open ? {} : { additionalProperties: false }),
    }),
    ...(items && { items: close(items) }),
    ...(typeof additionalProperties === 'object' && additionalProperties !== null
      ? { additionalProperties: close(additionalProperties as Schema) }
      : {}),
  };
}

const known = new Map<string, ValidateFunction | undefined>();

/** The validator of one version of a kind that a folder's definitions define, closed against unknown fields. */
export function closedSchema(folder: string, version: string, kind: string): ValidateFunction | undefined {
  // Compiling takes a while, and several tests want the same ones.
  const key = `${folder} ${version} ${kind}`;
  if (!known.has(key)) known.set(key, compile(folder, version, kind));
  return known.get(key);
}

function compile(folder: string, version: string, kind: string): ValidateFunction | undefined {
  const found = definitions(folder)
    .filter(({ spec }) => spec.names.kind === kind)
    .flatMap(({ spec }) => spec.versions)
    .find(({ name }) => name === version);
  if (!found) return undefined;
  // The API server fills in defaults before it validates.
  const ajv = new Ajv({ useDefaults: true, strict: false, validateFormats: false, validateSchema: false });
  const schema = close(found.schema.openAPIV3Schema);
  return ajv.compile({ ...schema, properties: { ...schema.properties, metadata } });
}

const parsed = new Map<string, readonly Definition[]>();

function definitions(folder: string): readonly Definition[] {
  const read = parsed.get(folder) ?? readdirSync(folder).map(file => parse(readFileSync(join(folder, file), 'utf8')) as Definition);
  parsed.set(folder, read);
  return read;
}

/** What a validator says against an object; empty where nothing. */
export function problems(validate: ValidateFunction | undefined, object: object): string[] {
  if (!validate) return ['no definition of this kind'];
  return validate(object)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}

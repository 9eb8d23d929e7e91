import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Ajv, ValidateFunction } from 'ajv';
import schema from './config.schema.json';
import type { ConfigFile } from './config-file';

/** What `npm run build` leaves beside the compiled files: Ajv takes 90 ms to make it of the schema, reading it takes 5. */
export const compiledFile = join(__dirname, 'config.validate.js');

const load = createRequire(__filename);

/** The check of config.schema.json: as compiled at build time while the schema is still the same, else compiled now. */
export function schemaValidator(): ValidateFunction<ConfigFile> {
  if (existsSync(compiledFile)) {
    const compiled = load(compiledFile) as { readonly validate: ValidateFunction<ConfigFile>; readonly schema: string };
    if (compiled.schema === JSON.stringify(schema)) return compiled.validate;
  }
  return newAjv().compile<ConfigFile>(schema);
}

/** The check as the text of a CommonJS module, for `compiledFile`. */
export function compiledValidator(): string {
  const { default: standalone } = load('ajv/dist/standalone') as typeof import('ajv/dist/standalone');
  const ajv = newAjv();
  const code = standalone(ajv, ajv.compile(schema));
  return `${code};\nexports = module.exports = { validate: module.exports, schema: ${JSON.stringify(JSON.stringify(schema))} };\n`;
}

function newAjv(): Ajv {
  const { Ajv } = load('ajv') as typeof import('ajv');
  // A test checks the schema itself, strictly; doing it at every start would take longer than all the rest.
  return new Ajv({ allErrors: true, verbose: true, strict: false, validateSchema: false, code: { source: true } });
}

import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import schema from '../../src/config/config.schema.json';
import { defaultRunfileUrl, defaults } from '../../src/config/defaults';
import { compiledValidator, schemaValidator } from '../../src/config/schema-validator';
import { parseDriverVersion } from '../../src/driver/driver-version';
import { gpuGenerations } from '../../src/driver/gpu-generation';
import { isReleaseImage, parseRelease } from '../../src/driver/release';

interface Field {
  readonly type?: unknown;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Field>>;
}

function fieldsOf(field: Field, path = ''): [string, Field][] {
  return Object.entries(field.properties ?? {}).flatMap(([name, inner]) => {
    const here = path === '' ? name : `${path}.${name}`;
    return [[here, inner], ...fieldsOf(inner, here)];
  });
}

const top: Field = schema;
const definitions: Readonly<Record<string, Field>> = schema.definitions;
const fields = [...fieldsOf(top), ...Object.entries(definitions).flatMap(([name, field]) => fieldsOf(field, name))];

describe('config.schema.json', () => {
  it('is a schema, without a word that Ajv does not know', () => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: 'log', logger: { log: fail, warn: fail, error: fail } });
    ajv.addKeyword({ keyword: 'patternErrorMessage', schemaType: 'string' });
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
  });

  it.each(fields)('describes %s', (_, { description }) => expect(description).toMatch(/^[A-Za-z].*\.$/));

  it('refuses unknown fields in every map of fields', () => {
    const maps = [schema, ...Object.values(schema.definitions), ...fields.map(([, field]) => field)].filter(field => 'properties' in field);
    expect(maps.filter(map => !('additionalProperties' in map) || map.additionalProperties !== false)).toEqual([]);
  });

  it('tells editors the defaults that a configuration gets', () => {
    const at = (path: string): unknown => path.split('.').reduce<unknown>((value, key) => Object(value)[key], defaults);
    const told = fieldsOf(top).filter(([, field]) => field.default !== undefined && !('properties' in field));
    const known = told.filter(([path]) => path !== 'sources.entryPoint');
    expect(known.length).toBeGreaterThan(15);
    for (const [path, field] of known) expect([path, field.default]).toEqual([path, at(path)]);
    expect(schema.definitions.driver.properties.runfile.properties.url.default).toBe(defaultRunfileUrl);
  });

  it.each(['580.105.08', '580', '580.10', '470.256.02', '1000.10.01', '580.105.8', '580.105.08-1', 'v580.105.08', '58.105.08', ''])(
    'accepts driver version "%s" if and only if parseDriverVersion does',
    text => expect(new RegExp(schema.definitions.driver.properties.version.pattern).test(text)).toBe(accepts(parseDriverVersion, text)),
  );

  it('knows the generations of GPUs that the rules know', () =>
    expect(schema.definitions.driver.properties.gpus.items.enum).toEqual(Object.keys(gpuGenerations)));

  it.each([
    '4.20.3',
    '4.20',
    '4.21.0-rc.1',
    '5.0.0',
    '4.20.3-',
    'latest',
    'quay.io/ocp/release:4.20.3-x86_64',
    'quay.io/ocp/release',
    'quay.io:443/o/r@sha256:12',
    `quay.io/o/r@sha256:${'0'.repeat(64)}`,
  ])('accepts release "%s" if and only if it is a version or an image', text =>
    expect(new RegExp(schema.properties.releases.items.pattern).test(text)).toBe(isReleaseImage(text) || accepts(parseRelease, text)),
  );

  it('says the same when it was compiled ahead of time', () => {
    const compiled = { exports: { validate: schemaValidator(), schema: '' } };
    new Function('module', 'exports', 'require', compiledValidator())(compiled, compiled.exports, createRequire(__filename));
    expect(compiled.exports.schema).toBe(JSON.stringify(schema));
    const wrong = { image: 1, drivers: [{ version: '580', names: '' }], platforms: ['arm64', {}], secrets: { stepImages: ['a', 'a'] } };
    const [ahead, now] = [compiled.exports.validate, schemaValidator()];
    expect([ahead(wrong), now(wrong)]).toEqual([false, false]);
    expect(ahead.errors).toEqual(now.errors);
  });
});

function fail(...message: unknown[]): never {
  throw new Error(message.join(' '));
}

function accepts(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

import type { ErrorObject } from 'ajv';
import { closest } from '../source/closest';
import type { Advice, Finding } from '../source/finding';
import type { Path } from '../source/path';
import type { YamlDocument } from '../source/yaml-document';

/** What the words of a finding come from: the part of config.schema.json that refused a value. */
interface Schema {
  /** What a text with a pattern is: `a full driver version`. */
  readonly title?: string;
  /** How to write it; editors show it too. */
  readonly patternErrorMessage?: string;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** An error of the schema in the words of somebody who writes the file. */
export function explain(error: ErrorObject, path: Path, source: YamlDocument): Finding {
  const schema = (error.parentSchema ?? {}) as Schema;
  const { keyword, params, data, propertyName } = error;
  if (path.length === 0 && keyword === 'type') {
    return source.finding(path, { reason: 'is not a configuration', fix: 'write at least image, drivers and platforms' });
  }
  if (propertyName !== undefined) return source.keyFinding([...path, propertyName], shapeAdvice(schema));
  switch (keyword) {
    case 'required':
      return source.finding([...path, params.missingProperty], missingAdvice(params.missingProperty, schema));
    case 'additionalProperties':
      return source.keyFinding([...path, params.additionalProperty], unknownAdvice(params.additionalProperty, schema));
    case 'uniqueItems':
      return source.finding([...path, params.i], {
        reason: `is in the list already, as number ${params.j + 1}`,
        fix: 'remove one of them',
      });
    case 'type':
      return source.finding(path, typeAdvice(data, params.type, schema, source.scalarText(path)));
    case 'enum':
      return source.finding(path, enumAdvice(data, params.allowedValues));
    case 'pattern':
      return source.finding(path, shapeAdvice(schema));
    case 'minItems':
    case 'minProperties':
      return source.finding(path, { reason: 'is empty', fix: `write at least one entry${example(schema)}` });
    case 'maxLength':
      return source.finding(path, { reason: `is longer than ${params.limit} characters`, fix: 'shorten it' });
    case 'minimum':
      return source.finding(path, { reason: `is less than ${params.limit}`, fix: `write ${schema.title ?? 'a number'}${example(schema)}` });
    case 'maximum':
      return source.finding(path, { reason: `is more than ${params.limit}`, fix: `write ${schema.title ?? 'a number'}${example(schema)}` });
    default:
      return source.finding(path, { reason: error.message ?? keyword, fix: 'write what config.schema.json describes' });
  }
}

function shapeAdvice({ title, patternErrorMessage }: Schema): Advice {
  return { reason: `is not ${title ?? 'of the form that is wanted'}`, fix: patternErrorMessage ?? 'see its description' };
}

function missingAdvice(name: string, { properties }: Schema): Advice {
  const [sample] = properties?.[name]?.examples ?? [];
  return { reason: 'is required', fix: `add ${name}: ${written(sample)}` };
}

function unknownAdvice(name: string, { properties }: Schema): Advice {
  const known = Object.keys(properties ?? {});
  const meant = closest(name, known);
  return { reason: 'is not a field that is known here', fix: meant ? `write ${meant}` : `remove it, or write one of ${known.join(', ')}` };
}

function enumAdvice(data: unknown, allowed: readonly string[]): Advice {
  if (data === null) return { reason: 'is empty', fix: `write ${alternatives(allowed)}, or remove the line` };
  const meant = typeof data === 'string' ? closest(data, allowed) : undefined;
  return { reason: `is not one of ${allowed.join(', ')}`, fix: meant ? `write ${meant}` : `write ${alternatives(allowed)}` };
}

function typeAdvice(data: unknown, type: string | readonly string[], schema: Schema, text: string | undefined): Advice {
  const wanted = alternatives([type].flat().map(name => typeNames[name] ?? name));
  if (data === null) return { reason: `is empty, where ${wanted} is wanted`, fix: `write a value${example(schema)}, or remove the line` };
  const reason = `is ${typeNames[typeOf(data)]} to YAML, where ${wanted} is wanted`;
  if (type === 'boolean') return { reason, fix: 'write true or false' };
  if (type === 'string' && text !== undefined) return { reason, fix: quoteAdvice(text, schema) };
  return { reason, fix: `write ${wanted}${example(schema)}` };
}

/** What YAML takes for a number may be right as a text, or wrong either way. */
function quoteAdvice(text: string, { pattern, patternErrorMessage }: Schema): string {
  const right = pattern === undefined || new RegExp(pattern).test(text);
  return right || patternErrorMessage === undefined ? `put it in quotes: "${text}"` : `${patternErrorMessage}, in quotes`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

function typeOf(data: unknown): string {
  return Array.isArray(data) ? 'array' : typeof data;
}

function example({ examples }: Schema): string {
  return examples?.[0] === undefined ? '' : `, like ${written(examples[0])}`;
}

/** A value in YAML's flow style, which JSON is, too. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function alternatives(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : (words[0] ?? '');
}

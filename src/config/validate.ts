import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Finding } from '../source/finding';
import type { Path } from '../source/path';
import { isRecord } from '../source/record';
import type { YamlDocument } from '../source/yaml-document';
import type { ConfigFile } from './config-file';
import { explain } from './schema-finding';
import { schemaValidator } from './schema-validator';

/** Errors about a value, which is therefore left out; the others are about what is beside it. */
const aboutValue: ReadonlySet<string> = new Set(['type', 'enum', 'pattern', 'maxLength']);

/** Made at the first file: of the schema it takes 90 ms. */
let accepts: ValidateFunction<ConfigFile> | undefined;

/** What config.schema.json says to a file: its findings, and the file without what it refuses. */
export function validate(source: YamlDocument): { file: ConfigFile; findings: Finding[] } {
  accepts ??= schemaValidator();
  const value = source.value();
  if (accepts(value)) return { file: value, findings: [] };

  // An `if` only says that its branch has failed, which the branch does better; `propertyNames` likewise.
  const errors = (accepts.errors ?? []).filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames');
  const findings = errors.map(error => explain(error, pathOf(value, error.instancePath), source));
  for (const error of errors.filter(refusesValue)) remove(value, pathOf(value, error.instancePath));
  return { file: isRecord(value) ? (value as ConfigFile) : {}, findings: withoutRepeats(findings) };
}

function refusesValue({ keyword, propertyName }: ErrorObject): boolean {
  return aboutValue.has(keyword) && propertyName === undefined;
}

/** The first of several findings about one value: a wrong type is wrong for every rule about the value. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  return findings.filter(({ line, column, path }) => {
    const place = `${line}:${column}:${path}`;
    return !told.has(place) && told.add(place);
  });
}

/** The parts of a JSON pointer, numbers for indexes of lists. */
function pathOf(value: unknown, pointer: string): Path {
  let node = value;
  return pointer
    .split('/')
    .slice(1)
    .map(part => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(node) ? Number(key) : key;
      node = child(node, step);
      return step;
    });
}

function remove(value: unknown, path: Path): void {
  const parent = path.slice(0, -1).reduce(child, value);
  const last = path.at(-1);
  if (Array.isArray(parent) && typeof last === 'number') parent[last] = undefined;
  else if (isRecord(parent) && last !== undefined) delete parent[last];
}

function child(node: unknown, key: string | number): unknown {
  if (Array.isArray(node)) return node[Number(key)];
  return isRecord(node) ? node[key] : undefined;
}

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import schema from '../../src/config/config.schema.json';

interface Node {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly oneOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
}

/** Every field, where it comes in the schema: `drivers`, `drivers.name`. */
function fields(node: Node, path: readonly string[] = []): string[] {
  if (node.$ref !== undefined) {
    const found = node.$ref
      .split('/')
      .slice(1)
      .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], schema);
    return fields(found as Node, path);
  }
  const below = [...(node.oneOf ?? []), ...(node.anyOf ?? []), ...(node.items ? [node.items] : [])];
  return [
    ...below.flatMap(part => fields(part, path)),
    ...Object.entries(node.properties ?? {}).flatMap(([name, part]) => [[...path, name].join('.'), ...fields(part, [...path, name])]),
  ];
}

/** Those of README's table, in its order: `drivers[].cuda`, `.baseImage` are two. */
function told(): string[] {
  const [, table = ''] = readFileSync('README.md', 'utf8').split('| field | meaning | default |\n|---|---|---|\n');
  const [rows = ''] = table.split('\n\n');
  return rows.split('\n').flatMap(row => {
    const [first = '', ...others] = [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) =>
      (name ?? '').replaceAll('[]', ''),
    );
    const parent = first.slice(0, first.lastIndexOf('.'));
    return [first, ...others.map(name => (name.startsWith('.') ? `${parent}${name}` : name))];
  });
}

test("README's table has every field of the configuration, and no other, in the order of the schema", () => {
  const known = fields(schema as Node);
  const rows = told();
  expect(rows.filter(field => !known.includes(field))).toEqual([]);
  expect(rows).toEqual([...rows].sort((a, b) => known.indexOf(a) - known.indexOf(b)));
  // A field is told by its own row, or with what it belongs to or holds.
  const isTold = (field: string) => rows.some(row => row === field || field.startsWith(`${row}.`) || row.startsWith(`${field}.`));
  expect(known.filter(field => !isTold(field))).toEqual([]);
});

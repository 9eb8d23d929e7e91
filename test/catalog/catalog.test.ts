import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalog } from '../../src/catalog/catalog';

const entries = catalog();

interface Named {
  readonly name: string;
  readonly value?: string;
  readonly default?: string;
  readonly description?: string;
}

interface Manifest {
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly description: string; readonly params: readonly Named[] };
}

function manifest(entry: (typeof entries)[number]): Manifest {
  return parse(entry.files[`${entry.kind}s/${entry.name}/${entry.version}/${entry.name}.yaml`] ?? '') as Manifest;
}

test('the committed catalog is what the sources say: run npm run catalog', () => {
  const committed = ['tasks', 'pipelines'].flatMap(folder =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(file => file.isFile())
      .map(file => join(file.parentPath, file.name)),
  );
  const rendered = Object.assign({}, ...entries.map(({ files }) => files)) as Record<string, string>;
  expect(committed.sort()).toEqual(Object.keys(rendered).sort());
  for (const [path, text] of Object.entries(rendered)) expect(readFileSync(path, 'utf8'), path).toBe(text);
});

describe.each(entries)('$kind $name', entry => {
  const { metadata, spec } = manifest(entry);

  test('has the name and version of its folders', () => {
    expect(metadata.name).toBe(entry.name);
    expect(metadata.labels['app.kubernetes.io/version']).toBe(entry.version);
  });

  test('has what catalogs ask for', () => {
    for (const annotation of ['pipelines.minVersion', 'categories', 'tags', 'displayName', 'platforms']) {
      expect(metadata.annotations[`tekton.dev/${annotation}`], annotation).toMatch(/\S/);
    }
    expect(spec.description).toMatch(/\S/);
    for (const param of spec.params) expect(param.description, param.name).toMatch(/\.$/);
  });

  test('has a sample that gives every param that has no default, and no others', () => {
    const sample = parse(entry.files[`${entry.kind}s/${entry.name}/${entry.version}/samples/run.yaml`] ?? '') as Manifest;
    const required = spec.params.filter(param => param.default === undefined).map(({ name }) => name);
    expect(sample.spec.params.map(({ name }) => name)).toEqual(required);
  });

  test('has a README that names every param', () => {
    const readme = entry.files[`${entry.kind}s/${entry.name}/${entry.version}/README.md`] ?? '';
    for (const { name } of spec.params) expect(readme).toContain(`| \`${name}\` |`);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Kind, kinds } from '../../../src/tekton/findings/kinds';
import type { Shape } from '../../../src/tekton/findings/shapes/shape';
import { atLeast } from '../../../src/tekton/findings/version';
import { needs } from '../../support/needs';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly pattern?: string;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

const crds = process.env.NVIDIA_DRIVERS_CRDS ?? '';
const describe = needs('NVIDIA_DRIVERS_CRDS, a folder with the CRDs of Tekton', crds !== '');

const types: Readonly<Record<string, string>> = {
  text: 'string',
  duration: 'string',
  boolean: 'boolean',
  integer: 'integer',
  quantity: 'int-or-string with a pattern',
  port: 'int-or-string',
  'param-value': 'anything',
  anything: 'anything',
};

/** Every field of our shape as `path: type`, those that the version does not have left out. */
function ours(shape: Shape, version: string, path = ''): string[] {
  if (typeof shape === 'string') return [`${path}: ${types[shape]}`];
  if ('decoded' in shape) return [`${path}: anything`];
  if ('since' in shape) return atLeast(version, shape.since) ? ours(shape.shape, version, path) : [];
  if ('list' in shape)
    return [`${path}: array${(shape.keys ?? []).map(key => ` ${key}`).join('')}`, ...ours(shape.list, version, `${path}[]`)];
  if ('map' in shape) return [`${path}: object`, ...ours(shape.map, version, `${path}{}`)];
  return [`${path}: object`, ...Object.entries(shape.fields).flatMap(([name, field]) => ours(field, version, `${path}/${name}`))];
}

/** The same of a CRD's schema. */
function theirs(schema: Schema, path = ''): string[] {
  const type = schema['x-kubernetes-int-or-string']
    ? `int-or-string${schema.pattern === undefined ? '' : ' with a pattern'}`
    : (schema.type ?? 'anything');
  const keys = (schema['x-kubernetes-list-map-keys'] ?? []).map(key => ` ${key}`).join('');
  return [
    `${path}: ${type}${keys}`,
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => theirs(field, `${path}/${name}`)),
    ...(schema.items ? theirs(schema.items, `${path}[]`) : []),
    ...(typeof schema.additionalProperties === 'object' ? theirs(schema.additionalProperties, `${path}{}`) : []),
  ];
}

function crd(version: string, kind: Kind): Schema {
  const text = readFileSync(join(crds, `tekton-pipelines-v${version}`, `${kind.toLowerCase()}.yaml`), 'utf8');
  const { spec } = parse(text) as { spec: { versions: { name: string; schema: { openAPIV3Schema: Schema } }[] } };
  const schema = spec.versions.find(({ name }) => name === kinds[kind].apiVersion.split('/')[1])?.schema.openAPIV3Schema;
  if (schema === undefined) throw new Error(`no ${kind} in ${version}`);
  return schema;
}

/** Kubernetes itself checks the metadata, and nobody sends a status. */
const relevant = (field: string) => !/^\/(metadata|status)\b/.test(field);

describe('our schema has every field of the definitions, with its type, and no other', () => {
  const judged = ['Task', 'StepAction', 'Pipeline', 'PipelineRun', 'TaskRun'] as const;
  const versions = ['1.0.4', '1.3.6', '1.6.6', '1.9.6', '1.12.2', '1.15.0'];

  test.each(versions.flatMap(version => judged.map(kind => [version, kind] as const)))('%s %s', (version, kind) => {
    const known = ours(kinds[kind].shape, version).filter(relevant).sort();
    expect(known).toEqual(theirs(crd(version, kind)).filter(relevant).sort());
  });
});

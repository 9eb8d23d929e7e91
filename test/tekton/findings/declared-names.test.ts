import { expect, test } from 'vitest';
import { findings } from '../../../src/tekton/findings/findings';

function errors(spec: object, kind = 'Task', apiVersion = 'tekton.dev/v1'): string[] {
  const all = findings([{ apiVersion, kind, metadata: { name: 'build' }, spec }]);
  return all.filter(({ severity }) => severity === 'error').map(({ path, reason }) => `${path.join('.')} ${reason}`);
}

const image = 'registry.example.com/tools';
const object = { name: 'built', type: 'object', properties: { url: {} } };

test('the keys of an object result are strings unless it is the result of a step, which has to say so', () => {
  expect(errors({ results: [object], steps: [{ image }] })).toEqual([]);
  expect(errors({ image, results: [object] }, 'StepAction', 'tekton.dev/v1beta1')).toEqual([]);
  expect(errors({ steps: [{ image, results: [object] }] })).toEqual([
    'spec.steps.0.results.0.properties.url.type is missing: the keys of a result of a step have a type',
  ]);
  expect(errors({ steps: [{ image, results: [{ ...object, properties: { url: { type: 'string' } } }] }] })).toEqual([]);
});

test('properties make an object of a result, unless it is the result of a step', () => {
  const result = { name: 'built', properties: { tags: { type: 'array' } } };
  const reason = 'is no type of a key: all are strings';
  expect(errors({ results: [result], steps: [{ image }] })).toEqual([`spec.results.0.properties.tags.type ${reason}`]);
  expect(errors({ steps: [{ image, results: [result] }] })).toEqual([]);
});

test("the name of Tekton's own sidecar is reserved, not that of its container", () => {
  const sidecar = (name: string) => errors({ steps: [{ image }], sidecars: [{ name, image }] });
  expect(sidecar('tekton-log-results')).toEqual(["spec.sidecars.0.name is Tekton's own sidecar"]);
  expect(sidecar('sidecar-tekton-log-results')).toEqual([]);
});

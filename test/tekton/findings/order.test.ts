import { expect, test } from 'vitest';
import { findings } from '../../../src/tekton/findings/findings';

const task = (spec: object) => ({ apiVersion: 'tekton.dev/v1', kind: 'Task', metadata: { name: 'build' }, spec });
const places = (...manifests: object[]) => findings(manifests).map(({ object, path }) => `${object.index} ${path.join('.')}`);

test('findings come object by object, and in an object in the order in which it is written', () => {
  const step = { name: 'Build', image: 'tools', scirpt: 'make' };
  expect(places(task({ steps: [step], colour: 'red' }), task({ colour: 'red', steps: [step] }))).toEqual([
    '0 spec.steps.0.name',
    '0 spec.steps.0.scirpt',
    '0 spec.colour',
    '1 spec.colour',
    '1 spec.steps.0.name',
    '1 spec.steps.0.scirpt',
  ]);
});

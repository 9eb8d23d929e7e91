import { expect, test } from 'vitest';
import { tekton, told } from '../../../support/warnings';

const pipeline = (spec: object) => told([tekton('Pipeline', spec)]);
const taskRef = { name: 'task' };
const when = [{ input: '$(params.push)', operator: 'in', values: ['true'] }];
const params = [{ name: 'push' }];

const notify = (task: string, more: object = {}) => ({
  name: 'notify',
  taskRef,
  params: [{ name: 'image', value: `$(tasks.${task}.results.image)` }],
  ...more,
});
const push = { name: 'push', taskRef, when };

test('a finally task that uses a result of a task that may be skipped is told', () => {
  expect(pipeline({ params, tasks: [push], finally: [notify('push')] })).toEqual([
    'Pipeline spec.finally[0].params[0].value uses a result of push, which may be skipped: then notify is skipped, too; read the result in a task that always runs, or add when: {input: $(tasks.push.status), operator: in, values: [Succeeded]}',
  ]);
});

test('so is one that uses a result of a task that is skipped because another is', () => {
  const sign = { name: 'sign', taskRef, params: [{ name: 'image', value: '$(tasks.push.results.image)' }] };
  const told = pipeline({ params, tasks: [sign, push], finally: [notify('sign')] });
  expect(told).toEqual([expect.stringContaining('uses a result of sign, which may be skipped: then notify is skipped, too')]);
});

test('tasks that are meant to be skipped with another, and a finally task that asks first, are nothing to tell', () => {
  const status = [{ input: '$(tasks.push.status)', operator: 'in', values: ['Succeeded'] }];
  expect(pipeline({ params, tasks: [push, { ...notify('push'), name: 'sign' }], finally: [notify('push', { when: status })] })).toEqual([]);
  expect(pipeline({ params, tasks: [{ name: 'build', taskRef }, push], finally: [notify('build')] })).toEqual([]);
});

const matrix = (value: unknown) => ({ name: 'build', taskRef, matrix: { params: [{ name: 'arch', value }] } });

test('a matrix with an empty list is told', () => {
  expect(pipeline({ tasks: [matrix([])] })).toEqual([
    'Pipeline spec.tasks[0].matrix.params[0].value is empty: the task is skipped; write at least one value',
  ]);
  const declared = [{ name: 'arches', type: 'array', default: [] }];
  const reason = 'is empty by default, the default of arches: then the task is skipped; remove the default of arches, or give it a value';
  expect(pipeline({ params: declared, tasks: [matrix(['$(params.arches[*])'])] })).toEqual([
    `Pipeline spec.tasks[0].matrix.params[0].value ${reason}`,
  ]);
  const run = (given: object[]) =>
    told([tekton('PipelineRun', { params: given, pipelineSpec: { params: declared, tasks: [matrix(['$(params.arches[*])'])] } })]);
  expect(run([])).toEqual([`PipelineRun spec.pipelineSpec.tasks[0].matrix.params[0].value ${reason}`]);
  expect(run([{ name: 'arches', value: ['amd64'] }])).toEqual([]);
});

test('a matrix with values, or with those that a run has to give, is nothing to tell', () => {
  expect(pipeline({ tasks: [matrix(['amd64'])] })).toEqual([]);
  expect(pipeline({ params: [{ name: 'arches', type: 'array' }], tasks: [matrix(['$(params.arches[*])'])] })).toEqual([]);
  expect(pipeline({ params: [{ name: 'arches', type: 'array', default: ['amd64'] }], tasks: [matrix(['$(params.arches[*])'])] })).toEqual(
    [],
  );
});

import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { valueTexts, valueType } from '../values';
import type { Param } from './declared-params';
import { arraysInText, objectsInText, paramsInText, undeclared } from './param-variables';
import type { PipelineTaskView, TaskParam } from './pipeline-task-view';
import { repeated } from './repeated';

/** Params of the pipeline where its tasks use them. Source: pipeline, pipeline_validation.go (validatePipelineParametersVariables). */
export function paramsInTasks(tasks: readonly PipelineTaskView[], params: readonly Param[]): Draft[] {
  return tasks.flatMap(task => [
    ...task.params.flatMap(param => paramsInParam(param, params)),
    ...task.when.flatMap(when => [
      ...inText(when.at('input'), params, 'never'),
      ...when.at('values').items.flatMap(value => inText(value, params, isWholeArray(value, params) ? 'alone' : 'never')),
    ]),
  ]);
}

function paramsInParam({ at, from }: TaskParam, params: readonly Param[]): Draft[] {
  const value = at.at('value');
  if (from === 'matrix') return valueType(value) === 'array' ? value.items.flatMap(item => inText(item, params, 'alone')) : [];
  if (from === 'include') return inText(value, params, 'never');
  if (valueType(value) === 'array') return value.items.flatMap(item => inText(item, params, 'alone'));
  if (
    valueType(value) === 'string' &&
    /^\$\(params(\.[_a-zA-Z0-9.-]+\[\*\]|\["[_a-zA-Z0-9.-]+\[\*\]"\]|\['[_a-zA-Z0-9.-]+\[\*\]'\])\)$/.test(value.text)
  ) {
    // A whole array or object makes the param one.
    return undeclared(value, { prefix: 'params', what: 'param', names: params.map(({ name }) => name) });
  }
  return valueTexts(value).flatMap(text => inText(text, params, 'never'));
}

function inText(at: Located, params: readonly Param[], arrays: 'alone' | 'never'): Draft[] {
  return [...paramsInText(at, params), ...objectsInText(at, params), ...arraysInText(at, params, arrays)];
}

function isWholeArray(at: Located, params: readonly Param[]): boolean {
  return params.some(({ name, type }) => type === 'array' && at.text === `$(params.${name}[*])`);
}

/** A task gets each param once. Source: pipeline, param_types.go (validateDuplicateParameters), matrix_types.go. */
export function paramsOnce(tasks: readonly PipelineTaskView[]): Draft[] {
  return tasks.flatMap(({ at, params, matrixed }) => {
    const inMatrix = new Set(params.filter(({ from }) => from !== 'params').map(param => param.at.at('name').text));
    const lists = matrixed ? [at.at('matrix', 'params'), ...at.at('matrix', 'include').items.map(row => row.at('params'))] : [];
    return [
      ...[at.at('params'), ...lists].flatMap(list => repeated(list, 'param', docs.params)),
      ...at
        .at('params')
        .items.map(param => param.at('name'))
        .filter(({ text }) => inMatrix.has(text))
        .map(name => error(name, { rule: 'matrix-and-params', reason: 'is in matrix, too', fix: 'keep one of them', see: docs.matrix })),
    ];
  });
}

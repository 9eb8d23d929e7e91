import { docs } from '../docs';
import { type Draft, error, warning } from '../draft';
import type { Located } from '../located';
import { valueTexts } from '../values';
import { looksLikeResult, resultReference } from '../variables';
import { expressionsOf, type PipelineTaskView } from './pipeline-task-view';

const see = docs.matrix;
/** Source: pipeline, config/config-defaults.yaml (default-max-matrix-combinations-count). */
const mostCombinations = 256;

/** How many runs a matrix makes. Source: pipeline, pkg/apis/pipeline/v1/matrix_types.go (CountCombinations). */
export function matrixSize({ at, matrixed }: PipelineTaskView): Draft[] {
  if (!matrixed) return [];
  const matrix = at.at('matrix');
  const params = matrix.at('params').items;
  const generated = params.reduce((count, param) => count * Math.max(param.at('value').items.length, 1), params.length > 0 ? 1 : 0);
  const count = generated + added(matrix);
  if (count <= mostCombinations) return [];
  const reason = `makes ${count} runs, but at most ${mostCombinations} are allowed`;
  return [error(matrix, { rule: 'matrix-size', reason, fix: 'shorten its lists', see })];
}

function added(matrix: Located): number {
  const include = matrix.at('include').items;
  const params = matrix.at('params').items;
  if (params.length === 0) return include.length;
  const lists = new Map(params.map(param => [param.at('name').text, param.at('value').items.map(({ text }) => text)]));
  return include.reduce((count, row) => {
    const inLists = row.at('params').items.filter(param => lists.has(param.at('name').text));
    const known = inLists.findIndex(param => lists.get(param.at('name').text)?.includes(param.at('value').text));
    return count + (known < 0 ? inLists.length : known);
  }, 0);
}

/**
 * Results of a task with a matrix can only be used all together, `[*]`, and have to be strings.
 *
 * Source: pipeline, pipeline_validation.go (validateTaskResultsFromMatrixedPipelineTasksConsumed), which looks at params only, and
 * at the type of the last such result only: elsewhere the run fails.
 */
export function matrixResults(tasks: readonly PipelineTaskView[]): Draft[] {
  const matrixed = new Map(tasks.filter(task => task.matrixed).map(task => [task.name, task]));
  if (matrixed.size === 0) return [];
  const places = tasks.flatMap(task => task.params.filter(({ from }) => from === 'params').map(({ at }) => at.at('value')));
  const using = places.filter(at => expressionsOf(valueTexts(at)).some(looksLikeResult));
  const wrongIndex = using.flatMap(at => notTogether(at, matrixed));
  const report = (at: Located) => (wrongIndex.length === 0 && at === using.at(-1) ? error : warning);
  return [...wrongIndex, ...using.flatMap(at => notStrings(at, matrixed, report(at)))];
}

function notTogether(at: Located, matrixed: ReadonlyMap<string, PipelineTaskView>): Draft[] {
  return expressionsOf(valueTexts(at))
    .filter(expression => looksLikeResult(expression) && matrixed.has(expression.split('.')[1] ?? '') && !expression.endsWith('[*]'))
    .map(expression => {
      const reason = `uses $(${expression}), one result of a task with a matrix`;
      return error(at, { rule: 'matrix-result', reason, fix: `use all of them: $(${expression.replace(/\[\d+\]$/, '')}[*])`, see });
    });
}

function notStrings(at: Located, matrixed: ReadonlyMap<string, PipelineTaskView>, report: typeof error): Draft[] {
  return expressionsOf(valueTexts(at)).flatMap(expression => {
    const reference = resultReference(expression);
    const results = matrixed.get(reference?.task ?? '')?.at.at('taskSpec', 'results').items ?? [];
    const result = results.find(item => item.at('name').text === reference?.result);
    if (result === undefined || ['', 'string'].includes(result.at('type').text || (result.at('properties').given ? 'object' : '')))
      return [];
    const reason = `uses $(${expression}), an ${result.at('type').text || 'object'} of a task with a matrix, which can give strings only`;
    return [report(at, { rule: 'matrix-result-type', reason, fix: 'make the result a string', see })];
  });
}

import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { valueTexts } from '../values';
import { looksLikeResult, resultReference } from '../variables';
import { valueThere } from './given-params';
import { expressionsOf, type PipelineTaskView } from './pipeline-task-view';

const see = docs.pipelineResults;

/** Results of a pipeline are results of its tasks, and nothing else. Source: pipeline, pipeline_validation.go (validatePipelineResults). */
export function pipelineResults(list: Located, tasks: readonly PipelineTaskView[], last: readonly PipelineTaskView[]): Draft[] {
  const names = { tasks: tasks.map(({ name }) => name), finally: last.map(({ name }) => name) };
  return list.items.flatMap(result => {
    const value = result.at('value');
    if (!value.given) return valueThere(result, see);
    const used = expressionsOf(valueTexts(value));
    const fix = 'write $(tasks.<task>.results.<result>)';
    const wrong = (reason: string) => [error(value, { rule: 'pipeline-result', reason, fix, see })];
    if (!used.some(looksLikeResult)) return wrong('is no result of a task');
    const broken = used.find(expression => looksLikeResult(expression) && resultReference(expression) === undefined);
    if (broken !== undefined) return wrong(`uses $(${broken}), which names no result`);
    return unknownTask(value, names, wrong);
  });
}

/** Each part of the text that begins with `$` is taken for a result. */
function unknownTask(
  value: Located,
  names: Readonly<Record<'tasks' | 'finally', readonly string[]>>,
  wrong: (reason: string) => Draft[],
): Draft[] {
  for (const part of value.text.split('$').filter(text => text !== '')) {
    const expression = part.replace(/^\(/, '').replace(/\)$/, '');
    const reference = part.startsWith('(') ? resultReference(expression) : undefined;
    if (reference === undefined) return wrong('has other text than results of tasks');
    const section = expression.startsWith('tasks') ? 'tasks' : 'finally';
    if (!names[section].includes(reference.task)) return wrong(`uses a result of ${reference.task}, which is not in ${section}`);
  }
  return [];
}

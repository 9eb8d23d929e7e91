import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { type PipelineTaskView, pipelineTasks, resultUses } from '../rules/pipeline-task-view';
import { withoutStar } from '../variables';

/** What goes wrong when a pipeline runs. */
export function pipelineTraps(spec: Located): Draft[] {
  const tasks = pipelineTasks(spec, 'tasks');
  const last = pipelineTasks(spec, 'finally');
  return [...finallySkipped(tasks, last), ...[...tasks, ...last].flatMap(task => emptyMatrix(task, spec))];
}

/**
 * A `finally` task that uses a result of a skipped task is skipped itself.
 *
 * Source: pipeline, docs/pipelines.md (Consuming Task execution results in finally).
 */
function finallySkipped(tasks: readonly PipelineTaskView[], last: readonly PipelineTaskView[]): Draft[] {
  const skippable = skippableTasks(tasks);
  return last.flatMap(task =>
    resultUses(task)
      .filter(({ reference }) => skippable.has(reference.task))
      .map(({ at, reference }) => {
        const reason = `is a result of ${reference.task}, which may be skipped: then this task is skipped, too`;
        const fix = 'use a value that is always there, such as a param, or the status of the task';
        return warning(at, { rule: 'skipped-in-finally', reason, fix, see: docs.finally });
      }),
  );
}

/** Tasks with conditions, and those that use results of such. */
function skippableTasks(tasks: readonly PipelineTaskView[]): ReadonlySet<string> {
  const skippable = new Set(tasks.filter(({ when }) => when.length > 0).map(({ name }) => name));
  if (skippable.size === 0) return skippable;
  const uses = tasks.map(task => ({ name: task.name, of: resultUses(task).map(({ reference }) => reference.task) }));
  for (let size = 0; size !== skippable.size; ) {
    size = skippable.size;
    for (const { name, of } of uses) if (of.some(other => skippable.has(other))) skippable.add(name);
  }
  return skippable;
}

/** Source: pipeline, docs/matrix.md: a task whose matrix has an empty array is skipped, and does not fail. */
function emptyMatrix({ at }: PipelineTaskView, spec: Located): Draft[] {
  return at
    .at('matrix', 'params')
    .items.map(param => param.at('value'))
    .filter(value => isEmpty(value, spec))
    .map(value => {
      const reason = Array.isArray(value.value) ? 'is empty' : 'is empty unless a run gives it';
      const fix = 'give it at least one value, or make sure that nothing relies on the task';
      return warning(value, { rule: 'empty-matrix', reason: `${reason}: the task is skipped`, fix, see: docs.matrix });
    });
}

function isEmpty(value: Located, spec: Located): boolean {
  if (Array.isArray(value.value)) return value.items.length === 0;
  const name = /^\$\(params\.([\w-]+)\[\*\]\)$/.exec(value.text)?.[1];
  const declared = spec
    .at('params')
    .items.find(param => param.at('name').text === withoutStar(name ?? ''))
    ?.at('default');
  return declared !== undefined && Array.isArray(declared.value) && declared.items.length === 0;
}

import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { type PipelineTaskView, pipelineTasks, resultUses, whenTexts } from '../rules/pipeline-task-view';

/**
 * Tasks of `finally` that use a result of a task that may be skipped: then they are skipped, too, and nobody is told. Other tasks
 * are meant to be, and so is one of `finally` whose own `when` asks about that task.
 *
 * Source: pipeline, docs/pipelines.md (Consuming Task execution results in finally).
 */
export function resultsOfSkipped(pipeline: Located): Draft[] {
  if (!pipeline.at('finally').given) return [];
  const skipped = skippable(pipelineTasks(pipeline, 'tasks'));
  if (skipped.size === 0) return [];
  return pipelineTasks(pipeline, 'finally').flatMap(task =>
    resultUses(task)
      .filter(({ reference }) => skipped.has(reference.task) && !asksAbout(task, reference.task))
      .map(({ at, reference }) => {
        const reason = `uses a result of ${reference.task}, which may be skipped: then ${task.name} is skipped, too`;
        const fix = `read the result in a task that always runs, or add when: {input: $(tasks.${reference.task}.status), operator: in, values: [Succeeded]}`;
        return warning(at, { rule: 'skipped-in-finally', reason, fix, see: docs.finally });
      }),
  );
}

/** Names of the tasks with `when`, and of those that need a result of such a task. */
function skippable(tasks: readonly PipelineTaskView[]): Set<string> {
  const skipped = new Set(tasks.filter(({ when }) => when.length > 0).map(({ name }) => name));
  if (skipped.size === 0) return skipped;
  const users = new Map<string, string[]>();
  for (const task of tasks) {
    for (const { reference } of resultUses(task)) users.set(reference.task, [...(users.get(reference.task) ?? []), task.name]);
  }
  // A set that grows while it is walked: each name comes once.
  for (const name of skipped) for (const user of users.get(name) ?? []) skipped.add(user);
  return skipped;
}

function asksAbout({ when }: PipelineTaskView, task: string): boolean {
  return when.flatMap(whenTexts).some(({ text }) => text.includes(`$(tasks.${task}.`));
}

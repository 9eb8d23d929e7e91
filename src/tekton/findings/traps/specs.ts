import type { Kind } from '../kinds';
import type { Located } from '../located';

/** The pipelines that an object defines: itself, or the one that a run embeds. */
export function pipelinesIn(kind: Kind, spec: Located): Located[] {
  if (kind === 'Pipeline') return [spec];
  return kind === 'PipelineRun' ? [spec.at('pipelineSpec')].filter(({ given }) => given) : [];
}

/** The tasks that an object defines: itself, and those that pipelines and runs embed. */
export function tasksIn(kind: Kind, spec: Located): Located[] {
  if (kind === 'Task') return [spec];
  if (kind === 'TaskRun') return [spec.at('taskSpec')].filter(({ given }) => given);
  const tasks = pipelinesIn(kind, spec).flatMap(pipeline => ['tasks', 'finally'].flatMap(key => pipeline.at(key).items));
  return tasks.map(task => task.at('taskSpec')).filter(({ given }) => given);
}

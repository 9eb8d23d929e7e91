import type { Kind } from '../kinds';
import type { Located } from '../located';

/** The pipelines that an object defines or embeds. */
export function pipelineSpecs(spec: Located, kind: Kind): Located[] {
  if (kind === 'Pipeline') return [spec];
  return kind === 'PipelineRun' && spec.at('pipelineSpec').given ? [spec.at('pipelineSpec')] : [];
}

/** The tasks that an object defines or embeds. */
export function taskSpecs(spec: Located, kind: Kind): Located[] {
  if (kind === 'Task') return [spec];
  if (kind === 'TaskRun') return spec.at('taskSpec').given ? [spec.at('taskSpec')] : [];
  const tasks = pipelineSpecs(spec, kind).flatMap(pipeline => [...pipeline.at('tasks').items, ...pipeline.at('finally').items]);
  return tasks.map(task => task.at('taskSpec')).filter(({ given }) => given);
}

/** Every text below a value, however deep. */
export function textsBelow(at: Located): Located[] {
  if (typeof at.value === 'string') return [at];
  return [...at.items, ...at.entries.map(([, value]) => value)].flatMap(textsBelow);
}

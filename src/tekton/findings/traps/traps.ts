import type { Objects } from '../cross/objects';
import type { Draft } from '../draft';
import type { Kind } from '../kinds';
import type { Located } from '../located';
import { emptyMatrix } from './empty-matrix';
import { pipelineRunTraps, podTemplateTraps } from './run-traps';
import { resultsOfSkipped } from './skipped-results';
import { pipelinesIn, tasksIn } from './specs';
import { stepActionTraps, taskTraps } from './task-traps';

/** What the cluster takes of an object, and what goes wrong when it runs: all of it warnings. */
export function traps(top: Located, kind: Kind, objects: Objects, minVersion: string): Draft[] {
  const spec = top.at('spec');
  const namespace = top.at('metadata', 'namespace').text;
  return [
    ...tasksIn(kind, spec).flatMap(taskTraps),
    ...pipelinesIn(kind, spec).flatMap(pipeline => [
      ...resultsOfSkipped(pipeline),
      ...emptyMatrix(pipeline, kind === 'PipelineRun' ? spec.at('params').names : []),
    ]),
    ...(kind === 'StepAction' ? stepActionTraps(spec) : []),
    ...(kind === 'PipelineRun' ? pipelineRunTraps(spec, objects, namespace, minVersion) : []),
    ...(kind === 'TaskRun' ? podTemplateTraps(spec.at('podTemplate'), minVersion) : []),
  ];
}

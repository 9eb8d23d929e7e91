import type { Objects } from '../cross/objects';
import { pipelineCalls } from '../cross/pipeline-calls';
import { resourceTemplates, triggersIn } from '../cross/resource-templates';
import { runCall } from '../cross/run-calls';
import { triggerCalls } from '../cross/trigger-calls';
import type { Draft } from '../draft';
import type { Kind } from '../kinds';
import type { Located } from '../located';
import { emptyMatrix } from './empty-matrix';
import { eventValue } from './event-values';
import { pipelineRunTraps, podTemplateTraps } from './run-traps';
import { resultsOfSkipped } from './skipped-results';
import { pipelinesIn, tasksIn } from './specs';
import { stepActionTraps, taskTraps } from './task-traps';
import { eventInTemplate } from './template-values';

/** What the cluster takes of an object, and what goes wrong when it runs: all of it warnings. */
export function traps(top: Located, kind: Kind, objects: Objects, minVersion: string): Draft[] {
  const spec = top.at('spec');
  const namespace = top.at('metadata', 'namespace').text;
  return [
    ...tasksIn(kind, spec).flatMap(taskTraps),
    ...pipelinesIn(kind, spec).flatMap(pipeline => [
      ...resultsOfSkipped(pipeline),
      ...pipelineCalls(pipeline, objects, namespace),
      ...emptyMatrix(pipeline, kind === 'PipelineRun' ? spec.at('params').names : []),
    ]),
    ...bindingValues(kind, spec).flatMap(eventValue),
    ...resourceTemplates(kind, spec).flatMap(eventInTemplate),
    ...triggersIn(kind, spec).flatMap(trigger => triggerCalls(trigger, objects, namespace)),
    ...(kind === 'StepAction' ? stepActionTraps(spec) : []),
    ...(kind === 'PipelineRun'
      ? [...pipelineRunTraps(spec, objects, namespace, minVersion), ...runCall(spec, 'Pipeline', objects, namespace)]
      : []),
    ...(kind === 'TaskRun' ? [...podTemplateTraps(spec.at('podTemplate'), minVersion), ...runCall(spec, 'Task', objects, namespace)] : []),
  ];
}

function bindingValues(kind: Kind, spec: Located): Located[] {
  const own = kind === 'TriggerBinding' || kind === 'ClusterTriggerBinding' ? spec.at('params').items : [];
  return [...own, ...triggersIn(kind, spec).flatMap(trigger => trigger.at('bindings').items)].map(param => param.at('value'));
}

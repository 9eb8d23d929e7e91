import { callFindings } from '../cross/call';
import type { Objects } from '../cross/objects';
import { pipelineCalls } from '../cross/pipeline';
import { triggerCalls } from '../cross/trigger';
import type { Draft } from '../draft';
import type { Kind } from '../kinds';
import type { Located } from '../located';
import type { Versions } from '../structure';
import { pipelineTraps } from './pipeline';
import { pipelineRunTraps, taskRunTraps } from './run';
import { pipelineSpecs, taskSpecs } from './specs';
import { stepActionTraps, taskTraps } from './task';
import { bindingTraps, templateTraps } from './trigger';

/** What the cluster accepts and what goes wrong when it runs: of an object alone, and together with those that are judged with it. */
export function traps(top: Located, kind: Kind, versions: Versions, objects: Objects): Draft[] {
  const spec = top.at('spec');
  return [
    ...taskSpecs(spec, kind).flatMap(taskTraps),
    ...pipelineSpecs(spec, kind).flatMap(pipeline => [...pipelineTraps(pipeline), ...pipelineCalls(pipeline, objects, top)]),
    ...(own[kind]?.(spec, top, versions, objects) ?? []),
  ];
}

type Own = (spec: Located, top: Located, versions: Versions, objects: Objects) => Draft[];

/** What only some kinds have. */
const own: Readonly<Partial<Record<Kind, Own>>> = {
  StepAction: stepActionTraps,
  PipelineRun: (spec, top, versions, objects) => {
    const name = spec.at('pipelineRef', 'name').text;
    const called = objects.spec('Pipeline', name, top);
    const pipeline = spec.at('pipelineSpec').given ? spec.at('pipelineSpec') : called;
    return [
      ...pipelineRunTraps(spec, pipeline, versions),
      ...(called === undefined ? [] : callFindings(callOf(spec), { name: `the Pipeline ${name}`, spec: called })),
    ];
  },
  TaskRun: (spec, top, versions, objects) => {
    const name = spec.at('taskRef', 'name').text;
    const called = objects.spec('Task', name, top);
    return [
      ...taskRunTraps(spec, versions),
      ...(called === undefined ? [] : callFindings(callOf(spec), { name: `the Task ${name}`, spec: called })),
    ];
  },
  TriggerBinding: spec => bindingTraps(spec.at('params')),
  ClusterTriggerBinding: spec => bindingTraps(spec.at('params')),
  TriggerTemplate: templateTraps,
  Trigger: (spec, top, _, objects) => triggerTraps(spec, top, objects),
  EventListener: (spec, top, _, objects) => spec.at('triggers').items.flatMap(trigger => triggerTraps(trigger, top, objects)),
};

function callOf(run: Located) {
  return { params: run.at('params'), workspaces: run.at('workspaces') };
}

function triggerTraps(spec: Located, top: Located, objects: Objects): Draft[] {
  return [...bindingTraps(spec.at('bindings')), ...templateTraps(spec.at('template', 'spec')), ...triggerCalls(spec, objects, top)];
}

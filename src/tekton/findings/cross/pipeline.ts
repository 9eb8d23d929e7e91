import { closest } from '../../../source/closest';
import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { type PipelineTaskView, pipelineTasks, resultUses } from '../rules/pipeline-task-view';
import { type ResultReference, resultReferences } from '../variables';
import { callFindings } from './call';
import type { Objects } from './objects';

/** Whether the tasks of a pipeline get what they declare, and give what is used of them; of tasks that are judged with it. */
export function pipelineCalls(spec: Located, objects: Objects, top: Located): Draft[] {
  const tasks = [...pipelineTasks(spec, 'tasks'), ...pipelineTasks(spec, 'finally')];
  const called = new Map(tasks.flatMap(task => definition(task, objects, top)));
  if (called.size === 0) return [];
  return [
    ...tasks.flatMap(task => paramsOf(task, called.get(task.name))),
    ...tasks.flatMap(resultUses).flatMap(({ at, reference }) => undeclaredResult(at, reference, called)),
    ...spec
      .at('results')
      .items.map(result => result.at('value'))
      .flatMap(at => resultReferences([at.text]).flatMap(reference => undeclaredResult(at, reference, called))),
  ];
}

function definition({ at, name }: PipelineTaskView, objects: Objects, top: Located): (readonly [string, Located])[] {
  const ref = at.at('taskRef');
  if (!['', 'Task'].includes(ref.at('kind').text) || ref.at('apiVersion').text.includes('.dev/v1alpha') || ref.at('name').text === '')
    return [];
  const task = objects.spec('Task', ref.at('name').text, top);
  return task === undefined ? [] : [[name, task]];
}

function paramsOf({ at, params }: PipelineTaskView, spec: Located | undefined): Draft[] {
  if (spec === undefined) return [];
  const others = params.filter(({ from }) => from !== 'params').map(param => param.at);
  const call = { params: at.at('params'), workspaces: at.at('workspaces'), others };
  return callFindings(call, { name: `the Task ${at.at('taskRef', 'name').text}`, spec });
}

/** Source: pipeline, pkg/reconciler/pipelinerun/resources/validate_dependencies.go (ValidatePipelineTaskResults). */
function undeclaredResult(at: Located, { task, result, expression }: ResultReference, called: ReadonlyMap<string, Located>): Draft[] {
  const names = called.get(task)?.at('results').names;
  if (names === undefined || names.includes(result)) return [];
  const near = closest(result, names);
  const fix = near === undefined ? `declare the result, or use one of ${names.join(', ') || 'another task'}` : `write ${near}`;
  return [
    warning(at, { rule: 'result-unknown', reason: `uses $(${expression}), which the task does not declare`, fix, see: docs.results }),
  ];
}

import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { declaredParams, type Param } from './declared-params';
import { matrixResults, matrixSize } from './matrix';
import { objectProperties, paramDeclarations, paramEnums } from './params';
import { graph } from './pipeline-graph';
import { paramsInTasks, paramsOnce } from './pipeline-params';
import { pipelineResults } from './pipeline-results';
import { pipelineTask } from './pipeline-task';
import { type PipelineTaskView, pipelineTasks } from './pipeline-task-view';
import { artifactsInTasks, contextInTasks, knownPrefixes, resultsInFinally, statusVariables } from './pipeline-variables';
import { repeated } from './repeated';
import { paramsUsed } from './task-spec';
import { pipelineWorkspaces } from './workspace-declarations';

/** A pipeline, wherever it is defined. Source: pipeline, pkg/apis/pipeline/v1/pipeline_validation.go (PipelineSpec.Validate). */
export function pipelineSpec(spec: Located, tekton: string): Draft[] {
  const tasks = pipelineTasks(spec, 'tasks');
  const last = pipelineTasks(spec, 'finally');
  const all = [...tasks, ...last];
  return [
    ...empty(spec, tasks, last),
    ...all.flatMap(task => pipelineTask(task, tekton)),
    ...sameTaskNames(all),
    ...graph(tasks),
    ...paramDeclarations(spec.at('params')),
    ...paramEnums(spec.at('params')),
    ...paramsOnce(all),
    ...contextInTasks(tasks),
    ...contextInTasks(last),
    ...statusVariables(tasks, last),
    ...pipelineWorkspaces(spec.at('workspaces')),
    ...pipelineResults(spec.at('results'), tasks, last),
    ...resultsInFinally(tasks, last),
    ...artifactsInTasks(all),
    ...all.flatMap(matrixSize),
    ...matrixResults(tasks),
    ...matrixResults(last),
    ...knownPrefixes(all, tekton),
  ];
}

function empty(spec: Located, tasks: readonly PipelineTaskView[], last: readonly PipelineTaskView[]): Draft[] {
  const see = docs.pipelines;
  const at = spec.at('tasks');
  if (spec.entries.length === 0) return [error(at, { rule: 'no-tasks', reason: 'is missing', fix: 'add a task', see })];
  if (last.length === 0 || tasks.length > 0) return [];
  return [error(at, { rule: 'no-tasks', reason: 'is missing, but there are tasks in finally', fix: 'move one of them to tasks', see })];
}

function sameTaskNames(tasks: readonly PipelineTaskView[]): Draft[] {
  const seen = new Set<string>();
  return tasks.flatMap(({ at, name }) => {
    const again = seen.has(name);
    seen.add(name);
    if (!again) return [];
    const fix = 'rename one of them';
    return [error(at.at('name'), { rule: 'task-twice', reason: 'is the name of another task before it', fix, see: docs.pipelines })];
  });
}

/** What holds of a Pipeline object and not of an embedded one: it stands alone. Source: pipeline_validation.go (Pipeline.Validate). */
export function pipeline(spec: Located, tekton: string): Draft[] {
  const params = declaredParams(spec.at('params'));
  const all = [...pipelineTasks(spec, 'tasks'), ...pipelineTasks(spec, 'finally')];
  return [
    ...pipelineSpec(spec, tekton),
    ...all.flatMap(task => paramsOfOwnTask(task, params, spec)),
    ...paramsInTasks(all, params),
    ...workspacesUsed(all, spec.at('workspaces').names),
  ];
}

/** A task's own steps may use the pipeline's params beside their own. */
function paramsOfOwnTask({ at }: PipelineTaskView, params: readonly Param[], spec: Located): Draft[] {
  const own = at.at('taskSpec');
  if (!own.given) return [];
  const declared = [...declaredParams(own.at('params')), ...params];
  return [...paramsUsed(own, declared), ...objectProperties(own.at('params')), ...objectProperties(spec.at('params'))];
}

/** Source: pipeline, pipeline_validation.go (PipelineTask.validateWorkspaces). */
function workspacesUsed(tasks: readonly PipelineTaskView[], names: readonly string[]): Draft[] {
  const see = docs.workspaces;
  return tasks.flatMap(({ at }) => {
    const list = at.at('workspaces');
    const used = list.items.map(item => (item.at('workspace').text === '' ? item.at('name') : item.at('workspace')));
    return [
      ...repeated(list, 'workspace', see),
      ...used
        .filter(({ text }) => !names.includes(text))
        .map(name =>
          error(name, { rule: 'undeclared-workspace', reason: 'is no workspace of the pipeline', fix: 'declare it in workspaces', see }),
        ),
    ];
  });
}

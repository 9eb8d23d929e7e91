import { closest } from '../../../source/closest';
import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { declaredParams } from '../rules/declared-params';
import { type PipelineTaskView, pipelineTasks, type ResultUse, resultUses } from '../rules/pipeline-task-view';
import { valueTexts } from '../values';
import { resultReferences } from '../variables';
import { givenIn, paramsOfCall } from './calls';
import type { Objects } from './objects';
import { workspacesOfCall } from './workspaces';

/** A pipeline and the tasks that it runs, where those are known. */
export function pipelineCalls(pipeline: Located, objects: Objects, namespace: string): Draft[] {
  const tasks = [...pipelineTasks(pipeline, 'tasks'), ...pipelineTasks(pipeline, 'finally')];
  const results = new Map<string, Located>();
  const calls = tasks.flatMap(task => {
    const [ref, own] = [task.at.at('taskRef'), task.at.at('taskSpec')];
    if (own.at('steps').given) results.set(task.name, own.at('results'));
    const known = ref.given ? objects.referenced(ref, 'Task', namespace) : undefined;
    if (known === undefined) return [];
    results.set(task.name, known.at('results'));
    return taskCall(task, known, nameOf(ref));
  });
  return [...calls, ...[...tasks.flatMap(resultUses), ...usesOf(pipeline.at('results'))].flatMap(use => unknownResult(use, results))];
}

/** The name that a reference gives, itself or to the cluster resolver. */
export function nameOf(ref: Located): string {
  return (
    ref.at('name').text ||
    (ref
      .at('params')
      .items.find(item => item.at('name').text === 'name')
      ?.at('value').text ??
      '')
  );
}

function taskCall({ at, params }: PipelineTaskView, known: Located, name: string): Draft[] {
  // Each run of a matrix gets one value of the list, and no list at all where the whole is a text from elsewhere.
  const fromMatrix = params.filter(({ from }) => from !== 'params').map(param => ({ at: param.at, type: undefined }));
  const given = [...givenIn(at.at('params')), ...fromMatrix];
  const declared = declaredParams(known.at('params'));
  return [
    ...paramsOfCall({ what: `Task ${name}`, params: at.at('params'), given, declared }),
    ...workspacesOfCall(at.at('workspaces'), known.at('workspaces'), 'Task', name),
  ];
}

function usesOf(results: Located): ResultUse[] {
  return results.items
    .flatMap(result => valueTexts(result.at('value')))
    .flatMap(at => resultReferences([at.text]).map(reference => ({ at, reference })));
}

/** Source: pipeline, pkg/reconciler/pipelinerun/resources/validate_dependencies.go (ValidatePipelineTaskResults, ValidatePipelineResults). */
function unknownResult({ at, reference }: ResultUse, results: ReadonlyMap<string, Located>): Draft[] {
  const declared = results.get(reference.task);
  const names = declared?.names ?? [];
  if (declared === undefined || names.includes(reference.result)) return [];
  const near = closest(reference.result, names);
  const fix = near === undefined ? `declare it in the results of ${reference.task}` : `write ${near}`;
  const reason = `uses $(${reference.expression}), but ${reference.task} has no such result: the run fails`;
  return [warning(at, { rule: 'result-unknown', reason, fix, see: docs.results })];
}

import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { isDnsLabel } from '../text-formats';
import { atLeast } from '../version';
import { valueThere } from './given-params';
import type { PipelineTaskView } from './pipeline-task-view';
import { reference } from './references';
import { taskSpec } from './task-spec';
import { whenExpressions } from './when';

const see = docs.pipelines;

/** One task of a pipeline. Source: pipeline, pkg/apis/pipeline/v1/pipeline_validation.go (PipelineTask.Validate). */
export function pipelineTask({ at, params, section }: PipelineTaskView, tekton: string): Draft[] {
  return [
    ...taskName(at.at('name')),
    ...definition(at),
    ...onError(at),
    ...(isCustom(at) ? customTask(at, tekton) : tektonTask(at, tekton)),
    ...params.flatMap(param => valueThere(param.at, see)),
    ...whenExpressions(at.at('when')),
    ...(section === 'finally' ? runAfter(at.at('runAfter')) : []),
  ];
}

function taskName(name: Located): Draft[] {
  if (isDnsLabel(name.text)) return [];
  const reason = name.text === '' ? 'is missing' : 'is no name of a task of a pipeline';
  const fix = 'use lower-case letters, digits and hyphens, at most 63, and begin and end with a letter or a digit';
  return [error(name, { rule: 'pipeline-task-name', reason, fix, see })];
}

function definition(at: Located): Draft[] {
  const given = ['taskRef', 'taskSpec', 'pipelineRef', 'pipelineSpec'].map(key => at.at(key)).filter(field => field.given);
  const alpha = [at.at('pipelineRef'), at.at('pipelineSpec')].filter(field => field.given);
  const [, ...more] = given;
  const fix = 'write taskRef or taskSpec';
  return [
    ...alpha.map(field =>
      error(field, {
        rule: 'alpha-feature',
        reason: 'makes a pipeline of a task, an alpha feature that is off by default',
        fix,
        see: docs.pipelinesInPipelines,
      }),
    ),
    ...more.map(field => error(field, { rule: 'one-definition', reason: 'is one definition of the task too many', fix: 'keep one', see })),
    ...(given.length === 0
      ? [error(at.at('taskRef'), { rule: 'one-definition', reason: 'is missing, and there is no taskSpec', fix, see })]
      : []),
  ];
}

/** Source: pipeline, pipeline_validation.go (ValidateOnError). */
function onError(at: Located): Draft[] {
  const onError = at.at('onError');
  if (onError.text === '' || onError.text.startsWith('$(params')) return [];
  if (!['continue', 'stopAndFail'].includes(onError.text)) {
    const fix = 'write continue or stopAndFail';
    return [error(onError, { rule: 'on-error', reason: 'is no way to go on after an error', fix, see: docs.pipelineOnError })];
  }
  if (onError.text !== 'continue' || at.at('retries').number <= 0) return [];
  const fix = 'remove it, or retries';
  return [error(onError, { rule: 'on-error-retries', reason: 'cannot be beside retries', fix, see: docs.pipelineOnError })];
}

function isCustom(at: Located): boolean {
  return [at.at('taskRef'), at.at('taskSpec')].some(
    field => field.given && (!['', 'Task'].includes(field.at('kind').text) || field.at('apiVersion').text !== ''),
  );
}

function customTask(at: Located, tekton: string): Draft[] {
  const ref = at.at('taskRef');
  const spec = at.at('taskSpec');
  return [
    ...(ref.given ? customKind(ref, ref.at('resolver').text === '' ? 'Task' : '') : []),
    ...(spec.given ? customKind(spec, '') : []),
    ...[ref, spec].filter(field => field.given).flatMap(field => customVersion(field.at('apiVersion'), tekton)),
    ...stepsOfCustom(spec),
  ];
}

function customKind(field: Located, fallback: string): Draft[] {
  const kind = field.at('kind');
  if ((kind.text || fallback) !== '') return [];
  const fix = 'add kind, or remove apiVersion';
  return [error(kind, { rule: 'custom-task', reason: 'is missing: apiVersion makes it a custom task', fix, see: docs.customTasks })];
}

function customVersion(at: Located, tekton: string): Draft[] {
  if (at.text === '') {
    const reason = 'is missing: a kind that is not Task is a custom task';
    return [error(at, { rule: 'custom-task', reason, fix: 'add apiVersion, or write kind: Task', see: docs.customTasks })];
  }
  // Since 1.9 its form is checked.
  if (/^[^/]+\/[^/]+$/.test(at.text) || !atLeast(tekton, '1.9.0')) return [];
  return [
    error(at, { rule: 'custom-task', reason: 'is no group and version', fix: 'write it like example.dev/v1', see: docs.customTasks }),
  ];
}

function stepsOfCustom(spec: Located): Draft[] {
  if (spec.at('steps').items.length === 0) return [];
  const reason = 'cannot be where there are steps: it makes the task a custom one';
  return [spec.at('apiVersion'), spec.at('kind')]
    .filter(({ text }) => text !== '')
    .map(field => error(field, { rule: 'custom-task', reason, fix: 'remove it', see: docs.customTasks }));
}

function tektonTask(at: Located, tekton: string): Draft[] {
  const spec = at.at('taskSpec');
  return [...(spec.given ? [...stepsOfCustom(spec), ...taskSpec(spec, tekton)] : []), ...reference(at.at('taskRef'))];
}

function runAfter(at: Located): Draft[] {
  if (at.items.length === 0) return [];
  const reason = 'is no use in finally: all of its tasks start together, when the others have ended';
  return [error(at, { rule: 'finally-run-after', reason, fix: 'remove it', see: docs.finally })];
}

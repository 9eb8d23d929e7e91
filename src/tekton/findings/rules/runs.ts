import { docs } from '../docs';
import { type Draft, error, oneOf } from '../draft';
import type { Located } from '../located';
import { valueTexts } from '../values';
import { resultReferences } from '../variables';
import { atLeast } from '../version';
import { givenOnce } from './given-params';
import { inlinePipelineParams, inlineTaskParams } from './inline-params';
import { pipelineSpec } from './pipeline-spec';
import { reference } from './references';
import { repeated } from './repeated';
import { resourceOverrides } from './run-overrides';
import { negativeTimeout, runTimeouts } from './run-timeouts';
import { taskSpec } from './task-spec';
import { workspaceBindings } from './workspace-bindings';

/** A pipeline's run. Source: pipeline, pkg/apis/pipeline/v1/pipelinerun_validation.go (PipelineRunSpec.Validate). */
export function pipelineRun(run: Located, tekton: string): Draft[] {
  const spec = run.at('pipelineSpec');
  return [
    ...definition(run.at('pipelineRef'), spec, docs.pipelineRuns),
    ...reference(run.at('pipelineRef')),
    ...(spec.given ? pipelineSpec(spec, tekton) : []),
    ...givenOnce(run.at('params')),
    ...resultsAsParams(run.at('params')),
    ...inlinePipelineParams(run),
    ...runTimeouts(run, tekton),
    ...run.at('taskRunSpecs').items.flatMap(resourceOverrides),
    ...status(run.at('status'), ['PipelineRunPending', 'Cancelled', 'CancelledRunFinally', 'StoppedRunFinally'], docs.pipelineRuns),
    ...workspaceBindings(run.at('workspaces')),
    ...repeated(run.at('workspaces'), 'workspace', docs.workspaces),
  ];
}

/** A task's run. Source: pipeline, pkg/apis/pipeline/v1/taskrun_validation.go (TaskRunSpec.Validate). */
export function taskRun(run: Located, tekton: string): Draft[] {
  const spec = run.at('taskSpec');
  const states = ['TaskRunCancelled', ...(atLeast(tekton, '1.11.0') ? ['TaskRunPending'] : [])];
  return [
    ...definition(run.at('taskRef'), spec, docs.taskRuns),
    ...reference(run.at('taskRef')),
    ...(spec.given ? taskSpec(spec, tekton) : []),
    ...givenOnce(run.at('params')),
    ...inlineTaskParams(run),
    ...workspaceBindings(run.at('workspaces')),
    ...repeated(run.at('workspaces'), 'workspace', docs.workspaces, name => name.toLowerCase()),
    ...debug(run.at('debug')),
    ...resourceOverrides(run),
    ...status(run.at('status'), states, docs.taskRuns),
    ...statusMessage(run),
    ...retries(run.at('retries')),
    ...negativeTimeout(run.at('timeout')),
  ];
}

function definition(ref: Located, spec: Located, see: string): Draft[] {
  const [refName, specName] = [String(ref.path.at(-1)), String(spec.path.at(-1))];
  if (ref.given && spec.given) {
    return [error(spec, { rule: 'one-definition', reason: `cannot be beside ${refName}`, fix: 'keep one of them', see })];
  }
  if (ref.given || spec.given) return [];
  return [error(ref, { rule: 'one-definition', reason: `is missing, and there is no ${specName}`, fix: 'say what to run', see })];
}

function resultsAsParams(params: Located): Draft[] {
  const reason = 'uses the result of a task, but params are there before any task runs';
  return params.items
    .map(param => param.at('value'))
    .filter(value => resultReferences(valueTexts(value).map(({ text }) => text)).length > 0)
    .map(at => error(at, { rule: 'result-in-run-param', reason, fix: 'write a value', see: docs.pipelineRuns }));
}

function status(at: Located, states: readonly string[], see: string): Draft[] {
  if (at.text === '' || states.includes(at.text)) return [];
  return [error(at, { rule: 'run-status', reason: 'is nothing that a run can be told', fix: `write ${oneOf(states)}, or remove it`, see })];
}

function statusMessage(run: Located): Draft[] {
  const message = run.at('statusMessage');
  if (run.at('status').text !== '' || message.text === '') return [];
  return [error(message, { rule: 'status-message', reason: 'cannot be without status', fix: 'remove it', see: docs.taskRuns })];
}

function debug(at: Located): Draft[] {
  if (!at.given) return [];
  const reason = 'is an alpha feature, which is off by default';
  return [error(at, { rule: 'alpha-feature', reason, fix: 'remove it', see: docs.featureFlags })];
}

function retries(at: Located): Draft[] {
  if (at.number >= 0) return [];
  return [error(at, { rule: 'negative-retries', reason: 'is less than nothing', fix: 'write 0 or more', see: docs.taskRuns })];
}

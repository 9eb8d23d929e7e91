import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { atLeast } from '../version';
import { declaredParams, type Param } from './declared-params';
import { undeclared } from './param-variables';
import { objectProperties, paramDeclarations, paramEnums, paramNames } from './params';
import { repeated } from './repeated';
import { resultDeclarations } from './results';
import { sidecar } from './sidecar';
import { step } from './step';
import { artifactsInStep, resultsOfSteps } from './step-results';
import { arraysInSteps, contextInSteps, paramsInSteps } from './step-variables';
import { type StepView, stepViews } from './step-view';
import { whenExpressions } from './when';
import { taskWorkspaces } from './workspace-declarations';

/** A task, wherever it is defined. Source: pipeline, pkg/apis/pipeline/v1/task_validation.go (TaskSpec.Validate). */
export function taskSpec(spec: Located, tekton: string): Draft[] {
  const steps = stepViews(spec);
  const params = declaredParams(spec.at('params'));
  return [
    ...(steps.length === 0 ? [noSteps(spec.at('steps'))] : []),
    ...repeated(spec.at('volumes'), 'volume', docs.volumes),
    ...taskWorkspaces(spec),
    ...stepList(spec, steps, tekton),
    ...spec.at('sidecars').items.flatMap(sidecar),
    ...paramDeclarations(spec.at('params')),
    ...paramEnums(spec.at('params')),
    ...paramNames(params),
    ...arraysInSteps(steps, params),
    ...contextInSteps(steps),
    ...resultsInScripts(steps, spec.at('results').names),
    ...resultDeclarations(spec.at('results')),
  ];
}

function noSteps(at: Located): Draft {
  return error(at, { rule: 'no-steps', reason: 'is missing: a task runs at least one step', fix: 'add a step', see: docs.steps });
}

function stepList(spec: Located, steps: readonly StepView[], tekton: string): Draft[] {
  const named = spec.at('steps').items.filter(item => item.at('name').text !== '');
  return [
    ...sameStepNames(named),
    ...steps.flatMap(view => [
      ...step(view),
      ...resultsOfSteps(view),
      ...artifactsInStep(view),
      ...resultDeclarations(view.at.at('results')),
      ...ownResults(view.at, tekton),
      ...whenExpressions(view.at.at('when')),
    ]),
  ];
}

function sameStepNames(steps: readonly Located[]): Draft[] {
  const seen = new Set<string>();
  return steps.flatMap(item => {
    const name = item.at('name');
    if (!seen.has(name.text)) {
      seen.add(name.text);
      return [];
    }
    return [
      error(name, { rule: 'step-twice', reason: 'is the name of another step before it', fix: 'rename one of them', see: docs.steps }),
    ];
  });
}

/** Until 1.14 a step with results of its own could not write the task's. Source: pipeline, task_validation.go (ValidateStepResultsVariables). */
function ownResults(at: Located, tekton: string): Draft[] {
  const results = at.at('results');
  if (!results.given) return [];
  const script = at.at('script');
  const own = undeclared(script, { prefix: 'step.results', what: 'result of the step', names: results.names });
  if (atLeast(tekton, '1.14.0')) return own;
  return [...own, ...undeclared(script, { prefix: 'results', what: 'result of the step', names: results.names })];
}

function resultsInScripts(steps: readonly StepView[], names: readonly string[]): Draft[] {
  return steps.flatMap(({ at }) => undeclared(at.at('script'), { prefix: 'results', what: 'result', names }));
}

/**
 * Every param that the steps use is declared; whoever embeds a task may declare more of them.
 *
 * Source: pipeline, task_validation.go (ValidateUsageOfDeclaredParameters).
 */
export function paramsUsed(spec: Located, params: readonly Param[]): Draft[] {
  return paramsInSteps(stepViews(spec), params);
}

/** What holds of a Task object and not of an embedded one: it stands alone. */
export function task(spec: Located, tekton: string): Draft[] {
  return [...taskSpec(spec, tekton), ...paramsUsed(spec, declaredParams(spec.at('params'))), ...objectProperties(spec.at('params'))];
}

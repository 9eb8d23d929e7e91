import type { Draft } from '../draft';
import type { Param } from './declared-params';
import { arraysInText, objectsInText, paramsInText, type Scope, undeclared } from './param-variables';
import type { StepView } from './step-view';

/** Params in steps are declared, and whole objects are not used. Source: pipeline, task_validation.go (ValidateUsageOfDeclaredParameters). */
export function paramsInSteps(steps: readonly StepView[], params: readonly Param[]): Draft[] {
  return steps.flatMap(({ texts }) =>
    texts.flatMap(({ field, at }) => [...paramsInText(at, params), ...(field === 'onError' ? [] : objectsInText(at, params))]),
  );
}

/** A whole array may only be one whole element of `command` or `args`. Source: pipeline, task_validation.go (validateArrayUsage). */
export function arraysInSteps(steps: readonly StepView[], params: readonly Param[]): Draft[] {
  return steps.flatMap(({ texts }) =>
    texts
      .filter(({ field }) => field !== 'onError')
      .flatMap(({ field, at }) => arraysInText(at, params, field === 'command' || field === 'args' ? 'alone' : 'never')),
  );
}

const contexts: readonly Scope[] = [
  { prefix: 'context.taskRun', what: 'variable', names: ['name', 'namespace', 'uid'] },
  { prefix: 'context.task', what: 'variable', names: ['name', 'retry-count'] },
];

/** Variables of the run, of which there are few. Source: pipeline, task_validation.go (validateTaskContextVariables). */
export function contextInSteps(steps: readonly StepView[]): Draft[] {
  return steps.flatMap(({ texts }) => texts.flatMap(({ at }) => contexts.flatMap(scope => undeclared(at, scope))));
}

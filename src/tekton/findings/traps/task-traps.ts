import type { Draft } from '../draft';
import type { Located } from '../located';
import { stepActionView, stepViews } from '../rules/step-view';
import { valuesInScript } from './scripts';
import { secretsInEnvironment } from './secrets';
import { unwrittenResults, unwrittenStepResults } from './unwritten-results';

/** What goes wrong when a task runs. */
export function taskTraps(spec: Located): Draft[] {
  const steps = spec.at('steps').items;
  return [
    ...[spec.at('stepTemplate'), ...steps].flatMap(secretsInEnvironment),
    ...[...steps, ...spec.at('sidecars').items].flatMap(step => valuesInScript(step.at('script'))),
    ...unwrittenResults(spec),
    ...stepViews(spec).flatMap(unwrittenStepResults),
  ];
}

/** What goes wrong when a step action runs; params cannot be in its script. */
export function stepActionTraps(spec: Located): Draft[] {
  return [...secretsInEnvironment(spec), ...unwrittenStepResults(stepActionView(spec))];
}

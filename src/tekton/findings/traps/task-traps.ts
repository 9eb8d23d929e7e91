import type { Draft } from '../draft';
import type { Located } from '../located';
import { stepActionView, stepViews } from '../rules/step-view';
import { entrypoint } from './entrypoint';
import { scriptSize } from './script-size';
import { valuesInScript } from './scripts';
import { secretsInEnvironment } from './secrets';
import { unwrittenResults, unwrittenStepResults } from './unwritten-results';

/** What goes wrong when a task runs. */
export function taskTraps(spec: Located): Draft[] {
  const steps = spec.at('steps').items;
  const views = stepViews(spec);
  return [
    ...[spec.at('stepTemplate'), ...steps].flatMap(secretsInEnvironment),
    ...[...steps, ...spec.at('sidecars').items].flatMap(step => valuesInScript(step.at('script'))),
    ...scriptSize(spec),
    ...unwrittenResults(spec),
    ...views.flatMap(view => [...unwrittenStepResults(view), ...entrypoint(view)]),
  ];
}

/** What goes wrong when a step action runs; params cannot be in its script. */
export function stepActionTraps(spec: Located): Draft[] {
  const view = stepActionView(spec);
  return [...secretsInEnvironment(spec), ...unwrittenStepResults(view), ...entrypoint(view)];
}

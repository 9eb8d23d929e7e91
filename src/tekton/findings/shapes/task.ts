import { containerOnly, runnable, stepTemplate } from './container';
import { decoded, type Fields, list, map, object, since } from './shape';
import { volumes } from './volume';

/** Values that a caller gives. @see https://tekton.dev/docs/pipelines/taskruns/#specifying-parameters */
export const paramValues = list(object({ name: 'text', value: 'param-value' }));

const properties = map(object({ type: 'text' }));

/** Declarations of params. @see https://tekton.dev/docs/pipelines/tasks/#specifying-parameters */
export const paramSpecs = list(
  object({ default: 'param-value', description: 'text', enum: list('text'), name: 'text', properties, type: 'text' }),
);

/** When something runs. @see https://tekton.dev/docs/pipelines/pipelines/#guard-task-execution-using-when-expressions */
export const when = list(object({ cel: 'text', input: 'text', operator: 'text', values: list('text') }));

const stepResult: Fields = { description: 'text', name: 'text', properties, type: 'text' };
const stepWorkspaces = list(object({ mountPath: 'text', name: 'text' }));
const stream = object({ path: 'text' });

const step = object({
  ...stepTemplate,
  displayName: since('1.6.0', 'text'),
  name: 'text',
  onError: 'text',
  params: paramValues,
  ref: object({ name: 'text', params: paramValues, resolver: 'text' }),
  results: list(object(stepResult)),
  script: 'text',
  stderrConfig: stream,
  stdoutConfig: stream,
  timeout: 'duration',
  when,
  workspaces: stepWorkspaces,
});

const sidecar = object({ ...stepTemplate, ...containerOnly, script: 'text', workspaces: stepWorkspaces });

/** The fields of a task. @see https://tekton.dev/docs/pipelines/tasks/ */
export const taskSpec: Fields = {
  description: 'text',
  displayName: 'text',
  params: paramSpecs,
  results: list(object({ ...stepResult, value: 'param-value' })),
  sidecars: list(sidecar),
  stepTemplate: object(stepTemplate),
  steps: list(step),
  volumes: decoded(() => volumes),
  workspaces: list(object({ description: 'text', mountPath: 'text', name: 'text', optional: 'boolean', readOnly: 'boolean' })),
};

/** The fields of a step action. @see https://tekton.dev/docs/pipelines/stepactions/ */
export const stepActionSpec: Fields = {
  ...runnable,
  description: 'text',
  params: paramSpecs,
  results: list(object(stepResult)),
  script: 'text',
};

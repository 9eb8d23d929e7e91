import { labelsAndAnnotations } from './metadata';
import { decoded, type Fields, list, object, type Shape } from './shape';
import { paramSpecs, paramValues, taskSpec, when } from './task';

/** A task of a pipeline's own, or the definition of a custom task. */
const embeddedTask = object({ ...taskSpec, apiVersion: 'text', kind: 'text', metadata: labelsAndAnnotations, spec: 'anything' });

/** Which pipeline: by name, or by a resolver. */
export const pipelineRef = object({ apiVersion: 'text', name: 'text', params: paramValues, resolver: 'text' });

/** Which task: by name, or by a resolver. */
export const taskRef = object({ apiVersion: 'text', kind: 'text', name: 'text', params: paramValues, resolver: 'text' });

const pipelineTask = object({
  description: 'text',
  displayName: 'text',
  matrix: object({ include: list(object({ name: 'text', params: paramValues })), params: paramValues }),
  name: 'text',
  onError: 'text',
  params: paramValues,
  pipelineRef,
  pipelineSpec: decoded((): Shape => object(pipelineSpec)),
  retries: 'integer',
  runAfter: list('text'),
  taskRef,
  taskSpec: decoded(() => embeddedTask),
  timeout: 'duration',
  when,
  workspaces: list(object({ name: 'text', subPath: 'text', workspace: 'text' })),
});

/** The fields of a pipeline. @see https://tekton.dev/docs/pipelines/pipelines/ */
export const pipelineSpec: Fields = {
  description: 'text',
  displayName: 'text',
  finally: list(pipelineTask),
  params: paramSpecs,
  results: list(object({ description: 'text', name: 'text', type: 'text', value: 'param-value' })),
  tasks: list(pipelineTask),
  workspaces: list(object({ description: 'text', name: 'text', optional: 'boolean' })),
};

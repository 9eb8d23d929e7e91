import { computeResources } from './container';
import { labelsAndAnnotations } from './metadata';
import { pipelineRef, pipelineSpec, taskRef } from './pipeline';
import { podTemplate } from './pod-template';
import { decoded, type Fields, list, object, since } from './shape';
import { paramValues, taskSpec } from './task';
import { workspaceBindings } from './volume';

const resourcesByName = list(object({ computeResources, name: 'text' }));

const taskRunSpec = object({
  computeResources,
  metadata: labelsAndAnnotations,
  pipelineTaskName: 'text',
  podTemplate,
  serviceAccountName: 'text',
  sidecarSpecs: resourcesByName,
  stepSpecs: resourcesByName,
  timeout: since('1.4.0', 'duration'),
});

/** The fields of a pipeline's run. @see https://tekton.dev/docs/pipelines/pipelineruns/ */
export const pipelineRunSpec: Fields = {
  managedBy: since('1.5.0', 'text'),
  params: paramValues,
  pipelineRef,
  pipelineSpec: decoded(() => object(pipelineSpec)),
  status: 'text',
  taskRunSpecs: list(taskRunSpec),
  taskRunTemplate: object({ podTemplate, serviceAccountName: 'text' }),
  timeouts: object({ finally: 'duration', pipeline: 'duration', tasks: 'duration' }),
  workspaces: workspaceBindings,
};

/** The fields of a task's run. @see https://tekton.dev/docs/pipelines/taskruns/ */
export const taskRunSpecFields: Fields = {
  computeResources,
  debug: object({ breakpoints: object({ beforeSteps: list('text'), onFailure: 'text' }) }),
  managedBy: since('1.5.0', 'text'),
  params: paramValues,
  podTemplate,
  retries: 'integer',
  serviceAccountName: 'text',
  sidecarSpecs: resourcesByName,
  status: 'text',
  statusMessage: 'text',
  stepSpecs: resourcesByName,
  taskRef,
  taskSpec: decoded(() => object(taskSpec)),
  timeout: 'duration',
  workspaces: workspaceBindings,
};

import { Reference } from './reference';

/** Variables of the run that a pipeline's tasks may use. @see https://tekton.dev/docs/pipelines/variables/ */
export const pipelineRun = {
  /** Name of the PipelineRun. */
  name: new Reference('context.pipelineRun.name', 'string'),
  /** Unique id of the PipelineRun: no other run, before or after, has it. */
  uid: new Reference('context.pipelineRun.uid', 'string'),
} as const;

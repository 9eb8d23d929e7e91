import { Reference } from './reference';

/**
 * Variables of the run that a pipeline's tasks may use.
 *
 * @see https://tekton.dev/docs/pipelines/variables/#variables-available-in-a-pipeline
 * @example
 * pipeline.add('tagged', build, { params: { image: `quay.io/acme/app:${pipelineRun.uid}` } });
 */
export const pipelineRun = {
  /** Name of the PipelineRun. */
  name: new Reference<'string', 'run'>('context.pipelineRun.name', 'string'),
  /** Its namespace. */
  namespace: new Reference<'string', 'run'>('context.pipelineRun.namespace', 'string'),
  /** Unique id of the PipelineRun: no other run, before or after, has it. */
  uid: new Reference<'string', 'run'>('context.pipelineRun.uid', 'string'),
} as const;

/**
 * Variables of the run that a task's steps may use.
 *
 * @see https://tekton.dev/docs/pipelines/variables/#variables-available-in-a-task
 * @example
 * const step: Step = { name: 'tries', image: 'busybox', command: ['echo'], args: [taskRun.retryCount] };
 */
export const taskRun = {
  /** Name of the TaskRun. */
  name: new Reference<'string', 'task'>('context.taskRun.name', 'string'),
  /** Its namespace. */
  namespace: new Reference<'string', 'task'>('context.taskRun.namespace', 'string'),
  /** Unique id of the TaskRun. */
  uid: new Reference<'string', 'task'>('context.taskRun.uid', 'string'),
  /**
   * How often the task has been tried before: `0` the first time. A task that is an object of the cluster gets `0` every time: Tekton goes
   * on with the spec of the first try (seen with 1.15).
   */
  retryCount: new Reference<'string', 'task'>('context.task.retry-count', 'string'),
} as const;

/**
 * How the tasks of a pipeline ended, all together, for its `finally` tasks: `Succeeded`, `Failed`, `Completed` (none failed, some were
 * skipped) or `None`.
 *
 * @see https://tekton.dev/docs/pipelines/pipelines/#using-aggregate-execution-status-of-all-tasks
 * @example
 * pipeline.addFinally('status', report, { params: { text: tasksStatus } });
 */
export const tasksStatus = new Reference<'string', 'status'>('tasks.status', 'string');

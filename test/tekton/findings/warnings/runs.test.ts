import { expect, test } from 'vitest';
import { tekton, told } from '../../../support/warnings';

const taskRef = { name: 'task' };
const run = (spec: object) => tekton('PipelineRun', { pipelineRef: { name: 'build' }, ...spec });
const judged = (spec: object, tasks: object[], more: object = {}) => told([run(spec), tekton('Pipeline', { tasks, ...more })]);
const compile = (more: object = {}) => ({ name: 'compile', taskRef, ...more });

test('a task that may take longer than the run is told', () => {
  const slow = [compile({ timeout: '2h' })];
  expect(judged({}, slow)).toEqual([
    'PipelineRun spec.timeouts.pipeline is missing, which ends the tasks after 1h, the default, but compile may take 2h; write more than 2h, or lower the timeout of compile',
  ]);
  expect(judged({ timeouts: { pipeline: '2h', finally: '10m' } }, slow)).toEqual([
    'PipelineRun spec.timeouts.pipeline ends the tasks after 2h, less 10m for finally, but compile may take 2h; write more than 2h, or lower the timeout of compile',
  ]);
  expect(judged({ timeouts: { pipeline: '3h', tasks: '90m' } }, slow)).toEqual([
    'PipelineRun spec.timeouts.tasks ends the tasks after 90m, but compile may take 2h; write more than 2h, or lower the timeout of compile',
  ]);
});

test('a run with more time than its tasks can take is told', () => {
  expect(judged({ timeouts: { pipeline: '3h' } }, [compile(), { ...compile(), name: 'push' }])).toEqual([
    'PipelineRun spec.timeouts.pipeline is longer than all tasks can take: compile, push end after 1h, the default of a task; give the task that needs longer a timeout of its own',
  ]);
});

test.each([
  ['no time is set', {}, [compile()]],
  ['tasks take the time of the run together', { timeouts: { pipeline: '2h' } }, [compile(), { ...compile(), name: 'push' }]],
  ['retries take it', { timeouts: { pipeline: '2h' } }, [compile({ retries: 1 })]],
  ['the task has a time of its own', { timeouts: { pipeline: '3h' } }, [compile({ timeout: '3h' })]],
  ['the run gives it one', { timeouts: { pipeline: '3h' }, taskRunSpecs: [{ pipelineTaskName: 'compile', timeout: '3h' }] }, [compile()]],
  ['nothing has a limit', { timeouts: { pipeline: '0' } }, [compile({ timeout: '5h' })]],
  ['the task has no limit but that of the run', { timeouts: { pipeline: '5h' } }, [compile({ timeout: '0' })]],
])('times fit where %s', (_, spec, tasks) => {
  expect(judged(spec, tasks)).toEqual([]);
});

const claim = (name: string, claimName = name) => ({ name, persistentVolumeClaim: { claimName } });
const declared = { workspaces: [{ name: 'source' }, { name: 'cache' }] };
const shared = compile({ workspaces: [{ name: 'source' }] });
const arm = { 'kubernetes.io/arch': 'arm64' };
const onNode = (podTemplate: object) => ({ taskRunSpecs: [{ pipelineTaskName: 'compile', podTemplate }] });
const bound = [claim('source'), { name: 'cache', emptyDir: {} }];

test('a node demanded for one task with a PersistentVolumeClaim is told', () => {
  const advice =
    'is not known to the placeholder pod of the workspace source, which may be on another node: then the task waits until it times out; use an emptyDir inside one task and pass results between tasks, or place all tasks in taskRunTemplate.podTemplate';
  expect(judged({ workspaces: bound, ...onNode({ nodeSelector: arm }) }, [shared], declared)).toEqual([
    `PipelineRun spec.taskRunSpecs[0].podTemplate.nodeSelector ${advice}`,
  ]);
});

test('a node demanded for all tasks, or for one without a claim, is nothing to tell', () => {
  const general = { taskRunTemplate: { podTemplate: { nodeSelector: arm } } };
  expect(judged({ workspaces: bound, ...general, ...onNode({ nodeSelector: arm }) }, [shared], declared)).toEqual([]);
  expect(judged({ workspaces: bound, ...onNode({ nodeSelector: arm }) }, [compile()], declared)).toEqual([]);
  expect(told([run({ workspaces: bound, ...onNode({ nodeSelector: arm }) })])).toEqual([]);
});

test('params in the pod template of all tasks are told where there is a claim', () => {
  const taskRunTemplate = { podTemplate: { nodeSelector: { 'kubernetes.io/arch': '$(params.arch)' } } };
  expect(told([run({ workspaces: bound, taskRunTemplate })])).toEqual([
    'PipelineRun spec.taskRunTemplate.podTemplate.nodeSelector uses params, which the placeholder pod of a run with a PersistentVolumeClaim does not replace: it never starts; write a value, or use no PersistentVolumeClaim',
  ]);
  expect(told([run({ workspaces: [{ name: 'source', emptyDir: {} }], taskRunTemplate })])).toEqual([]);
});

test('a task with two claims is told', () => {
  const both = [compile({ workspaces: [{ name: 'source' }, { name: 'tools', workspace: 'cache' }] })];
  expect(judged({ workspaces: [claim('source'), claim('cache')] }, both, declared)).toEqual([
    'PipelineRun spec.workspaces[1] is a second PersistentVolumeClaim of the task compile, beside source: the task fails; use one claim with a subPath for each, or bind cache to something else',
  ]);
  expect(judged({ workspaces: [claim('source', 'disk'), claim('cache', 'disk')] }, both, declared)).toEqual([]);
  expect(judged({ workspaces: bound }, both, declared)).toEqual([]);
});

test('params in a pod template are told where Tekton is too old for them', () => {
  const spec = run({ taskRunSpecs: [{ pipelineTaskName: 'compile', podTemplate: { nodeSelector: { arch: '$(params.arch)' } } }] });
  expect(told([spec], { minVersion: '1.0.0' })).toEqual([
    'PipelineRun spec.taskRunSpecs[0].podTemplate uses params, which Tekton 1.0.0, which this is to run on, does not replace here: it came with 1.3.0; write values, or run Tekton 1.3.0 or later',
  ]);
  expect(told([spec], { minVersion: '1.3.0' })).toEqual([]);
});

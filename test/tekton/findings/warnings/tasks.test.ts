import { expect, test } from 'vitest';
import { tekton, told } from '../../../support/warnings';

const image = 'registry.example.com/tools';
const task = (spec: object) => told([tekton('Task', spec)]);
const step = (fields: object) => task({ params: [{ name: 'branch' }, { name: 'a.b' }], steps: [{ image, ...fields }] });

test('a Secret in the environment of steps, their template, step actions and pods is told, a mounted one is not', () => {
  const env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'token' } } }];
  const advice =
    'puts a Secret into the environment, which every process of the container inherits and a crash or a debug log shows; mount the Secret as a volume, or as a workspace of this step only, and read the file';
  expect(step({ script: 'push', env })).toEqual([`Task spec.steps[0].env[0].valueFrom.secretKeyRef ${advice}`]);
  expect(step({ script: 'push', envFrom: [{ secretRef: { name: 'token' } }] })).toEqual([
    `Task spec.steps[0].envFrom[0].secretRef ${advice}`,
  ]);
  expect(task({ stepTemplate: { env }, steps: [{ image, script: 'push' }] })).toEqual([
    `Task spec.stepTemplate.env[0].valueFrom.secretKeyRef ${advice}`,
  ]);
  expect(told([tekton('StepAction', { image, script: 'push', env })])).toEqual([`StepAction spec.env[0].valueFrom.secretKeyRef ${advice}`]);
  expect(told([tekton('TaskRun', { taskRef: { name: 'build' }, podTemplate: { env } })])).toEqual([
    `TaskRun spec.podTemplate.env[0].valueFrom.secretKeyRef ${advice}`,
  ]);
  const volumes = [{ name: 'token', secret: { secretName: 'token' } }];
  const mounted = {
    image,
    script: 'push',
    volumeMounts: [{ name: 'token', mountPath: '/token' }],
    envFrom: [{ configMapRef: { name: 'a' } }],
  };
  expect(task({ volumes, steps: [mounted] })).toEqual([]);
});

test('a value that becomes part of a script is told once per script', () => {
  const fix = (variable: string) => `give it to the step in env: {name: VALUE, value: ${variable}}, and write "$VALUE"`;
  expect(step({ script: 'git checkout $(params.branch) && echo $(params.branch)' })).toEqual([
    `Task spec.steps[0].script has $(params.branch) in it: its value becomes code of the script; ${fix('$(params.branch)')}`,
  ]);
  expect(step({ script: `git checkout $(params["a.b"]) $(params.branch)` })).toEqual([
    `Task spec.steps[0].script has $(params["a.b"]), $(params.branch) in it: their values become code of the script; ${fix('$(params["a.b"])')}`,
  ]);
});

test('what the shell or Tekton itself puts into a script is nothing to tell', () => {
  expect(step({ script: 'echo "$(date) $(context.taskRun.name) $(params_of_mine)"' })).toEqual([]);
  expect(step({ script: 'git checkout "$BRANCH"', env: [{ name: 'BRANCH', value: '$(params.branch)' }] })).toEqual([]);
  expect(step({ command: ['git'], args: ['checkout', '$(params.branch)'] })).toEqual([]);
});

const results = [{ name: 'digest' }];

test('a result that no step writes is told', () => {
  expect(task({ results: [{ name: 'digest' }, { name: 'url' }], steps: [{ image, script: 'echo > $(results.digest.path)' }] })).toEqual([
    'Task spec.results[1].name is a result that no step writes: what uses it fails; write it to $(results.url.path), or remove it',
  ]);
  expect(step({ script: 'make', results })).toEqual([
    'Task spec.steps[0].results[0].name is a result that no step writes: what uses it fails; write it to $(step.results.digest.path), or remove it',
  ]);
});

test.each([
  ['its path in a script', { steps: [{ image, script: 'push > $(results.digest.path)' }] }],
  ['its path in brackets', { steps: [{ image, script: 'push > $(results["digest"].path)' }] }],
  ['its path in env', { steps: [{ image, script: 'push > "$OUT"', env: [{ name: 'OUT', value: '$(results.digest.path)' }] }] }],
  [
    'its path in the env of the template',
    { stepTemplate: { env: [{ name: 'OUT', value: '$(results.digest.path)' }] }, steps: [{ image, script: 'push > "$OUT"' }] },
  ],
  ['its path in args', { steps: [{ image, command: ['push'], args: ['--out=$(results.digest.path)'] }] }],
  ['the folder of the results', { steps: [{ image, script: 'push > /tekton/results/digest' }] }],
  ['a step action', { steps: [{ ref: { name: 'push' } }] }],
  ['what the image runs anyway', { steps: [{ image }] }],
])('a result is written by %s', (_, spec) => {
  expect(task({ results, ...spec })).toEqual([]);
});

test('a result that is taken from a step is one of a step of the task', () => {
  const from = (value: string, steps: object[]) => task({ results: [{ name: 'digest', value }], steps });
  const push = { name: 'push', image, script: 'push > $(step.results.digest.path)', results };
  expect(from('$(steps.push.results.digest)', [push])).toEqual([]);
  expect(from('$(steps.push.results.anything)', [{ name: 'push', ref: { name: 'push' } }])).toEqual([]);
  expect(from('$(steps.pusj.results.digest)', [push])).toEqual([
    'Task spec.results[0].value names the step pusj, but there is none; write push, or declare it',
  ]);
  expect(from('$(steps.push.results.digset)', [push])).toEqual([
    'Task spec.results[0].value names digset, which is no result of the step push; write digest, or declare it',
  ]);
});

test("args for the image's own entry point are told, unless the template has a command", () => {
  const entrypoint =
    "runs the image's own entry point, which Tekton looks up in the registry: it fails where only the node may pull; write command or script";
  expect(step({ args: ['--push'] })).toEqual([`Task spec.steps[0] ${entrypoint}`]);
  expect(told([tekton('StepAction', { image, args: ['--push'] })])).toEqual([`StepAction spec ${entrypoint}`]);
  expect(step({ command: ['build'], args: ['--push'] })).toEqual([]);
  expect(task({ stepTemplate: { command: ['build'] }, steps: [{ image, args: ['--push'] }] })).toEqual([]);
});

test('scripts that are too long together for one argument, as Tekton hands them to the pod, are told', () => {
  const scripts = (...lengths: number[]) =>
    told([tekton('Task', { steps: lengths.map(length => ({ image: 'registry.example.com/tools', script: '#'.repeat(length) })) })]);
  expect(scripts(49_000, 49_000)).toEqual([]);
  expect(scripts(50_000, 49_000)).toEqual([
    'Task spec.steps has 2 scripts that are 132364 bytes together as Tekton hands them to the pod, in one argument, which has room for 131071; put programs into the image, or split the Task',
  ]);
});

import { expect, test } from 'vitest';
import { told } from '../../../support/warnings';

const triggers = (kind: string, spec: object, name = 'push') => ({
  apiVersion: 'triggers.tekton.dev/v1beta1',
  kind,
  metadata: { name },
  spec,
});
const resource = (spec: object, metadata: object = { generateName: 'build-' }) => ({
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata,
  spec,
});
const params = [{ name: 'commit' }, { name: 'branch', default: 'main' }];
const build = { pipelineRef: { name: 'build' }, params: [{ name: 'commit', value: '$(tt.params.commit) of $(tt.params.branch)' }] };
const template = triggers('TriggerTemplate', { params, resourcetemplates: [resource(build)] });
const trigger = (bindings: object[]) => triggers('Trigger', { bindings, template: { ref: 'push' } });
const commit = { name: 'commit', value: '$(body.head_commit.id)' };

test('a trigger that gives its template what that needs is nothing to tell', () => {
  const binding = triggers('TriggerBinding', { params: [commit, { name: 'of-another-template', value: '$(header.X-Event)' }] });
  expect(told([template, trigger([commit])])).toEqual([]);
  expect(told([template, binding, trigger([{ ref: 'push' }])])).toEqual([]);
  expect(told([template, trigger([{ ref: 'not-here' }])])).toEqual([]);
});

test('a template param that nobody gives is told', () => {
  const reason = 'does not give commit: $(tt.params.commit) stays as it is written; add commit to a binding, or a default to the template';
  expect(told([template, trigger([{ name: 'branch', value: 'main' }])])).toEqual([`Trigger spec.bindings ${reason}`]);
  const listener = triggers('EventListener', { triggers: [{ bindings: [{ name: 'branch', value: 'main' }], template: { ref: 'push' } }] });
  expect(told([template, listener])).toEqual([`EventListener spec.triggers[0].bindings ${reason}`]);
  const cluster = triggers('ClusterTriggerBinding', { params: [{ name: 'branch', value: 'main' }] });
  expect(told([template, cluster, trigger([{ ref: 'push', kind: 'ClusterTriggerBinding' }])])).toEqual([`Trigger spec.bindings ${reason}`]);
});

test('a param of the trigger itself that its template does not have is told', () => {
  expect(told([template, trigger([commit, { name: 'brunch', value: 'main' }])])).toEqual([
    'Trigger spec.bindings[1].name is no param of the template; write branch, or remove it',
  ]);
});

test('a param that two bindings give is told', () => {
  const binding = triggers('TriggerBinding', { params: [commit] });
  expect(told([template, binding, trigger([{ ref: 'push' }, commit])])).toEqual([
    'Trigger spec.bindings[1] gives commit, as a binding before it does: no event creates anything; give commit once',
  ]);
});

test('a value that no event has is told', () => {
  const binding = (value: string) => told([triggers('TriggerBinding', { params: [{ name: 'commit', value }] })]);
  expect(binding('$(params.commit)')).toEqual([
    'TriggerBinding spec.params[0].value asks the event for params, but an event has body, header, extensions and context only: nothing is created, or the default is taken; write $(body…), $(header…), $(extensions…) or $(context…)',
  ]);
  for (const value of [
    '$(body.commits[?(@.distinct==true)].id)',
    '$(header.X-Event) $(extensions.a)',
    '$(context.eventID)',
    '$(body)',
    'main',
  ]) {
    expect(binding(value)).toEqual([]);
  }
});

test('what an event creates is judged where it is written', () => {
  const wrong = resource({ pipelineRef: { name: 'build' }, parms: [] });
  expect(told([triggers('TriggerTemplate', { resourcetemplates: [wrong] })])).toEqual([
    'TriggerTemplate spec.resourcetemplates[0].spec.parms is not a field that Tekton 1.15.0 knows here: no event can create it; write params',
  ]);
  const embedded = { template: { spec: { resourcetemplates: [wrong] } } };
  expect(told([triggers('Trigger', embedded)])).toEqual([
    expect.stringMatching(/^Trigger spec\.template\.spec\.resourcetemplates\[0\]\.spec\.parms is not a field/),
  ]);
  expect(told([triggers('EventListener', { triggers: [embedded] })])).toEqual([
    expect.stringMatching(/^EventListener spec\.triggers\[0\]\.template\.spec\.resourcetemplates\[0\]\.spec\.parms is not a field/),
  ]);
});

test('and compared with the pipeline that it runs', () => {
  const task = { name: 'task', taskRef: { name: 'task' } };
  const pipeline = {
    apiVersion: 'tekton.dev/v1',
    kind: 'Pipeline',
    metadata: { name: 'build' },
    spec: { params: [{ name: 'commit' }, { name: 'to' }], tasks: [task] },
  };
  expect(told([template, pipeline])).toEqual([
    'TriggerTemplate spec.resourcetemplates[0].spec.params does not give to: Pipeline build cannot start; give to, or declare a default',
  ]);
});

test('an event value in a script is told', () => {
  const pipelineSpec = { tasks: [{ name: 'build', taskSpec: { steps: [{ image: 'tools', script: 'make $(tt.params.commit)' }] } }] };
  expect(told([triggers('TriggerTemplate', { params, resourcetemplates: [resource({ pipelineSpec })] })])).toEqual([
    'TriggerTemplate spec.resourcetemplates[0].spec.pipelineSpec.tasks[0].taskSpec.steps[0].script has $(tt.params.commit) in it: its value becomes code of the script; give it to the step in env: {name: VALUE, value: $(tt.params.commit)}, and write "$VALUE"',
  ]);
});

test('what depends on a value of the event is nothing to tell', () => {
  const unknown = resource(
    {
      pipelineRef: { name: '$(tt.params.commit)' },
      timeouts: { pipeline: '$(tt.params.branch)', tasks: '2h' },
      taskRunSpecs: [{ pipelineTaskName: 'build', timeout: '$(tt.params.branch)' }],
      workspaces: [{ name: 'source', persistentVolumeClaim: { claimName: '$(tt.params.commit)' } }],
      params: [{ name: 'id', value: '$(uid)' }],
    },
    { name: 'build-$(tt.params.commit)', labels: { commit: '$(tt.params.commit)-$(uid)' } },
  );
  expect(told([triggers('TriggerTemplate', { params, resourcetemplates: [unknown] })])).toEqual([]);
});

test('a value of the event that a template names itself is told', () => {
  const asks = (value: string) =>
    told([
      triggers('TriggerTemplate', {
        resourcetemplates: [resource({ pipelineRef: { name: 'build' }, params: [{ name: 'commit', value }] })],
      }),
    ]);
  expect(asks('$(body.head_commit.id)')).toEqual([
    'TriggerTemplate spec.resourcetemplates[0].spec.params[0].value has $(body.head_commit.id), which only bindings replace: here it stays as it is; declare a param, let a binding give it the value, and write $(tt.params.…)',
  ]);
  expect(asks('$(uid)')).toEqual([]);
});

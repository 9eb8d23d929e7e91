import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import { cel } from '../../../src/tekton/triggers/cel-interceptor';
import { github } from '../../../src/tekton/triggers/interceptor';
import { Trigger } from '../../../src/tekton/triggers/trigger';
import { clusterTriggerBinding, TriggerBinding } from '../../../src/tekton/triggers/trigger-binding';
import { build, push } from './mistakes';

test('what is wired rightly compiles and renders', () => {
  const chart = new Chart(new App(), 'chart');
  const template = build(chart);
  const short = cel(push, { overlays: ({ body }) => ({ short: body.after.truncate(7) }) });
  const binding = new TriggerBinding(chart, 'push', { params: { url: push.body.repository.homepage } });
  const trigger = new Trigger(chart, 'push', {
    event: push,
    interceptors: [github({ eventTypes: ['push'] }), short],
    bindings: [binding, clusterTriggerBinding('github-push', ['git-branch'])],
    template,
    params: { revision: short.extensions.short },
  });
  expect(trigger.resource.toJson().spec.bindings).toEqual([
    { kind: 'TriggerBinding', ref: 'push' },
    { kind: 'ClusterTriggerBinding', ref: 'github-push' },
    { name: 'revision', value: '$(extensions.short)' },
  ]);
});

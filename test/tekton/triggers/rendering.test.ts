import { App, Chart, Testing } from 'cdk8s';
import { expect, test } from 'vitest';
import { Task } from '../../../src/tekton/task';
import { taskRunManifest } from '../../../src/tekton/task-run';
import { cel } from '../../../src/tekton/triggers/cel-interceptor';
import { TriggerEvent } from '../../../src/tekton/triggers/event';
import { EventListener } from '../../../src/tekton/triggers/event-listener';
import { bitbucket, github, gitlab, interceptor, slack } from '../../../src/tekton/triggers/interceptor';
import { Trigger } from '../../../src/tekton/triggers/trigger';
import { clusterTriggerBinding, TriggerBinding } from '../../../src/tekton/triggers/trigger-binding';
import { eventUid, TriggerTemplate } from '../../../src/tekton/triggers/trigger-template';

const push = new TriggerEvent('push', {
  headers: ['X-GitHub-Event'],
  body: {
    after: 'string',
    size: 'number',
    'repo.name': 'string',
    repository: { clone_url: 'string', 'homepage?': 'string' },
    commits: [{ id: 'string' }],
  },
});

function chart() {
  return new Chart(new App(), 'chart');
}

function notify(scope: Chart) {
  return new Task(scope, 'notify', {
    version: '0.1.0',
    description: 'x',
    params: { commit: { description: 'x' } },
    steps: ({ params }) => [{ name: 'notify', image: 'busybox', script: '#!/bin/sh\n', env: { COMMIT: params.commit } }],
  });
}

function template(scope: Chart) {
  const task = notify(scope);
  return new TriggerTemplate(scope, 'notify', {
    params: {
      commit: { description: 'Commit.' },
      title: { description: 'Title.', default: 'a "quoted" \\ title' },
    },
    resources: ({ commit, title }) => [
      taskRunManifest({ task, name: `notify-${commit}`, params: { commit }, annotations: { title: `${title}`, id: eventUid } }),
    ],
  });
}

test('references to an event are the JSONPaths that Triggers reads', () => {
  const { body, headers, id } = push;
  const paths = [body.after, body.repository.clone_url, body.commits.at(1).id, body['repo.name'], headers['X-GitHub-Event'], id];
  expect(paths.map(value => value.resolve())).toEqual([
    '$(body.after)',
    '$(body.repository.clone_url)',
    '$(body.commits[1].id)',
    '$(body.repo\\.name)',
    '$(header.X-GitHub-Event)',
    '$(context.eventID)',
  ]);
  expect(`${body.after}-amd64`).toBe('$(body.after)-amd64');
});

test('a value that may be missing, or a list, cannot be made a part of a text', () => {
  expect(() => `${push.body.repository.homepage}/x`).toThrow(
    '$(body.repository.homepage): may be missing from the event, and cannot be a part of a text: make it a whole param, with a default in the template',
  );
  expect(() => `${push.body.commits}`).toThrow(
    '$(body.commits): is a list, which is no text: take one element with at(), or join it in a CEL overlay',
  );
  expect(() => new TriggerEvent('x', { body: { 'a (b)': 'string' } })).toThrow(
    'event field "a (b)": cannot be referenced: use a CEL overlay, which reads any name',
  );
});

test("a template holds the whole object, with its params as variables and defaults as JSON's text", () => {
  const { spec, metadata } = template(chart()).resource.toJson();
  expect(metadata).toEqual({ name: 'notify' });
  expect(spec.params).toEqual([
    { name: 'commit', description: 'Commit.' },
    { name: 'title', description: 'Title.', default: 'a \\"quoted\\" \\\\ title' },
  ]);
  expect(spec.resourcetemplates).toEqual([
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      metadata: { name: 'notify-$(tt.params.commit)', annotations: { title: '$(tt.params.title)', id: '$(uid)' } },
      spec: { taskRef: { kind: 'Task', name: 'notify' }, params: [{ name: 'commit', value: '$(tt.params.commit)' }] },
    },
  ]);
});

test('what Triggers puts between the quotes of the template is the text that was meant', () => {
  const { spec } = new TriggerBinding(chart(), 'b', { params: { title: 'say "hi"\n\\' } }).resource.toJson();
  expect(JSON.parse(`{"value": "${spec.params[0].value}"}`)).toEqual({ value: 'say "hi"\n\\' });
});

test('a trigger: interceptors in order, bindings by reference, params, template', () => {
  const scope = chart();
  const short = cel(push, {
    filter: ({ header }) => header['X-GitHub-Event'].equals('push'),
    overlays: ({ body }) => ({ short: body.after.truncate(7) }),
  });
  const trigger = new Trigger(scope, 'push', {
    event: push,
    interceptors: [github({ secretRef: { secretName: 'hook', secretKey: 'token' }, eventTypes: ['push'] }), short],
    template: template(scope),
    bindings: [clusterTriggerBinding('titles', ['title'])],
    params: { commit: short.extensions.short },
    serviceAccountName: 'deployer',
    labels: { team: 'ci' },
  });
  expect(trigger.resource.toJson()).toEqual({
    apiVersion: 'triggers.tekton.dev/v1beta1',
    kind: 'Trigger',
    metadata: { name: 'push', labels: { team: 'ci' } },
    spec: {
      serviceAccountName: 'deployer',
      interceptors: [
        {
          ref: { name: 'github', kind: 'ClusterInterceptor' },
          params: [
            { name: 'secretRef', value: { secretName: 'hook', secretKey: 'token' } },
            { name: 'eventTypes', value: ['push'] },
          ],
        },
        {
          ref: { name: 'cel', kind: 'ClusterInterceptor' },
          params: [
            { name: 'filter', value: "header.canonical('X-GitHub-Event') == 'push'" },
            { name: 'overlays', value: [{ key: 'short', expression: 'body.after.truncate(7)' }] },
          ],
        },
      ],
      bindings: [
        { kind: 'ClusterTriggerBinding', ref: 'titles' },
        { name: 'commit', value: '$(extensions.short)' },
      ],
      template: { ref: 'notify' },
    },
  });
});

test.each([
  [gitlab({ eventTypes: ['Push Hook'] }), 'gitlab', 'ClusterInterceptor', { eventTypes: ['Push Hook'] }],
  [bitbucket({ eventTypes: ['repo:push'] }), 'bitbucket', 'ClusterInterceptor', { eventTypes: ['repo:push'] }],
  [slack({ requestedFields: ['text'] }), 'slack', 'ClusterInterceptor', { requestedFields: ['text'] }],
  [interceptor('own', { kind: 'NamespacedInterceptor', params: { a: 1 } }), 'own', 'NamespacedInterceptor', { a: 1 }],
])('interceptor %#', ({ ref, params }, name, kind, expected) => {
  expect(ref).toEqual({ name, kind });
  expect(params).toEqual(expected);
});

test('what interceptors add to the event', () => {
  const files = github({ addChangedFiles: { enabled: true } }).extensions.changed_files;
  const { text } = slack({ requestedFields: ['text'] }).extensions;
  const { score } = interceptor('own', { extensions: ['score'] }).extensions;
  expect([files, text, score].map(value => `${value}`)).toEqual([
    '$(extensions.changed_files)',
    '$(extensions.text[0])',
    '$(extensions.score)',
  ]);
});

test('a binding, a template, a trigger and a listener of one name are in one chart', () => {
  const scope = chart();
  const made = template(scope);
  new TriggerBinding(scope, 'notify', { params: { commit: push.body.after } });
  new Trigger(scope, 'notify', { event: push, template: made, params: { commit: push.body.after } });
  new EventListener(scope, 'notify', {
    serviceAccountName: 'x',
    triggers: [{ name: 'notify' }],
    resources: { computeResources: {} },
  });
  expect(Testing.synth(scope).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'Task notify',
    'TriggerTemplate notify',
    'TriggerBinding notify',
    'Trigger notify',
    'EventListener notify',
  ]);
});

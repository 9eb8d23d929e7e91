import type { Chart } from 'cdk8s';
import { Pipeline } from '../../../src/tekton/pipeline';
import { pipelineRunManifest } from '../../../src/tekton/pipeline-run';
import { cel } from '../../../src/tekton/triggers/cel-interceptor';
import { TriggerEvent } from '../../../src/tekton/triggers/event';
import { EventListener } from '../../../src/tekton/triggers/event-listener';
import { github, gitlab, interceptor, slack } from '../../../src/tekton/triggers/interceptor';
import { Trigger } from '../../../src/tekton/triggers/trigger';
import { clusterTriggerBinding, TriggerBinding } from '../../../src/tekton/triggers/trigger-binding';
import { TriggerTemplate } from '../../../src/tekton/triggers/trigger-template';

// Each case is a mistake that users of Tekton Triggers make; that it does not compile is what is tested: `tsc -p test` fails where a
// directive below has nothing to expect. None of it runs. compiler-messages.test.ts reads what the compiler says.

export const push = new TriggerEvent('push', {
  headers: ['X-GitHub-Event'],
  body: {
    ref: 'string',
    after: 'string',
    size: 'number',
    forced: 'boolean',
    repository: { clone_url: 'string', 'homepage?': 'string' },
    commits: [{ id: 'string', modified: ['string'] }],
    'head?': { id: 'string' },
  },
});
const comment = new TriggerEvent('comment', { body: { text: 'string', after: 'string' } });

/** A template that is right. */
export function build(scope: Chart) {
  const pipeline = new Pipeline(scope, 'build', {
    version: '0.1.0',
    description: 'x',
    params: { revision: { description: 'x' }, tags: { description: 'x', type: 'array', default: [] } },
  });
  return new TriggerTemplate(scope, 'build', {
    params: { revision: { description: 'x' }, url: { description: 'x', default: 'https://example.com' } },
    resources: ({ revision }) => [pipelineRunManifest({ pipeline, name: `build-${revision}`, params: { revision } })],
  });
}

export function mistakesInAnEvent() {
  // @ts-expect-error a type that JSON does not have
  new TriggerEvent('a', { body: { count: 'integer' } });
  // @ts-expect-error a list of two types
  new TriggerEvent('b', { body: { list: ['string', 'number'] } });
  // @ts-expect-error a field that the event does not have
  push.body.before;
  // @ts-expect-error a field of a nested object that the event does not have
  push.body.repository.url;
  // @ts-expect-error a header that is not declared
  push.headers['X-GitLab-Event'];
  // @ts-expect-error a field of a list instead of one of its elements
  push.body.commits.id;
  // @ts-expect-error a field that the elements of a list do not have
  push.body.commits.at(0).sha;
  // @ts-expect-error an optional field by the name that declares it so
  push.body['head?'];
}

export function mistakesInCel() {
  // @ts-expect-error a field that the event does not have
  cel(push, { filter: ({ body }) => body.reff.equals('refs/heads/main') });
  // @ts-expect-error a text compared with a number
  cel(push, { filter: ({ body }) => body.ref.equals(1) });
  // @ts-expect-error a number taken for a text
  cel(push, { filter: ({ body }) => body.size.matches(/1/) });
  // @ts-expect-error a filter that is a text, not true or false
  cel(push, { filter: ({ body }) => body.ref });
  // @ts-expect-error a field that may be missing, without saying what then
  cel(push, { filter: ({ body }) => body.repository.homepage.equals('https://example.com') });
  // @ts-expect-error a field of an object that may be missing
  cel(push, { filter: ({ body }) => body.head.id.equals('x') });
  // @ts-expect-error a header that is not declared
  cel(push, { filter: ({ header }) => header['X-GitLab-Event'].equals('push') });
  // @ts-expect-error a list compared with a text
  cel(push, { filter: ({ body }) => body.commits.equals('x') });
  // @ts-expect-error a pattern as a text, whose backslashes get lost
  cel(push, { filter: ({ body }) => body.ref.matches('^refs/heads/') });
  // @ts-expect-error none of no texts
  cel(push, { filter: ({ body }) => body.ref.isOneOf() });
  // @ts-expect-error a list as an overlay: no param can hold it
  cel(push, { overlays: ({ body }) => ({ ids: body.commits }) });
  // @ts-expect-error an overlay that may be missing
  cel(push, { overlays: ({ body }) => ({ homepage: body.repository.homepage }) });
  // @ts-expect-error an overlay that is not declared
  cel(push, { overlays: ({ body }) => ({ short: body.after.truncate(7) }) }).extensions.shrot;
}

export function mistakesInInterceptors() {
  // @ts-expect-error events as a text instead of a list
  github({ eventTypes: 'push' });
  // @ts-expect-error no kind of event at all passes an empty list
  gitlab({ eventTypes: [] });
  // @ts-expect-error a Secret without the key
  github({ secretRef: { secretName: 'github' } });
  // @ts-expect-error changed files that nobody asked for
  github({ eventTypes: ['push'] }).extensions.changed_files;
  // @ts-expect-error a field that the form was not asked for
  slack({ requestedFields: ['text'] }).extensions.user_name;
  // @ts-expect-error an interceptor of a kind that does not exist
  interceptor('own', { kind: 'Interceptor' });
}

export function mistakesInATemplate(scope: Chart) {
  const pipeline = new Pipeline(scope, 'other', {
    version: '0.1.0',
    description: 'x',
    params: { revision: { description: 'x' }, tags: { description: 'x', type: 'array' } },
  });
  // @ts-expect-error an array as a param: a template has strings only
  new TriggerTemplate(scope, 'a', { params: { tags: { description: 'x', type: 'array' } }, resources: () => [{ apiVersion: 'v1', kind: 'Pod' }] });
  // @ts-expect-error an array as a default
  new TriggerTemplate(scope, 'b', { params: { tags: { description: 'x', default: ['a'] } }, resources: () => [{ apiVersion: 'v1', kind: 'Pod' }] });
  // @ts-expect-error a template that creates nothing
  new TriggerTemplate(scope, 'c', { params: {}, resources: () => [] });
  // @ts-expect-error an object without apiVersion
  new TriggerTemplate(scope, 'd', { params: {}, resources: () => [{ kind: 'Pod' }] });
  new TriggerTemplate(scope, 'e', {
    params: { revision: { description: 'x' } },
    // @ts-expect-error a param that the template does not declare
    resources: ({ revison }) => [pipelineRunManifest({ pipeline, generateName: 'x-', params: { revision: revison, tags: [] } })],
  });
  new TriggerTemplate(scope, 'f', {
    params: { revision: { description: 'x' } },
    // @ts-expect-error a string where the pipeline wants an array
    resources: ({ revision }) => [pipelineRunManifest({ pipeline, generateName: 'x-', params: { revision, tags: revision } })],
  });
  new TriggerTemplate(scope, 'g', {
    params: { revision: { description: 'x' } },
    // @ts-expect-error a param of the pipeline that the run does not give
    resources: () => [pipelineRunManifest({ pipeline, generateName: 'x-', params: { tags: [] } })],
  });
}

export function mistakesInATrigger(scope: Chart) {
  const template = build(scope);
  const { after, repository, commits, head } = push.body;
  const short = cel(push, { overlays: ({ body }) => ({ short: body.after.truncate(7) }) });
  const binding = new TriggerBinding(scope, 'push', { params: { revision: after } });
  // @ts-expect-error a template param that nobody sets
  new Trigger(scope, 'a', { event: push, template, params: {} });
  // @ts-expect-error a param that the template does not have
  new Trigger(scope, 'b', { event: push, template, params: { revision: after, colour: 'green' } });
  // @ts-expect-error a list where a string is needed
  new Trigger(scope, 'c', { event: push, template, params: { revision: commits } });
  // @ts-expect-error an object where a string is needed
  new Trigger(scope, 'd', { event: push, template, params: { revision: repository } });
  // @ts-expect-error a value that an event may lack, for a param without a default
  new Trigger(scope, 'e', { event: push, template, params: { revision: head.id } });
  // @ts-expect-error a value of another event
  new Trigger(scope, 'f', { event: push, template, params: { revision: comment.body.after } });
  // @ts-expect-error an overlay of an interceptor that the trigger does not have
  new Trigger(scope, 'g', { event: push, template, params: { revision: short.extensions.short } });
  // @ts-expect-error a number as it is: params are texts
  new Trigger(scope, 'h', { event: push, template, params: { revision: 1 } });
  // @ts-expect-error a param given by a binding and here: Triggers refuses duplicates
  new Trigger(scope, 'i', { event: push, template, bindings: [binding], params: { revision: after } });
  // @ts-expect-error a binding that gives none of the params that are missing
  new Trigger(scope, 'j', { event: push, template, bindings: [clusterTriggerBinding('github-push', ['git-repo-url'])], params: {} });
  // @ts-expect-error a binding with a param that the template does not have
  new Trigger(scope, 'k', { event: push, template, bindings: [new TriggerBinding(scope, 'k', { params: { revison: after } })], params: { revision: after } });
  // @ts-expect-error a binding for another event
  new Trigger(scope, 'l', { event: comment, template, bindings: [binding], params: {} });
  // @ts-expect-error a list in a binding
  new TriggerBinding(scope, 'm', { params: { revision: commits } });
  // @ts-expect-error a template by its name instead of the template
  new Trigger(scope, 'n', { event: push, template: 'build', params: { revision: after } });
}

export function mistakesInAListener(scope: Chart) {
  const trigger = new Trigger(scope, 'push', { event: push, template: build(scope), params: { revision: push.body.after } });
  const resources = { computeResources: { limits: { memory: '128Mi' } } };
  const serviceAccountName = 'builds';
  // @ts-expect-error a listener that serves no trigger
  new EventListener(scope, 'a', { serviceAccountName, resources });
  // @ts-expect-error a listener with an empty list of triggers
  new EventListener(scope, 'b', { serviceAccountName, resources, triggers: [] });
  // @ts-expect-error a user id, which OpenShift gives
  new EventListener(scope, 'c', { serviceAccountName, triggers: [trigger], resources: { ...resources, securityContext: { runAsUser: 0 } } });
  // @ts-expect-error a plain environment variable, which the webhook refuses
  new EventListener(scope, 'd', { serviceAccountName, triggers: [trigger], resources: { ...resources, env: { A: 'b' } } });
  // @ts-expect-error an image of one's own, which the webhook refuses
  new EventListener(scope, 'e', { serviceAccountName, triggers: [trigger], resources: { ...resources, image: 'own' } });
  // @ts-expect-error a certificate without its key
  new EventListener(scope, 'f', { serviceAccountName, triggers: [trigger], resources: { ...resources, tls: { secretName: 'tls', certificateKey: 'tls.crt' } } });
  // @ts-expect-error a group of triggers without an interceptor
  new EventListener(scope, 'g', { serviceAccountName, resources, triggerGroups: [{ name: 'g', interceptors: [], triggerSelector: { labelSelector: {} } }] });
  // @ts-expect-error a selector that selects by nothing
  new EventListener(scope, 'h', { serviceAccountName, resources, selector: {} });
  // @ts-expect-error no resources, so that a node knows not what it takes
  new EventListener(scope, 'i', { serviceAccountName, triggers: [trigger] });
}


import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import * as api from '../src';

const index = 'src/index.ts';
const lines = readFileSync(index, 'utf8')
  .split(/^(?=export )/m)
  .slice(1);

interface Export {
  readonly file: string;
  readonly names: readonly string[];
}

/** What the public API exports, by the file that declares it. */
const exported: Export[] = lines.map(line => {
  const [, what = '', from = ''] = /^export (?:type )?(\*|\{[^}]*\}) from '(.*)';$/m.exec(line) ?? [];
  const file = `${join(dirname(index), from)}.ts`;
  const all = [...readFileSync(file, 'utf8').matchAll(/^export (?:abstract )?(?:class|interface|type|const|function) (\w+)/gm)];
  const names = what === '*' ? all.map(([, name = '']) => name) : what.match(/\w+(?: as \w+)?(?=[, ])/g);
  return { file, names: (names ?? []).map(name => name.replace(/ as .*/, '')).filter(name => name !== 'type') };
});

test.each(exported)('everything that the public API has from $file has a doc comment', ({ file, names }) => {
  const text = readFileSync(file, 'utf8');
  const bare = names.filter(name => !new RegExp(`\\*/\\n(?:export )(?:class|interface|type|const|function) ${name}\\b`).test(text));
  expect(names.length).toBeGreaterThan(0);
  expect(bare).toEqual([]);
});

test('a webhook that starts a pipeline is written with the public API alone', () => {
  const chart = new Chart(new App(), 'ci');
  const push = new api.TriggerEvent('push', { body: { after: 'string', repository: { clone_url: 'string' } } });
  const pipeline = new api.Pipeline(chart, 'ci', {
    version: '0.1.0',
    description: 'Tests a commit.',
    params: { url: { description: 'Repository.' }, revision: { description: 'Commit.' } },
  });
  const template = new api.TriggerTemplate(chart, 'ci', {
    params: { url: { description: 'Repository.' }, short: { description: 'Start of the commit.' }, revision: { description: 'Commit.' } },
    resources: ({ url, revision, short }) => [api.pipelineRunManifest({ pipeline, name: `ci-${short}`, params: { url, revision } })],
  });
  const commits = api.cel(push, { overlays: ({ body }) => ({ short: body.after.truncate(7) }) });
  const trigger = new api.Trigger(chart, 'ci', {
    event: push,
    interceptors: [api.github({ eventTypes: ['push'] }), commits],
    template,
    params: { url: push.body.repository.clone_url, revision: push.body.after, short: commits.extensions.short },
  });
  new api.EventListener(chart, 'ci', {
    serviceAccountName: 'ci',
    triggers: [trigger],
    resources: { computeResources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } } },
  });
  const objects: unknown[] = chart.toJson();
  expect(objects.map(object => (object as { kind: string }).kind)).toEqual(['Pipeline', 'TriggerTemplate', 'Trigger', 'EventListener']);
  expect(objects.flatMap(object => api.findings([object]))).toEqual([]);
});

import { App } from 'cdk8s';
import { expect, test } from 'vitest';
import { findings } from '../../src/tekton/findings/findings';
import { everyFeature } from '../support/every-feature';

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly generateName?: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

const objects: KubernetesObject[] = everyFeature(new App()).toJson();
const spec = (kind: string, name: string) =>
  objects.find(object => object.kind === kind && [object.metadata.name, object.metadata.generateName].includes(name))?.spec ?? {};

test('everything that can be written without an error of the compiler is what Tekton accepts', () => {
  expect(findings(objects).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(objects.map(({ kind }) => kind)).toEqual(['StepAction', 'Task', 'Task', 'Pipeline', 'PipelineRun', 'PipelineRun', 'TaskRun']);
});

test('a step action says what it runs, and takes its volume from a param', () => {
  expect(spec('StepAction', 'clone')).toEqual({
    description: 'Clones.',
    params: [
      {
        name: 'repo',
        type: 'object',
        description: 'Repository.',
        properties: { url: { type: 'string' }, revision: { type: 'string' } },
        default: { url: '', revision: 'main' },
      },
      { name: 'cache', description: 'Volume of the cache.' },
    ],
    results: [
      { name: 'commit', description: 'Commit.' },
      { name: 'files', type: 'array', description: 'Files.' },
    ],
    image: 'alpine/git',
    workingDir: '/work',
    securityContext: { runAsNonRoot: true },
    env: [
      { name: 'URL', value: '$(params.repo.url)' },
      { name: 'REVISION', value: '$(params.repo.revision)' },
      { name: 'COMMIT', value: '$(step.results.commit.path)' },
      { name: 'FILES', value: '$(step.results.files.path)' },
    ],
    volumeMounts: [{ name: '$(params.cache)', mountPath: '/cache' }],
    script: '#!/bin/sh\necho\n',
  });
});

test("steps pass on what steps before them gave; a task's result can be a step's", () => {
  const { steps, results, workspaces } = spec('Task', 'build');
  expect(steps).toMatchObject([
    {
      name: 'clone',
      ref: { name: 'clone' },
      timeout: '5m',
      onError: 'stopAndFail',
      params: [
        { name: 'repo', value: { url: '$(params.repo.url)', revision: '$(params.repo.revision)' } },
        { name: 'cache', value: 'scratch' },
      ],
    },
    {
      name: 'build',
      onError: '$(params.on-error)',
      when: [{ input: '$(steps.clone.results.commit)', operator: 'notin', values: [''] }],
      workspaces: [
        { name: 'source', mountPath: '/source' },
        { name: 'cache', mountPath: '/cache' },
      ],
      results: [{ name: 'digest', description: 'Digest.' }],
      env: [
        { name: 'DIGEST', value: '$(step.results.digest.path)' },
        { name: 'CACHED', value: '$(workspaces.cache.bound)' },
        { name: 'SOURCE', value: '$(workspaces.source.path)' },
        { name: 'RUN', value: '$(context.taskRun.name)' },
        { name: 'LABELS', value: '$(results.labels.path)' },
      ],
      args: ['--first', '$(params.arguments[*])'],
    },
    {
      name: 'report',
      command: ['echo'],
      args: ['$(steps.build.results.digest)', '$(steps.clone.results.files[*])', '$(params.arguments[0])'],
    },
    {
      name: 'scan',
      ref: {
        resolver: 'git',
        params: [
          { name: 'url', value: 'https://example.com/a.git' },
          { name: 'revision', value: 'main' },
          { name: 'pathInRepo', value: 'scan.yaml' },
        ],
      },
      params: [{ name: 'image', value: '$(params.image)@$(steps.build.results.digest)' }],
    },
  ]);
  expect(results).toEqual([
    { name: 'commit', description: 'Commit.', value: '$(steps.clone.results.commit)' },
    { name: 'files', type: 'array', description: 'Files.', value: '$(steps.clone.results.files)' },
    { name: 'labels', type: 'object', description: 'Labels.', properties: { title: { type: 'string' }, vendor: { type: 'string' } } },
  ]);
  expect(workspaces).toEqual([
    { name: 'source', description: 'Source.', mountPath: '/source' },
    { name: 'cache', description: 'Cache.', readOnly: true, optional: true },
  ]);
});

test('a pipeline takes objects whole or by key, and arrays whole or by element', () => {
  const { tasks } = spec('Pipeline', 'release');
  expect(tasks).toMatchObject([
    { name: 'build', retries: 1, params: [{ name: 'repo', value: '$(params.repo[*])' }, { name: 'image' }] },
    {
      name: 'check',
      runAfter: ['build'],
      matrix: {
        params: [{ name: 'suite', value: '$(params.suites[*])' }],
        include: [
          {
            name: 'slow',
            params: [
              { name: 'suite', value: 'soak' },
              { name: 'level', value: 'long' },
            ],
          },
        ],
      },
    },
    {
      name: 'again',
      onError: 'continue',
      when: [{ input: '$(params.branch)', operator: 'in', values: ['main', '$(params.suites[*])'] }],
      params: [
        { name: 'repo', value: { url: '$(params.repo.url)', revision: '$(params.repo.revision)' } },
        { name: 'image', value: '$(tasks.build.results.labels.title)' },
        { name: 'arguments', value: '$(tasks.check.results.verdict[*])' },
      ],
    },
    { name: 'from-cluster', params: [{ name: 'suite', value: '$(tasks.build.results.files[0])' }] },
    { name: 'from-bundle' },
    { name: 'from-hub' },
    { name: 'from-http' },
  ]);
});

test('each resolver gets the params that it asks for', () => {
  const { tasks } = spec('Pipeline', 'release');
  const refs = JSON.parse(JSON.stringify(tasks)).map(({ taskRef }: { taskRef: object }) => taskRef);
  const given = (resolver: string, params: object) => ({
    resolver,
    params: Object.entries(params).map(([name, value]) => ({ name, value })),
  });
  expect(refs.slice(3)).toEqual([
    given('cluster', { kind: 'task', name: 'check', namespace: 'shared' }),
    given('bundles', { kind: 'task', name: 'check', bundle: 'quay.io/acme/bundle:1' }),
    given('hub', { name: 'check', version: '0.1.0', type: 'artifact', kind: 'task' }),
    given('http', { url: 'https://example.com/check.yaml' }),
  ]);
  expect(spec('PipelineRun', 'remote-').pipelineRef).toEqual(given('hub', { name: 'release', version: '1.0.0', kind: 'pipeline' }));
});

test('finally tasks see how the others ended; results of the pipeline have their type', () => {
  const { finally: last, results } = spec('Pipeline', 'release');
  expect(last).toEqual([
    {
      name: 'report',
      taskRef: { kind: 'Task', name: 'check' },
      when: [{ input: '$(tasks.build.status)', operator: 'in', values: ['Failed'] }],
      params: [
        { name: 'suite', value: '$(tasks.status) $(tasks.build.reason)' },
        { name: 'level', value: '$(tasks.again.results.commit)' },
      ],
    },
  ]);
  expect(results).toEqual([
    { name: 'commit', description: 'Commit.', value: '$(tasks.build.results.commit)' },
    { name: 'files', type: 'array', description: 'Files.', value: '$(tasks.build.results.files[*])' },
    { name: 'labels', type: 'object', description: 'Labels.', value: '$(tasks.build.results.labels[*])' },
    { name: 'verdict', description: 'Verdict.', value: '$(finally.report.results.verdict)' },
  ]);
});

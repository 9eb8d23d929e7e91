import { expect, test } from 'vitest';
import { tekton, told } from '../../../support/warnings';

const image = 'registry.example.com/tools';
const params = [
  { name: 'url' },
  { name: 'depth', default: '1' },
  { name: 'tags', type: 'array', default: [] },
  { name: 'author', type: 'object', properties: { name: {}, mail: {} }, default: { mail: '' } },
];
const clone = tekton(
  'Task',
  {
    params,
    workspaces: [{ name: 'source' }, { name: 'cache', optional: true }],
    results: [{ name: 'commit' }],
    steps: [{ image, script: 'clone > $(results.commit.path)' }],
  },
  'clone',
);
const author = { name: 'author', value: { name: 'Ada' } };
const given = [{ name: 'url', value: 'https://example.com' }, author];
const workspaces = [{ name: 'source' }];
const pipeline = (task: object, more: object = {}) =>
  tekton('Pipeline', { workspaces, tasks: [{ name: 'fetch', taskRef: { name: 'clone' }, params: given, workspaces, ...task }], ...more });
const judged = (task: object, more: object = {}) => told([pipeline(task, more), clone]);

test('a task of a pipeline that fits the Task that it names is nothing to tell', () => {
  expect(judged({})).toEqual([]);
  expect(judged({}, { results: [{ name: 'commit', value: '$(tasks.fetch.results.commit)' }] })).toEqual([]);
});

test('a param that the Task needs and nobody gives is told', () => {
  expect(judged({ params: [author] })).toEqual([
    'Pipeline spec.tasks[0].params does not give url: Task clone cannot start; give url, or declare a default',
  ]);
  expect(judged({ params: undefined })).toEqual([
    'Pipeline spec.tasks[0].params is missing, which would give url: Task clone cannot start; give url, or declare a default',
  ]);
});

test('a param that the Task does not have is told', () => {
  expect(judged({ params: [...given, { name: 'dept', value: '1' }] })).toEqual([
    'Pipeline spec.tasks[0].params[2].name is no param of Task clone, which never sees it; write depth, or remove it',
  ]);
});

test('a param of another type is told, one whose type is not to be seen is not', () => {
  expect(judged({ params: [...given, { name: 'tags', value: 'v1' }] })).toEqual([
    'Pipeline spec.tasks[0].params[2].value is string, but Task clone wants array: it cannot start; write a value that is array',
  ]);
  expect(judged({ params: [{ name: 'url', value: ['a'] }, author] })).toEqual([
    'Pipeline spec.tasks[0].params[0].value is array, but Task clone wants string: it cannot start; write a value that is string',
  ]);
  const whole = { name: 'tags', value: '$(params.tags[*])' };
  expect(judged({ params: [...given, whole] }, { params: [{ name: 'tags', type: 'array' }] })).toEqual([]);
  expect(judged({ params: [author], matrix: { params: [{ name: 'url', value: ['a', 'b'] }] } })).toEqual([]);
});

test('an object without a key that has no default is told', () => {
  expect(judged({ params: [given[0], { name: 'author', value: { mail: 'ada@example.com' } }] })).toEqual([
    'Pipeline spec.tasks[0].params[1].value has no name, which Task clone wants: it cannot start; add name',
  ]);
});

test('workspaces that nobody binds, or that the Task does not have, are told', () => {
  expect(judged({ workspaces: [{ name: 'sources', workspace: 'source' }] })).toEqual([
    'Pipeline spec.tasks[0].workspaces does not bind source: Task clone cannot start, unless the cluster has a default; bind source, or make it optional',
    'Pipeline spec.tasks[0].workspaces[0].name is no workspace of Task clone; write source, or remove it',
  ]);
});

test('a result that the Task, or an embedded task, does not have is told', () => {
  const use = (task: string) => ({
    name: 'test',
    params: [{ name: 'commit', value: `$(tasks.${task}.results.comit)` }],
    taskSpec: { steps: [{ image }] },
  });
  const fetch = { name: 'fetch', taskRef: { name: 'clone' }, params: given, workspaces };
  const own = { name: 'own', taskSpec: { results: [{ name: 'id' }], steps: [{ image }] } };
  expect(told([tekton('Pipeline', { workspaces, tasks: [fetch, own, use('fetch')] }), clone])).toEqual([
    'Pipeline spec.tasks[2].params[0].value uses $(tasks.fetch.results.comit), but fetch has no such result: the run fails; write commit',
  ]);
  expect(told([tekton('Pipeline', { workspaces, tasks: [own, use('own')] })])).toEqual([
    'Pipeline spec.tasks[1].params[0].value uses $(tasks.own.results.comit), but own has no such result: the run fails; declare it in the results of own',
  ]);
  const results = [{ name: 'commit', value: '$(tasks.fetch.results.comit)' }];
  expect(told([tekton('Pipeline', { workspaces, tasks: [fetch], results }), clone])).toEqual([
    'Pipeline spec.results[0].value uses $(tasks.fetch.results.comit), but fetch has no such result: the run fails; write commit',
  ]);
});

const emptyDir = [{ name: 'source', emptyDir: {} }];
const run = (spec: object) => tekton('PipelineRun', { pipelineRef: { name: 'build' }, workspaces: emptyDir, ...spec });

test('a run gives its pipeline or task what that needs', () => {
  const build = pipeline({}, { params: [{ name: 'revision' }] });
  expect(told([run({ params: [{ name: 'revision', value: 'main' }] }), build])).toEqual([]);
  expect(told([run({ params: [{ name: 'revison', value: 'main' }], workspaces: undefined }), build])).toEqual([
    'PipelineRun spec.workspaces is missing, which would bind source: Pipeline build cannot start; bind source, or make it optional',
    'PipelineRun spec.params does not give revision: Pipeline build cannot start; give revision, or declare a default',
    'PipelineRun spec.params[0].name is no param of Pipeline build, which never sees it; write revision, or remove it',
  ]);
  expect(told([tekton('TaskRun', { taskRef: { name: 'clone' }, workspaces: emptyDir, params: [author] }), clone])).toEqual([
    'TaskRun spec.params does not give url: Task clone cannot start; give url, or declare a default',
  ]);
});

const inNamespace = (object: object, namespace: string) => ({ ...object, metadata: { name: 'build', namespace } });

test('only what a reference surely names is compared', () => {
  const build = pipeline({}, { params: [{ name: 'revision' }] });
  expect(told([inNamespace(run({}), 'a'), inNamespace(build, 'b')])).toEqual([]);
  expect(told([inNamespace(run({}), 'a'), inNamespace(build, 'a')])).toHaveLength(1);
  expect(told([run({}), inNamespace(build, 'a'), inNamespace(build, 'b')])).toEqual([]);
  expect(told([run({ pipelineRef: { resolver: 'git', params: [{ name: 'url', value: 'build' }] } }), build])).toEqual([]);
  const cluster = {
    resolver: 'cluster',
    params: Object.entries({ kind: 'pipeline', name: 'build', namespace: 'b' }).map(([name, value]) => ({ name, value })),
  };
  expect(told([run({ pipelineRef: cluster }), inNamespace(build, 'b')])).toEqual([
    'PipelineRun spec.params is missing, which would give revision: Pipeline build cannot start; give revision, or declare a default',
  ]);
  expect(told([pipeline({ taskRef: { apiVersion: 'example.dev/v1', kind: 'Wait', name: 'clone' }, params: [] }), clone])).toEqual([]);
});

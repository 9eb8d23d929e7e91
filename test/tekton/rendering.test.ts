import { App, Chart, Yaml } from 'cdk8s';
import { expect, test } from 'vitest';
import { pipelineRun } from '../../src/tekton/context';
import { Pipeline } from '../../src/tekton/pipeline';
import { Task } from '../../src/tekton/task';

function chart() {
  return new Chart(new App(), 'chart');
}

function push(scope: Chart) {
  return new Task(scope, 'push', {
    version: '1.2.0',
    description: 'Pushes.',
    labels: { team: 'gpu' },
    params: {
      image: { description: 'Image.' },
      answer: { description: 'Looks like a boolean to YAML 1.1.', default: 'yes' },
      mode: { description: 'Looks like a number.', default: '0755' },
      tags: { description: 'Tags.', type: 'array', default: ['latest'] },
    },
    results: { digest: { description: 'Digest.' } },
    workspaces: { source: { description: 'Source.', optional: true } },
    volumes: params => ({
      credentials: { secret: { secretName: params.image, optional: true, items: [{ key: '.dockerconfigjson', path: 'config.json' }] } },
      scratch: { emptyDir: { sizeLimit: '1Gi' } },
    }),
    steps: ({ params, results, workspaces, volumes }) => [
      {
        script: '#!/bin/sh\necho\n',
        securityContext: { runAsUser: 0 },
        env: {
          IMAGE: `${params.image}:latest`,
          FILE: results.digest,
          SOURCE: workspaces.source,
          JOBS: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1' } },
          POD: { fieldRef: { fieldPath: 'metadata.name' } },
        },
        mounts: [volumes.credentials.readOnlyAt('/secrets'), volumes.scratch.at('/work')],
        computeResources: { limits: { cpu: '2' } },
        image: params.image,
        name: 'push',
        timeout: '5m',
      },
    ],
  });
}

test('a task is rendered in the order in which people read it, whatever order it was written in', () => {
  const task = push(chart()).resource.toJson();
  expect(Object.keys(task)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
  expect(Object.keys(task.spec)).toEqual(['description', 'params', 'results', 'workspaces', 'volumes', 'steps']);
  const [step] = task.spec.steps;
  expect(Object.keys(step)).toEqual(['name', 'image', 'timeout', 'computeResources', 'securityContext', 'env', 'volumeMounts', 'script']);
});

test('references become variables of Tekton: whole, inside a text, as a result file, as a workspace', () => {
  const { spec } = push(chart()).resource.toJson();
  const [step] = spec.steps;
  expect(step.image).toBe('$(params.image)');
  expect(step.env).toEqual([
    { name: 'IMAGE', value: '$(params.image):latest' },
    { name: 'FILE', value: '$(results.digest.path)' },
    { name: 'SOURCE', value: '$(workspaces.source.path)' },
    { name: 'JOBS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1' } } },
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ]);
  expect(step.volumeMounts).toEqual([
    { name: 'credentials', mountPath: '/secrets', readOnly: true },
    { name: 'scratch', mountPath: '/work' },
  ]);
  expect(spec.volumes[0]).toEqual({
    name: 'credentials',
    secret: { secretName: '$(params.image)', optional: true, items: [{ key: '.dockerconfigjson', path: 'config.json' }] },
  });
});

test('the version is the label that catalogs read, beside labels of the task', () => {
  expect(push(chart()).resource.toJson().metadata).toEqual({ labels: { 'app.kubernetes.io/version': '1.2.0', team: 'gpu' }, name: 'push' });
});

test('texts that YAML 1.1 takes for something else are quoted, and a script is a readable block', () => {
  const text = Yaml.stringify(push(chart()).resource.toJson());
  expect(text).toContain('default: "yes"');
  expect(text).toContain('default: "0755"');
  expect(text).toContain('script: |\n        #!/bin/sh\n        echo\n');
});

test('a pipeline passes values on, orders, guards, retries and gives results', () => {
  const scope = chart();
  const task = push(scope);
  const pipeline = new Pipeline(scope, 'release', {
    version: '0.1.0',
    description: 'Releases.',
    params: { image: { description: 'Image.' } },
    workspaces: { shared: { description: 'Shared.' } },
  });
  const first = pipeline.add('first', task, { params: { image: pipeline.params.image }, workspaces: { source: 'shared' } });
  const second = pipeline.add('second', task, {
    params: { image: `${pipeline.params.image}@${first.results.digest}`, tags: ['a', pipelineRun.uid] },
    runAfter: [first],
    when: [{ input: first.results.digest, operator: 'notin', values: ['none'] }],
    retries: 2,
    timeout: '1h',
  });
  pipeline.addResult('digest', 'Digest.', second.results.digest);
  const { spec } = pipeline.resource.toJson();
  expect(Object.keys(spec)).toEqual(['description', 'params', 'workspaces', 'tasks', 'results']);
  expect(spec.tasks).toEqual([
    {
      name: 'first',
      taskRef: { kind: 'Task', name: 'push' },
      params: [{ name: 'image', value: '$(params.image)' }],
      workspaces: [{ name: 'source', workspace: 'shared' }],
    },
    {
      name: 'second',
      taskRef: { kind: 'Task', name: 'push' },
      runAfter: ['first'],
      when: [{ input: '$(tasks.first.results.digest)', operator: 'notin', values: ['none'] }],
      retries: 2,
      timeout: '1h',
      params: [
        { name: 'image', value: '$(params.image)@$(tasks.first.results.digest)' },
        { name: 'tags', value: ['a', '$(context.pipelineRun.uid)'] },
      ],
    },
  ]);
  expect(spec.results).toEqual([{ name: 'digest', description: 'Digest.', value: '$(tasks.second.results.digest)' }]);
});

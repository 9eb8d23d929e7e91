import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import { Pipeline } from '../../src/tekton/pipeline';
import { PipelineRun } from '../../src/tekton/pipeline-run';
import { Task } from '../../src/tekton/task';

// Each case is a mistake that people make with Tekton; that it does not compile is what is tested: `tsc -p test` fails where a
// directive below has nothing to expect. None of it runs.

function build(scope: Chart) {
  return new Task(scope, 'build', {
    version: '0.1.0',
    description: 'Builds.',
    params: {
      image: { description: 'Image.' },
      tls: { description: 'Verify.', default: 'true' },
      arguments: { description: 'Arguments.', type: 'array' },
    },
    results: { digest: { description: 'Digest.' }, tags: { description: 'Tags.', type: 'array' } },
    workspaces: { source: { description: 'Source.' }, cache: { description: 'Cache.', optional: true } },
    volumes: params => ({ key: { secret: { secretName: params.image } } }),
    steps: ({ params, results, volumes }) => [
      { name: 'build', image: params.image, script: '', env: { DIGEST_FILE: results.digest }, mounts: [volumes.key.at('/key')] },
    ],
  });
}

const step = { name: 'step', image: 'busybox', script: '' };

function mistakesInATask(scope: Chart) {
  const common = {
    version: '0.1.0',
    description: 'x',
    params: { image: { description: 'Image.' }, all: { description: 'All.', type: 'array' } },
  } as const;
  // @ts-expect-error a param that is not declared
  new Task(scope, 'a', { ...common, steps: ({ params }) => [{ ...step, image: params.imgae }] });
  // @ts-expect-error a result that is not declared
  new Task(scope, 'b', { ...common, results: { digest: { description: 'x' } }, steps: ({ results }) => [{ ...step, env: { FILE: results.digset } }] });
  // @ts-expect-error a workspace that is not declared
  new Task(scope, 'c', { ...common, steps: ({ workspaces }) => [{ ...step, workingDir: workspaces.source }] });
  // @ts-expect-error a volume that is not declared
  new Task(scope, 'd', { ...common, steps: ({ volumes }) => [{ ...step, mounts: [volumes.scratch.at('/scratch')] }] });
  // @ts-expect-error an array where one string is wanted
  new Task(scope, 'e', { ...common, steps: ({ params }) => [{ ...step, image: params.all }] });
  // @ts-expect-error an array as an environment variable, which Tekton refuses
  new Task(scope, 'f', { ...common, steps: ({ params }) => [{ ...step, env: { ALL: params.all } }] });
  // @ts-expect-error a step without a script
  new Task(scope, 'g', { ...common, steps: () => [{ name: 'step', image: 'busybox' }] });
  // @ts-expect-error a default of another type than the param's
  new Task(scope, 'h', { ...common, params: { all: { description: 'x', type: 'array', default: 'one' } }, steps: () => [step] });
  // @ts-expect-error a param without a description
  new Task(scope, 'i', { ...common, params: { image: {} }, steps: () => [step] });
  // @ts-expect-error a volume on the node
  new Task(scope, 'j', { ...common, volumes: () => ({ node: { hostPath: { path: '/' } } }), steps: () => [step] });
  // @ts-expect-error the version is missing, which catalogs ask for
  new Task(scope, 'l', { description: 'x', params: {}, steps: () => [step] });
}

function mistakesInAPipeline(scope: Chart) {
  const task = build(scope);
  const pipeline = new Pipeline(scope, 'pipeline', {
    version: '0.1.0',
    description: 'x',
    params: { image: { description: 'Image.' }, all: { description: 'All.', type: 'array', default: [] } },
    workspaces: { shared: { description: 'Shared.' } },
  });
  const { image, all } = pipeline.params;
  const workspaces = { source: 'shared' } as const;
  const built = pipeline.add('build', task, { params: { image, arguments: all }, workspaces });
  // @ts-expect-error a param that has no default is not given
  pipeline.add('a', task, { params: { arguments: all }, workspaces });
  // @ts-expect-error a param that the task does not have
  pipeline.add('b', task, { params: { image, arguments: all, colour: 'green' }, workspaces });
  // @ts-expect-error a string where an array is wanted
  pipeline.add('c', task, { params: { image, arguments: image }, workspaces });
  // @ts-expect-error an array where a string is wanted
  pipeline.add('d', task, { params: { image: all, arguments: all }, workspaces });
  // @ts-expect-error a workspace that the task needs is not bound
  pipeline.add('e', task, { params: { image, arguments: all }, workspaces: {} });
  // @ts-expect-error no workspaces at all, where the task needs one
  pipeline.add('r', task, { params: { image, arguments: all } });
  // @ts-expect-error a workspace that the pipeline does not have
  pipeline.add('f', task, { params: { image, arguments: all }, workspaces: { source: 'shraed' } });
  // @ts-expect-error a result that the task does not give
  pipeline.add('g', task, { params: { image: built.results.digset, arguments: all }, workspaces });
  // @ts-expect-error an array result where a string is wanted
  pipeline.add('h', task, { params: { image: built.results.tags, arguments: all }, workspaces });
  // @ts-expect-error `when` without a value, which Tekton refuses
  pipeline.add('i', task, { params: { image, arguments: all }, workspaces, when: [{ input: image, operator: 'in', values: [] }] });
  // @ts-expect-error an operator that `when` does not have
  pipeline.add('j', task, { params: { image, arguments: all }, workspaces, when: [{ input: image, operator: '==', values: ['x'] }] });
  // @ts-expect-error order by a name instead of a task
  pipeline.add('k', task, { params: { image, arguments: all }, workspaces, runAfter: ['build'] });
  // @ts-expect-error a param that the pipeline does not declare
  pipeline.add('l', task, { params: { image: pipeline.params.imgae, arguments: all }, workspaces });
  // @ts-expect-error a pipeline's result that is an array, declared as a string
  pipeline.addResult('tags', 'Tags.', built.results.tags);
  // @ts-expect-error a run without a param that has no default
  new PipelineRun(scope, 'm', { pipeline, params: {}, generateName: 'x-', serviceAccountName: 'x' });
  // @ts-expect-error a run with a param that the pipeline does not have
  new PipelineRun(scope, 'n', { pipeline, params: { image: 'x', imgae: 'y' }, generateName: 'x-', serviceAccountName: 'x' });
  // @ts-expect-error a string for an array param in a run
  new PipelineRun(scope, 'o', { pipeline, params: { image: 'x', all: 'y' }, generateName: 'x-', serviceAccountName: 'x' });
  // @ts-expect-error a task of the run by name instead of the task
  new PipelineRun(scope, 'p', { pipeline, params: { image: 'x' }, generateName: 'x-', serviceAccountName: 'x', taskRunSpecs: [{ task: 'build' }] });
  // @ts-expect-error an effect that taints do not have
  new PipelineRun(scope, 'q', { pipeline, params: { image: 'x' }, generateName: 'x-', serviceAccountName: 'x', taskRunSpecs: [{ task: built, podTemplate: { tolerations: [{ effect: 'Never' }] } }] });
}

test('what is wired rightly compiles and renders', () => {
  const chart = new Chart(new App(), 'chart');
  expect(
    build(chart)
      .resource.toJson()
      .spec.params.map(({ name }: { name: string }) => name),
  ).toEqual(['image', 'tls', 'arguments']);
  expect([mistakesInATask, mistakesInAPipeline]).toHaveLength(2);
});

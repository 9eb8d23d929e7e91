import type { Chart } from 'cdk8s';
import { pipelineRun, taskRun } from '../../src/tekton/context';
import { Pipeline } from '../../src/tekton/pipeline';
import { PipelineRun } from '../../src/tekton/pipeline-run';
import { orSkip } from '../../src/tekton/pipeline-task';
import { fromHub, remoteTask } from '../../src/tekton/resolver';
import { StepAction, stepOf } from '../../src/tekton/step-action';
import { Task } from '../../src/tekton/task';

// Each case is a mistake that people make with Tekton; that it does not compile is what is tested: `tsc -p test` fails where a
// directive below has nothing to expect. None of it runs. compiler-messages.test.ts reads what the compiler says.

/** A task that is right. */
export function build(scope: Chart) {
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

function release(scope: Chart) {
  return new Pipeline(scope, 'pipeline', {
    version: '0.1.0',
    description: 'x',
    params: { image: { description: 'Image.' }, all: { description: 'All.', type: 'array', default: [] } },
    workspaces: { shared: { description: 'Shared.' }, maybe: { description: 'Maybe.', optional: true } },
  });
}

const step = { name: 'step', image: 'busybox', script: '' };

export function mistakesInATask(scope: Chart) {
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

export function mistakesInAPipeline(scope: Chart) {
  const task = build(scope);
  const pipeline = release(scope);
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
  // @ts-expect-error a param as a result of the pipeline
  pipeline.addResult('image', 'Image.', image);
  // @ts-expect-error how a task ended, used before the end
  pipeline.add('s', task, { params: { image: built.status, arguments: all }, workspaces });
  // @ts-expect-error how a task ended as the guard of a task that runs before the end
  pipeline.add('t', task, { params: { image, arguments: all }, workspaces, when: [{ input: built.status, operator: 'in', values: ['Failed'] }] });
  // @ts-expect-error a variable of a TaskRun in a pipeline
  pipeline.add('u', task, { params: { image: taskRun.name, arguments: all }, workspaces });
  // @ts-expect-error retries of a task that may fail, which Tekton refuses
  pipeline.add('v', task, { params: { image, arguments: all }, workspaces, retries: 1, onError: 'continue' });
  // @ts-expect-error an optional workspace of the pipeline where the task needs one
  pipeline.add('w', task, { params: { image, arguments: all }, workspaces: { source: 'maybe' } });
  mistakesInFinally(pipeline, task);
  // @ts-expect-error a result as the time-out of a run, which is there before any task runs
  new PipelineRun(scope, 'y', { pipeline, params: { image: 'x' }, workspaces: { shared: { emptyDir: {} } }, generateName: 'x-', timeouts: { pipeline: built.results.digest } });
  // @ts-expect-error a param of the pipeline in the placement of a task, which knows only its own
  new PipelineRun(scope, 'z', { pipeline, params: { image: 'x' }, workspaces: { shared: { emptyDir: {} } }, generateName: 'x-', taskRunSpecs: [{ task: built, podTemplate: { nodeSelector: { arch: image } } }] });
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

function mistakesInFinally(pipeline: ReturnType<typeof release>, task: ReturnType<typeof build>) {
  const { image, all } = pipeline.params;
  const workspaces = { source: 'shared' } as const;
  const built = pipeline.add('build', task, { params: { image, arguments: all }, workspaces });
  const guarded = pipeline.add('test', task, { params: { image, arguments: all }, workspaces, when: [{ input: image, operator: 'in', values: ['x'] }] });
  const last = pipeline.addFinally('report', task, { params: { image: built.status, arguments: built.results.tags }, workspaces });
  // @ts-expect-error an order in `finally`, whose tasks all run at once
  pipeline.addFinally('a', task, { params: { image, arguments: all }, workspaces, runAfter: [built] });
  // @ts-expect-error a result of another `finally` task
  pipeline.addFinally('b', task, { params: { image: last.results.digest, arguments: all }, workspaces });
  // @ts-expect-error a result of a `finally` task in a task that runs before it
  pipeline.add('c', task, { params: { image: last.results.digest, arguments: all }, workspaces });
  // @ts-expect-error a result of a task that may be skipped, without saying so: the `finally` task is skipped with it
  pipeline.addFinally('d', task, { params: { image: guarded.results.digest, arguments: all }, workspaces });
  pipeline.addFinally('e', task, { params: { image: orSkip(guarded.results.digest), arguments: all }, workspaces });
}

export function mistakesWithObjectsAndArrays(scope: Chart) {
  const common = { version: '0.1.0', description: 'x', results: { all: { description: 'x', type: 'array' } } } as const;
  const params = { repo: { description: 'x', type: 'object', properties: { url: {}, revision: {} } }, list: { description: 'x', type: 'array' } } as const;
  const clone = new Task(scope, 'clone', { ...common, params, steps: ({ params: { repo, list } }) => [{ name: 'a', image: repo.properties.url, args: [list] }] });
  // @ts-expect-error a key that the object does not have
  new Task(scope, 'a', { ...common, params, steps: ({ params: { repo } }) => [{ ...step, env: { URL: repo.properties.uri } }] });
  // @ts-expect-error a whole object in a step, which Tekton refuses
  new Task(scope, 'b', { ...common, params, steps: ({ params: { repo } }) => [{ ...step, env: { REPO: repo } }] });
  // @ts-expect-error an object param without its keys, which Tekton refuses
  new Task(scope, 'c', { ...common, params: { repo: { description: 'x', type: 'object' } }, steps: () => [step] });
  // @ts-expect-error a key that is no string
  new Task(scope, 'd', { ...common, params: { repo: { description: 'x', type: 'object', properties: { port: { type: 'number' } } } }, steps: () => [step] });
  // @ts-expect-error a script beside a command, which Tekton refuses
  new Task(scope, 'e', { ...common, params, steps: () => [{ ...step, command: ['sh'] }] });
  // @ts-expect-error an array as the name of an image, in a command
  new Task(scope, 'f', { ...common, params, steps: ({ params: { list } }) => [{ name: 'a', image: list, command: ['true'] }] });
  // @ts-expect-error an answer to errors that steps do not have
  new Task(scope, 'g', { ...common, params, steps: () => [{ ...step, onError: 'ignore' }] });
  // @ts-expect-error a variable of the pipeline in a step
  new Task(scope, 'h', { ...common, params, steps: () => [{ ...step, env: { RUN: pipelineRun.name } }] });
  const pipeline = release(scope);
  const { image, all } = pipeline.params;
  // @ts-expect-error an object without one of its keys
  pipeline.add('i', clone, { params: { repo: { url: image }, list: all } });
  // @ts-expect-error a string where an object is wanted
  pipeline.add('j', clone, { params: { repo: image, list: all } });
  // @ts-expect-error a list with an array in it, which Tekton takes whole or not at all
  pipeline.add('k', clone, { params: { repo: { url: image, revision: 'main' }, list: [all] } });
  // @ts-expect-error a matrix over a param that is an array itself
  pipeline.addMatrix('l', clone, { matrix: { params: { list: all } }, params: { repo: { url: image, revision: 'main' } } });
}

export function mistakesWithStepsAndMatrices(scope: Chart) {
  const common = { version: '0.1.0', description: 'x', params: { url: { description: 'x' } }, results: { commit: { description: 'x' } } } as const;
  const clone = new StepAction(scope, 'clone', {
    description: 'x',
    params: { url: { description: 'x' } },
    results: { commit: { description: 'x' } },
    body: ({ params, results }) => ({ image: 'git', script: '', env: { URL: params.url, FILE: results.commit } }),
  });
  const cloned = stepOf('clone', clone, { params: { url: 'https://example.com' } });
  // @ts-expect-error a step action without a param that it needs
  stepOf('a', clone, { params: {} });
  // @ts-expect-error a param that the step action does not have
  stepOf('b', clone, { params: { url: 'x', uri: 'y' } });
  // @ts-expect-error an image for a step action, which has its own
  stepOf('c', clone, { params: { url: 'x' }, image: 'busybox' });
  // @ts-expect-error a result that the step action does not give
  new Task(scope, 'd', { ...common, steps: () => [cloned, { ...step, env: { COMMIT: cloned.results.comit } }] });
  // @ts-expect-error a result of the task that it does not declare
  new Task(scope, 'e', { ...common, steps: () => ({ steps: [cloned], results: { comit: cloned.results.commit } }) });
  // @ts-expect-error the file of a result where its value is wanted
  new Task(scope, 'f', { ...common, steps: ({ results }) => ({ steps: [cloned], results: { commit: results.commit } }) });
  // @ts-expect-error a volume of a step action that is no param of it
  new StepAction(scope, 'g', { description: 'x', params: {}, body: () => ({ image: 'x', script: '', mounts: [{ name: 'cache', mountPath: '/c' }] }) });
  const task = new Task(scope, 'h', { ...common, steps: () => ({ steps: [cloned], results: { commit: cloned.results.commit } }) });
  const pipeline = release(scope);
  const { all } = pipeline.params;
  const matrixed = pipeline.addMatrix('i', task, { matrix: { params: { url: all } }, params: {} });
  // @ts-expect-error a param both in the matrix and beside it, which Tekton refuses
  pipeline.addMatrix('j', task, { matrix: { params: { url: all } }, params: { url: 'x' } });
  // @ts-expect-error one string for a matrix
  pipeline.addMatrix('k', task, { matrix: { params: { url: pipeline.params.image } }, params: {} });
  // @ts-expect-error a matrix over a param that the task does not have
  pipeline.addMatrix('l', task, { matrix: { params: { uri: all } }, params: { url: 'x' } });
  // @ts-expect-error all results of a matrix where one string is wanted
  pipeline.add('m', task, { params: { url: matrixed.results.commit } });
  // @ts-expect-error a catalog entry without its version
  remoteTask(fromHub({ name: 'git-clone' }), { params: {} });
  const remote = remoteTask(fromHub({ name: 'git-clone', version: '0.9.0' }), { params: { url: { description: 'x' } } });
  // @ts-expect-error a task from a hub without a param that it needs
  pipeline.add('n', remote, { params: {} });
}


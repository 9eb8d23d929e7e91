import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { pipelineRun, taskRun, tasksStatus } from '../../src/tekton/context';
import { Pipeline } from '../../src/tekton/pipeline';
import { PipelineRun } from '../../src/tekton/pipeline-run';
import { orSkip } from '../../src/tekton/pipeline-task';
import { taskRunParams } from '../../src/tekton/pod-template';
import {
  fromBundle,
  fromCluster,
  fromGit,
  fromHttp,
  fromHub,
  remotePipeline,
  remoteStepAction,
  remoteTask,
} from '../../src/tekton/resolver';
import { stepWithResults } from '../../src/tekton/step';
import { StepAction, stepOf } from '../../src/tekton/step-action';
import { Task } from '../../src/tekton/task';
import { TaskRun } from '../../src/tekton/task-run';

const version = '0.1.0';

/** A chart that says everything at least once that Tasks, StepActions, Pipelines and runs can say. */
export function everyFeature(scope: Construct): Chart {
  const chart = new Chart(scope, 'every-feature');
  const clone = cloneAction(chart);
  const build = buildTask(chart, clone);
  const check = checkTask(chart);
  const pipeline = releasePipeline(chart, build, check);
  runs(chart, pipeline, build);
  return chart;
}

function cloneAction(chart: Chart) {
  return new StepAction(chart, 'clone', {
    description: 'Clones.',
    params: {
      repo: { description: 'Repository.', type: 'object', properties: { url: {}, revision: {} }, default: { url: '', revision: 'main' } },
      cache: { description: 'Volume of the cache.' },
    },
    results: { commit: { description: 'Commit.' }, files: { description: 'Files.', type: 'array' } },
    body: ({ params, results }) => ({
      image: 'alpine/git',
      workingDir: '/work',
      securityContext: { runAsNonRoot: true },
      env: { URL: params.repo.properties.url, REVISION: params.repo.properties.revision, COMMIT: results.commit, FILES: results.files },
      mounts: [{ name: params.cache, mountPath: '/cache' }],
      script: '#!/bin/sh\necho\n',
    }),
  });
}

function buildTask(chart: Chart, clone: ReturnType<typeof cloneAction>) {
  const remote = remoteStepAction(fromGit({ url: 'https://example.com/a.git', revision: 'main', pathInRepo: 'scan.yaml' }), {
    params: { image: { description: 'Image.' } },
    results: { score: { description: 'Score.' } },
  });
  return new Task(chart, 'build', {
    version,
    description: 'Builds.',
    params: {
      repo: { description: 'Repository.', type: 'object', properties: { url: {}, revision: {} } },
      arguments: { description: 'Arguments.', type: 'array', default: ['--pull'] },
      image: { description: 'Image.' },
      secret: { description: 'Secret.', default: 'key' },
      'on-error': { description: 'On error.', default: 'continue' },
    },
    results: {
      commit: { description: 'Commit.' },
      files: { description: 'Files.', type: 'array' },
      labels: { description: 'Labels.', type: 'object', properties: { title: {}, vendor: {} } },
    },
    workspaces: {
      source: { description: 'Source.', mountPath: '/source' },
      cache: { description: 'Cache.', optional: true, readOnly: true },
    },
    volumes: params => ({
      scratch: { emptyDir: { sizeLimit: '1Gi' } },
      key: { secret: { secretName: params.secret, defaultMode: 0o400 } },
      settings: { configMap: { name: 'settings', optional: true } },
      token: { projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 600 } }] } },
      store: { csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { provider: 'vault' } } },
      data: { persistentVolumeClaim: { claimName: 'data', readOnly: true } },
    }),
    stepTemplate: ({ params }) => ({ env: { IMAGE: params.image }, securityContext: { runAsNonRoot: true } }),
    sidecars: ({ volumes }) => [
      {
        name: 'database',
        image: 'postgres:17',
        env: { POSTGRES_PASSWORD: { secretKeyRef: { name: 'database', key: 'password', optional: true } } },
        ports: [{ containerPort: 5432 }],
        mounts: [volumes.scratch.at('/var/lib/postgresql')],
        readinessProbe: { tcpSocket: { port: 5432 }, periodSeconds: 1 },
      },
    ],
    steps: ({ params, results, workspaces, bound, volumes }) => {
      const cloned = stepOf('clone', clone, {
        params: { repo: { url: params.repo.properties.url, revision: params.repo.properties.revision }, cache: volumes.scratch.name },
        timeout: '5m',
        onError: 'stopAndFail',
      });
      const built = stepWithResults('build', { digest: { description: 'Digest.' } }, files => ({
        image: 'quay.io/buildah/stable:latest',
        imagePullPolicy: 'IfNotPresent',
        computeResources: { requests: { cpu: '1' }, limits: { memory: '1Gi', 'ephemeral-storage': '2Gi' } },
        onError: params['on-error'],
        when: [{ input: cloned.results.commit, operator: 'notin', values: [''] }],
        workspaces: [
          { name: 'source', mountPath: '/source' },
          { name: 'cache', mountPath: '/cache' },
        ],
        env: { DIGEST: files.digest, CACHED: bound.cache, SOURCE: workspaces.source, RUN: taskRun.name, LABELS: results.labels },
        mounts: [volumes.key.readOnlyAt('/key')],
        script: '#!/bin/sh\necho\n',
        args: ['--first', params.arguments],
      }));
      const report = {
        name: 'report',
        image: 'busybox',
        command: ['echo'],
        args: [built.results.digest, cloned.results.files, params.arguments.element(0)],
      };
      const scanned = stepOf('scan', remote, { params: { image: `${params.image}@${built.results.digest}` } });
      return { steps: [cloned, built, report, scanned], results: { commit: cloned.results.commit, files: cloned.results.files } };
    },
  });
}

function checkTask(chart: Chart) {
  return new Task(chart, 'check', {
    version,
    description: 'Checks.',
    params: { suite: { description: 'Suite.' }, level: { description: 'Level.', default: 'full' } },
    results: { verdict: { description: 'Verdict.' } },
    steps: ({ params, results }) => [
      {
        name: 'check',
        image: 'busybox',
        env: { SUITE: params.suite, LEVEL: params.level, VERDICT: results.verdict, NODE: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        script: '#!/bin/sh\nprintf fine > "$VERDICT"\n',
      },
    ],
  });
}

function releasePipeline(chart: Chart, build: ReturnType<typeof buildTask>, check: ReturnType<typeof checkTask>) {
  const pipeline = new Pipeline(chart, 'release', {
    version,
    description: 'Releases.',
    params: {
      repo: { description: 'Repository.', type: 'object', properties: { url: {}, revision: {} } },
      suites: { description: 'Suites.', type: 'array', default: ['unit', 'e2e'] },
      branch: { description: 'Branch.', default: 'main' },
    },
    workspaces: { source: { description: 'Source.' }, cache: { description: 'Cache.', optional: true } },
  });
  const { repo, suites, branch } = pipeline.params;
  const workspaces = { source: 'source', cache: 'cache' } as const;
  const built = pipeline.add('build', build, { params: { repo, image: 'quay.io/acme/app' }, workspaces, retries: 1, timeout: '30m' });
  const checked = pipeline.addMatrix('check', check, {
    matrix: { params: { suite: suites }, include: [{ name: 'slow', params: { suite: 'soak', level: 'long' } }] },
    params: {},
    runAfter: [built],
  });
  const { url, revision } = repo.properties;
  const again = pipeline.add('again', build, {
    params: { repo: { url, revision }, image: built.results.labels.properties.title, arguments: checked.results.verdict },
    workspaces: { source: 'source' },
    when: [{ input: branch, operator: 'in', values: ['main', suites] }],
    onError: 'continue',
  });
  const remote = { params: { suite: { description: 'Suite.' } } };
  for (const [name, from] of Object.entries({
    cluster: fromCluster({ name: 'check', namespace: 'shared' }),
    bundle: fromBundle({ bundle: 'quay.io/acme/bundle:1', name: 'check' }),
    hub: fromHub({ name: 'check', version: '0.1.0', type: 'artifact' }),
    http: fromHttp({ url: 'https://example.com/check.yaml' }),
  }))
    pipeline.add(`from-${name}`, remoteTask(from, remote), { params: { suite: built.results.files.element(0) } });
  const last = pipeline.addFinally('report', check, {
    params: { suite: `${tasksStatus} ${built.reason}`, level: orSkip(again.results.commit) },
    when: [{ input: built.status, operator: 'in', values: ['Failed'] }],
  });
  pipeline.addResult('commit', 'Commit.', built.results.commit);
  pipeline.addResult('files', 'Files.', built.results.files);
  pipeline.addResult('labels', 'Labels.', built.results.labels);
  pipeline.addResult('verdict', 'Verdict.', last.results.verdict);
  return { pipeline, built };
}

function runs(chart: Chart, { pipeline, built }: ReturnType<typeof releasePipeline>, build: ReturnType<typeof buildTask>) {
  const repo = { url: 'https://example.com/a.git', revision: pipelineRun.name };
  new PipelineRun(chart, 'run', {
    pipeline,
    generateName: 'release-',
    params: { repo, suites: ['unit'] },
    workspaces: {
      source: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } },
    },
    timeouts: { pipeline: '2h', tasks: '1h30m', finally: '30m' },
    taskRunSpecs: [
      {
        task: built,
        podTemplate: { nodeSelector: { 'example.com/image': taskRunParams(build).image } },
        stepSpecs: [{ name: 'build', computeResources: { limits: { memory: '2Gi' } } }],
      },
    ],
  });
  const remote = remotePipeline(fromHub({ name: 'release', version: '1.0.0' }), { params: { branch: { description: 'Branch.' } } });
  new PipelineRun(chart, 'remote-run', { pipeline: remote, generateName: 'remote-', params: { branch: 'main' } });
  new TaskRun(chart, 'task-run', {
    task: build,
    generateName: 'build-',
    params: { repo: { url: 'https://example.com/a.git', revision: 'main' }, image: 'quay.io/acme/app' },
    workspaces: { source: { emptyDir: {} }, cache: { persistentVolumeClaim: { claimName: 'cache' }, subPath: 'app' } },
    retries: 1,
    timeout: '30m',
  });
}

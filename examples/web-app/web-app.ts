// Nothing of drivers: a push to GitHub is cloned, tested and built into an image, and a chat hears of it when that fails.
import { readFileSync } from 'node:fs';
import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import * as tekton from 'nvidia-driver-pipelines';

const script = (name: string) => readFileSync(`examples/web-app/${name}`, 'utf8');
const common = { version: '0.1.0', description: 'Part of the pipeline web-app.' } as const;
const source = { url: { description: 'Git repository.' }, revision: { description: 'Commit, branch or tag.' } } as const;

/** The images that the steps run in, the repository of the image that is built, and the URL of the chat. */
type Settings = Readonly<Record<'git' | 'buildah' | 'curl' | 'image' | 'chat', string>>;
export function webApp(scope: Construct, { git, buildah, curl, image, chat }: Settings) {
  const chart = new Chart(scope, 'web-app');
  const clone = new tekton.StepAction(chart, 'clone', {
    description: 'Clones a repository.',
    params: { ...source, volume: { description: 'Volume for /sources.' } },
    results: { commit: { description: 'Full id of the commit.' } },
    body: ({ params: { url, revision, volume }, results }) => ({
      image: git,
      env: { URL: url, REVISION: revision, COMMIT_FILE: results.commit },
      mounts: [{ name: volume, mountPath: '/sources' }],
      script: script('clone.sh'),
    }),
  });
  const test = new tekton.Task(chart, 'test', {
    ...common,
    params: source,
    results: { commit: { description: 'Full id of the commit.' } },
    volumes: () => ({ sources: { emptyDir: {} } }),
    steps: ({ params, volumes: { sources } }) => {
      const cloned = tekton.stepOf('clone', clone, { params: { ...params, volume: sources.name } });
      const tested: tekton.Step = { name: 'test', image: git, mounts: [sources.at('/sources')], command: ['/sources/app/test.sh'] };
      return { steps: [cloned, tested], results: { commit: cloned.results.commit } };
    },
  });
  const build = new tekton.Task(chart, 'build', {
    ...common,
    params: source,
    volumes: () => ({ sources: { emptyDir: {} }, push: { secret: { secretName: 'push' } } }),
    steps: ({ params, volumes: { sources, push } }) => [
      tekton.stepOf('clone', clone, { params: { ...params, volume: sources.name } }),
      {
        name: 'build',
        image: buildah,
        env: { IMAGE: `${image}:${params.revision}`, REGISTRY_AUTH_FILE: '/push/.dockerconfigjson' },
        mounts: [sources.at('/sources'), push.readOnlyAt('/push')],
        securityContext: { runAsUser: 0, capabilities: { add: ['SETFCAP'] } },
        script: script('build.sh'),
      },
    ],
  });
  const notify = new tekton.Task(chart, 'notify', {
    ...common,
    params: { text: { description: 'What is said.' } },
    steps: ({ params }) => [{ name: 'post', image: curl, env: { TEXT: params.text, CHAT: chat }, script: script('notify.sh') }],
  });

  const pipeline = new tekton.Pipeline(chart, 'web-app', { ...common, params: source });
  const { url, revision } = pipeline.params;
  const tested = pipeline.add('test', test, { params: { url, revision } });
  pipeline.add('build', build, { params: { url, revision: tested.results.commit } });
  const when = [{ input: tekton.tasksStatus, operator: 'in', values: ['Failed'] }] as const;
  pipeline.addFinally('notify', notify, { params: { text: `${revision} of ${url} failed: ${tested.reason}` }, when });

  const push = new tekton.TriggerEvent('push', { body: { ref: 'string', after: 'string', repository: { clone_url: 'string' } } });
  const main = tekton.cel(push, { filter: ({ body }) => body.ref.equals('refs/heads/main') });
  const signed = tekton.github({ secretRef: { secretName: 'github', secretKey: 'token' }, eventTypes: ['push'] });
  const run = { pipeline, generateName: 'web-app-', serviceAccountName: 'web-app-build', timeouts: { pipeline: '30m' } };
  const template = new tekton.TriggerTemplate(chart, 'web-app', {
    params: source,
    resources: params => [tekton.pipelineRunManifest({ ...run, params })],
  });
  const params = { url: push.body.repository.clone_url, revision: push.body.after };
  const trigger = new tekton.Trigger(chart, 'web-app', { event: push, interceptors: [signed, main], template, params });
  const resources = { computeResources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } } };
  new tekton.EventListener(chart, 'web-app', { serviceAccountName: 'web-app-listener', triggers: [trigger], resources });
  return chart;
}

// What examples in doc comments use without saying where it comes from.
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Pipeline, pipelineRunManifest, readConfig, Task, Trigger, TriggerEvent, TriggerTemplate } from '../../src/index';

const version = '0.1.0';

export const chart = new Chart(new App(), 'examples');

export const build = new Task(chart, 'build', {
  version,
  description: 'Builds an image.',
  params: { image: { description: 'Where to push it.' }, arch: { description: 'For which architecture.', default: 'amd64' } },
  results: { digest: { description: 'Digest of the image.' } },
  steps: ({ params, results }) => [
    { name: 'build', image: 'quay.io/buildah/stable', script: '#!/bin/sh\n…', env: { IMAGE: params.image, DIGEST_FILE: results.digest } },
  ],
});

export const report = new Task(chart, 'report', {
  version,
  description: 'Reports.',
  params: { text: { description: 'What to say.' } },
  steps: ({ params }) => [{ name: 'report', image: 'busybox', command: ['echo'], args: [params.text] }],
});

export const pipeline = new Pipeline(chart, 'release', {
  version,
  description: 'Builds and reports.',
  params: { revision: { description: 'Commit.' } },
});

export const built = pipeline.add('build', build, { params: { image: `quay.io/acme/app:${pipeline.params.revision}` } });

export const push = new TriggerEvent('push', {
  headers: ['X-GitHub-Event'],
  body: { ref: 'string', after: 'string', repository: { clone_url: 'string' } },
});

export const template = new TriggerTemplate(chart, 'build', {
  params: { revision: { description: 'Commit to build.' } },
  resources: ({ revision }) => [pipelineRunManifest({ pipeline, generateName: 'build-', params: { revision } })],
});

export const trigger = new Trigger(chart, 'push', { event: push, template, params: { revision: push.body.after } });

export const config = readConfig(join(__dirname, '../../nvidia-drivers.yaml'));

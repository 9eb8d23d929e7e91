import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Yaml } from 'cdk8s';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webApp } from '../../../../examples/web-app/web-app';
import { type ApiProxy, openProxy } from '../../harness/api-proxy';
import { dockerConfig } from '../../harness/cluster';
import { kubectl, kubectlFed, run, sleep } from '../../harness/command';
import { env } from '../../harness/environment';
import { type Ended, ended } from '../../harness/pipeline-run';
import { server, stepImage, worldFolder } from '../../harness/project';
import { inspect } from '../../harness/registry';

// The example of examples/web-app, set up by the commands of its README; the repository and the chat are the world's web server.
const namespace = 'web-app';
const account = (name: string) => `--serviceaccount=${namespace}:${name}`;
const image = `${env('E2E_SECURE_REGISTRY')}/acme/web-app`;
const token = 'a-token-that-github-knows';
let proxy: ApiProxy;

beforeAll(async () => {
  kubectl('delete', 'namespace', namespace, '--ignore-not-found');
  kubectl('delete', 'clusterrolebinding', 'web-app-listener', '--ignore-not-found');
  const create = (...args: string[]) => kubectl('-n', namespace, 'create', ...args);
  create('namespace', namespace);
  create('serviceaccount', 'web-app-build');
  create('rolebinding', 'web-app-build', '--clusterrole=pipelines-scc-clusterrole', account('web-app-build'));
  create('serviceaccount', 'web-app-listener');
  create('rolebinding', 'web-app-listener', '--clusterrole=tekton-triggers-eventlistener-roles', account('web-app-listener'));
  const cluster = '--clusterrole=tekton-triggers-eventlistener-clusterroles';
  create('clusterrolebinding', 'web-app-listener', cluster, account('web-app-listener'));
  create('secret', 'generic', 'github', `--from-literal=token=${token}`);
  const login = `--from-literal=.dockerconfigjson=${dockerConfig()}`;
  create('secret', 'generic', 'push', '--type=kubernetes.io/dockerconfigjson', login, `--from-file=ca.crt=${env('E2E_REGISTRY_CA')}`);
  const images = { git: stepImage(), buildah: stepImage(), curl: stepImage() };
  const objects = webApp(new App(), { ...images, image, chat: `${server}/chat` }).toJson();
  kubectlFed(Yaml.stringify(...objects), 'apply', '-n', namespace, '-f', '-');
  kubectl('wait', '-n', namespace, '--for=condition=Available', '--timeout=120s', 'deployment/el-web-app');
  proxy = await openProxy();
});

afterAll(() => proxy?.close());

/** A repository with one commit, as files behind HTTP; gives the commit's id. */
function repository(name: string, verdict: 'true' | 'false'): string {
  const work = mkdtempSync(join(tmpdir(), 'web-app-'));
  const bare = join(worldFolder, 'http', `${name}.git`);
  writeFileSync(join(work, 'test.sh'), `#!/bin/sh\n${verdict}\n`, { mode: 0o755 });
  writeFileSync(join(work, 'Containerfile'), 'FROM scratch\nCOPY test.sh /\n');
  const git = (...args: string[]) => run('git', ['-C', work, '-c', 'user.name=e2e', '-c', 'user.email=e2e@example.com', ...args]).trim();
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=All of it');
  rmSync(bare, { recursive: true, force: true });
  mkdirSync(bare, { recursive: true });
  git('clone', '--quiet', '--bare', '.', bare);
  git('--git-dir', bare, 'update-server-info');
  return git('rev-parse', 'HEAD');
}

/** Posts what GitHub posts for a push, signed with a secret; gives the event's id. */
async function push(name: string, commit: string, { ref = 'refs/heads/main', secret = token } = {}): Promise<string> {
  const body = JSON.stringify({ ref, after: commit, repository: { clone_url: `${server}/${name}.git` } });
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = { 'Content-Type': 'application/json', 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': signature };
  const service = `${proxy.url}/api/v1/namespaces/${namespace}/services/el-web-app:8080/proxy/`;
  const response = await fetch(service, { method: 'POST', body, headers });
  return ((await response.json()) as { readonly eventID: string }).eventID;
}

/** The run of an event; undefined where there is none after ten seconds. */
async function runOf(event: string): Promise<Ended | undefined> {
  for (let time = 0; time < 20; time++) {
    const label = `triggers.tekton.dev/triggers-eventid=${event}`;
    const name = kubectl('get', 'pipelinerun', '-n', namespace, '-l', label, '-o', 'jsonpath={.items[*].metadata.name}');
    if (name !== '') return ended(name, namespace);
    await sleep(500);
  }
  return undefined;
}

test('a push is cloned, tested and built into the image of its commit', async () => {
  const commit = repository('web-app', 'true');
  const outcome = await runOf(await push('web-app', commit));
  expect(outcome).toMatchObject({ succeeded: true, skipped: ['notify'] });
  expect(inspect(`${image}:${commit}`)?.Digest).toMatch(/^sha256:/);
});

test('when a test fails nothing is built, and the chat hears of it', async () => {
  await fetch(`${server}/chat`, { method: 'DELETE' });
  const commit = repository('broken-app', 'false');
  const outcome = await runOf(await push('broken-app', commit));
  expect(outcome).toMatchObject({ succeeded: false });
  expect(inspect(`${image}:${commit}`)).toBeUndefined();
  expect(await (await fetch(`${server}/chat`)).json()).toEqual([`${commit} of ${server}/broken-app.git failed: StepFailed`]);
});

test('an event that GitHub did not sign, and a push to another branch, start nothing', async () => {
  const commit = repository('web-app', 'true');
  const events = [await push('web-app', commit, { secret: 'guessed' }), await push('web-app', commit, { ref: 'refs/heads/feature' })];
  expect(await Promise.all(events.map(runOf))).toEqual([undefined, undefined]);
});

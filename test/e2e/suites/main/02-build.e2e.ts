import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { nvidiaDriver, removeNodes, signingSecret } from '../../harness/cluster';
import { clusterVersion } from '../../harness/cluster-version';
import { kubectl, run } from '../../harness/command';
import {
  build,
  compiles,
  kernelA,
  kernelB,
  ownKeyProject,
  published,
  signingKey,
  tagsOf,
  target,
  tiny,
  tinyProject,
  unpublish,
} from '../../harness/driver-image';
import { env } from '../../harness/environment';
import { log } from '../../harness/pipeline-run';
import { configuration, image, namespace, synth } from '../../harness/project';
import { copy, tags } from '../../harness/registry';
import { forgetRegistrations, registrations } from '../../harness/rhsm';

// No GPU node: the resource is applied, and nobody is waited for.
beforeAll(() => removeNodes('gpu-a', 'gpu-b'));

test('a build publishes one proven image under every tag, registers and unregisters once, and applies the NVIDIADriver', async () => {
  unpublish();
  const staged = tags(`${image}-staging`);
  await forgetRegistrations();
  kubectl('delete', 'nvidiadriver', target, '--ignore-not-found');
  const outcome = await build(tinyProject());
  expect(outcome.message).toContain('Failed: 0, Cancelled 0), Skipped: 0');
  expect(outcome.results.outcome).toBe(`published: ${outcome.results.IMAGE_URL}@${outcome.results.IMAGE_DIGEST}`);
  expect(tags(`${image}-staging`)).toEqual(staged);
  expect(outcome.succeeded).toBe(true);
  expect(new Set(published())).toEqual(new Set([outcome.results.IMAGE_DIGEST]));
  expect(outcome.results.IMAGE_URL).toBe(`${image}:${tagsOf(tiny, kernelA)[0]}`);
  expect((await registrations()).map(({ action }) => action)).toEqual(['register', 'unregister']);
  expect(outcome.results.state).toBe('pending');
  expect(nvidiaDriver(target)?.spec).toMatchObject({
    driverType: 'gpu',
    usePrecompiled: true,
    repository: `${env('E2E_SECURE_REGISTRY')}/acme`,
    image: 'nvidia-gpu-driver',
    version: tiny,
    nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  });
});

test('plan, told the kernel of the release, names the very tags that the build has published', () => {
  const facts = join(tinyProject().runs, '../../facts.json');
  const streams = [{ kernel: kernelA, rhel: '9.6' }];
  writeFileSync(facts, JSON.stringify({ format: 1, releases: [{ version: '4.20.3', arch: 'x86_64', streams }] }));
  const config = { NVIDIA_DRIVERS_CONFIG: join(facts, '../nvidia-drivers.yaml') };
  const planned: { images: { tags: string[] }[] } = JSON.parse(
    run('node', ['dist/nvidia-drivers.js', 'plan', '--facts', facts, '--json'], undefined, config),
  );
  const there = tags(image).filter(tag => tag.startsWith(`${tiny}-${kernelA}-`));
  expect(planned.images.map(each => each.tags.toSorted())).toEqual([there.toSorted()]);
});

test('an image that is published is not built again: both results are there, and a deleted NVIDIADriver is back', async () => {
  kubectl('delete', 'nvidiadriver', target);
  const outcome = await build(tinyProject());
  expect(outcome.succeeded).toBe(true);
  expect(outcome.skipped).toEqual(['driver-image-preflight', 'kmod-build', 'driver-image-build']);
  expect(outcome.results).toMatchObject({ IMAGE_URL: `${image}:${tagsOf(tiny, kernelA)[0]}`, IMAGE_DIGEST: published()[0] });
  expect(nvidiaDriver(target)?.spec.version).toBe(tiny);
});

test('another release with the same kernel builds nothing', async () => {
  const outcome = await build(synth('same-kernel', configuration(tiny, { releases: ['4.20.4'] })), '4.20.4');
  expect(outcome.succeeded).toBe(true);
  expect(outcome.skipped).toEqual(['driver-image-preflight', 'kmod-build', 'driver-image-build']);
});

test("without releases the cluster's own is looked up, by the digest in its ClusterVersion", async () => {
  clusterVersion({ desired: '4.20.3' });
  const outcome = await build(synth('own-release', configuration(tiny, { releases: [] })), 'own');
  expect(outcome.succeeded).toBe(true);
  expect(outcome.tasks.find(({ name }) => name === 'lookup')?.results).toMatchObject({ 'openshift-version': '4.20.3', state: 'published' });
});

test('another kernel is compiled for and published beside the first', async () => {
  const before = published();
  const outcome = await build(synth('other-kernel', configuration(tiny, { releases: ['4.20.5'] })), '4.20.5');
  expect(outcome.succeeded).toBe(true);
  expect(new Set(published(tiny, kernelB))).toEqual(new Set([outcome.results.IMAGE_DIGEST]));
  expect(published()).toEqual(before);
});

test('another signing key compiles nothing, makes a new image and moves every tag', async () => {
  signingSecret(signingKey, 'first');
  const before = published();
  const outcome = await build(ownKeyProject());
  expect(outcome.succeeded).toBe(true);
  expect(compiles(outcome)).toEqual([]);
  expect(log(outcome.name, 'kmod-build', namespace)).toContain('nothing to compile');
  expect(outcome.tasks.find(({ name }) => name === 'kmod-build')?.results['signer-name']).toBe('e2e first key');
  expect(new Set(published())).toEqual(new Set([outcome.results.IMAGE_DIGEST]));
  expect(published()).not.toEqual(before);
});

test('a tag that is missing beside its sibling is set again, without a build', async () => {
  const [, second] = tagsOf(tiny, kernelA);
  copy(`${image}:${tagsOf(tiny, kernelB)[0]}`, `${image}:${second}`);
  const outcome = await build(ownKeyProject());
  expect(outcome.succeeded).toBe(true);
  expect(outcome.skipped).toEqual(['driver-image-preflight', 'kmod-build', 'driver-image-build']);
  expect(new Set(published()).size).toBe(1);
});

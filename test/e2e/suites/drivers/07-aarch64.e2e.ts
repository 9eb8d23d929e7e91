import { afterAll, expect, test } from 'vitest';
import { armNode, gpuNode, removeNodes } from '../../harness/cluster';
import { kubectl } from '../../harness/command';
import { kernel64k, newBranch, tagsOf } from '../../harness/driver-image';
import { driverRows, repositoryOf, tell } from '../../harness/driver-row';
import { env } from '../../harness/environment';
import { create, ended } from '../../harness/pipeline-run';
import { configuration, namespace, runfile, synth } from '../../harness/project';
import { tags } from '../../harness/registry';
import { abandon, nodeOf, withoutNode } from '../../harness/scheduling';
import { runTask } from '../../harness/task-run';

driverRows(() => kubectl('apply', '--server-side', '--force-conflicts', '-f', project({}).manifests));
afterAll(() => removeNodes('gpu-arm'));

const what = 'aarch64 with 64 KiB pages';
const image = repositoryOf(what);
const release = '4.20.7';
const target = 'r580-aarch64-64k';
const pages = { 'nvidia-driver-pipelines/page-size': '64k' };

/** The configuration of a driver for nodes with 64 KiB pages. */
function project(build: object) {
  const baseImage = `${env('E2E_SECURE_REGISTRY')}/nvidia/cuda-arm64:13.1.0-base-ubi{rhel}`;
  return synth(
    'drivers/aarch64-64k',
    configuration(newBranch, {
      image,
      releases: [release],
      platforms: [{ name: 'aarch64+64k', nodeSelector: pages }],
      driver: { cuda: '13.1.0', baseImage, runfile: runfile(newBranch, ['aarch64']) },
      build,
    }),
  );
}

const wanted = tagsOf(newBranch, kernel64k);

test('aarch64+64k without a node of the architecture: told before anything is downloaded', async () => {
  const { succeeded, tasks, results, seconds } = await ended(create(project({}).run(release, target), namespace), namespace);
  expect(succeeded).toBe(false);
  expect(tasks.map(({ name }) => name)).toEqual(['lookup', 'driver-image-preflight']);
  expect(results.outcome).toMatch(/permanent error: .*no node has the label kubernetes\.io\/arch=arm64/);
  tell({ what: `${what}, no node`, kernel: kernel64k, tags: `none: ${results.outcome}`, seconds });
});

test('aarch64+64k: kernel and tags have the page size, and the build waits for a node of arm64, and goes there', async () => {
  const run = create(project({ autoscaled: true }).run(release, target), namespace);
  try {
    expect(await withoutNode(run, 'kmod-build')).toMatch(/didn't match .*(affinity|selector)/);
    armNode('gpu-arm', '5.14.0-570.62.1.el9_6.aarch64');
    expect(await nodeOf(run, 'kmod-build')).toBe('gpu-arm');
  } finally {
    abandon(run);
    removeNodes('gpu-arm');
  }
  const { tasks, seconds } = await ended(run, namespace);
  const lookup = tasks.find(({ name }) => name === 'lookup')?.results ?? {};
  expect(lookup).toMatchObject({ kernel: kernel64k, 'rhel-version': '9.6', state: 'missing', tags: wanted.join(' ') });
  expect(tasks.find(({ name }) => name === 'driver-image-preflight')?.succeeded).toBe(true);
  expect(tags(image)).toEqual([]);
  tell({ what, kernel: kernel64k, tags: `${wanted.join('<br>')}: up to the node`, seconds });
});

test('a node with 64 KiB pages asks for the very tags that the build would publish', async () => {
  const label = kernel64k.replace('+', '_');
  gpuNode('gpu-arm', label, { 'kubernetes.io/arch': 'arm64', ...pages });
  const slash = image.lastIndexOf('/');
  const spec = {
    driverType: 'gpu',
    usePrecompiled: true,
    repository: image.slice(0, slash),
    image: image.slice(slash + 1),
    version: newBranch,
  };
  const manifest = { apiVersion: 'nvidia.com/v1alpha1', kind: 'NVIDIADriver', metadata: { name: target } };
  const nodeSelector = { 'kubernetes.io/arch': 'arm64', ...pages };
  const outcome = await runTask('nvidia-driver-apply', 'nvidia-driver-apply', {
    'nvidia-driver': JSON.stringify({ ...manifest, spec: { ...spec, nodeSelector } }),
    image,
    tags: wanted.join(' '),
    'node-arch': 'arm64',
    'timeout-seconds': '4',
    'ca-config-map': 'e2e-ca',
  });
  expect(outcome).toMatchObject({ succeeded: true, results: { state: 'waiting' } });
  for (const tag of wanted) expect(outcome.log).toContain(`  ${image}:${tag} is missing (node gpu-arm)`);
});

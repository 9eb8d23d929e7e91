import { beforeAll, describe, expect, test } from 'vitest';
import { gpuNode, nvidiaDriver, removeNodes, signingSecret, userSecrets } from '../harness/cluster';
import { attempt, kubectl, run, sleep } from '../harness/command';
import { env } from '../harness/environment';
import { create, ended, log } from '../harness/pipeline-run';
import { configuration, image, namespace, synth } from '../harness/project';
import { copy, inspect, tags } from '../harness/registry';
import { forgetRegistrations, registrations } from '../harness/rhsm';

const tiny = '535.300.01';
const kernelA = '5.14.0-570.62.1.el9_6.x86_64';
const driver = 'r535-x86-64';
const tagsOf = (version: string, kernel: string) => [`${version}-${kernel}-rhel9.6`, `${version}-${kernel}-rhel9`];
const published = (version = tiny, kernel = kernelA) => tagsOf(version, kernel).map(tag => inspect(`${image}:${tag}`)?.Digest);

const project = synth('main', configuration(tiny));
const build = (release?: string, from = project) => ended(create(from.run(release), namespace), namespace);
const compiles = (name: string) => log(name, 'kmod-build', namespace).match(/^compile of .*$/gm) ?? [];

beforeAll(() => {
  kubectl('apply', '--server-side', '-f', `${project.manifests}/0000-cluster.k8s.yaml`);
  userSecrets();
  removeNodes('gpu-a', 'gpu-b');
});

describe('what synth and the catalog wrote', () => {
  test('is accepted by the API server, every object of it', () => {
    for (const folder of [project.manifests, 'tasks', 'pipelines']) {
      const answer = run('bash', [
        '-c',
        `find ${folder} -name '*.yaml' ! -path '*/samples/*' ! -name 'artifacthub-repo.yml' -print0 | xargs -0 -n1 kubectl apply --server-side --dry-run=server -n ${namespace} -f`,
      ]);
      console.log(answer.trim());
      expect(answer).not.toBe('');
    }
    console.log(kubectl('create', '--dry-run=server', '-f', project.runs).trim());
  });

  test('starts no run when it is applied twice, nor after finished runs were deleted', async () => {
    const runs = () => kubectl('get', 'pipelineruns', '-n', namespace, '-o', 'name');
    kubectl('delete', 'pipelineruns', '--all', '-n', namespace);
    for (let time = 0; time < 2; time++) {
      kubectl('apply', '--server-side', '-f', project.manifests);
      await sleep(2000);
      expect(runs()).toBe('');
    }
  });
});

describe('a build', () => {
  test('publishes one proven image under every tag, registers once and unregisters once, and applies the NVIDIADriver', async () => {
    await forgetRegistrations();
    kubectl('delete', 'nvidiadriver', driver, '--ignore-not-found');
    const outcome = await build();
    expect(outcome.message).toContain('Tasks Completed: 5');
    expect(outcome.succeeded).toBe(true);
    const digests = published();
    expect(new Set(digests)).toEqual(new Set([outcome.results.IMAGE_DIGEST]));
    expect(outcome.results.IMAGE_URL).toBe(`${image}:${tagsOf(tiny, kernelA)[0]}`);
    expect((await registrations()).map(({ action }) => action)).toEqual(['register', 'unregister']);
    expect(outcome.results.state).toBe('pending');
    expect(nvidiaDriver(driver)?.spec).toMatchObject({
      driverType: 'gpu',
      usePrecompiled: true,
      repository: `${env('E2E_SECURE_REGISTRY')}/acme`,
      image: 'nvidia-gpu-driver',
      version: tiny,
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
    });
  });

  test('that is published already is skipped, with both results, and a deleted NVIDIADriver is back after it', async () => {
    kubectl('delete', 'nvidiadriver', driver);
    const outcome = await build();
    expect(outcome.succeeded).toBe(true);
    expect(outcome.skipped).toEqual(['kmod-build', 'driver-image-build']);
    expect(outcome.seconds).toBeLessThanOrEqual(20);
    expect(outcome.results).toMatchObject({ IMAGE_URL: `${image}:${tagsOf(tiny, kernelA)[0]}`, IMAGE_DIGEST: published()[0] });
    expect(nvidiaDriver(driver)?.spec.version).toBe(tiny);
  });

  test('of another release with the same kernel compiles nothing', async () => {
    const outcome = await build('4.20.4', synth('same-kernel', configuration(tiny, { releases: ['4.20.4'] })));
    expect(outcome.succeeded).toBe(true);
    expect(outcome.skipped).toEqual(['kmod-build', 'driver-image-build']);
  });

  test('of a release with another kernel compiles again and publishes beside the first', async () => {
    const kernelB = '5.14.0-570.72.1.el9_6.x86_64';
    const before = published();
    const outcome = await build('4.20.5', synth('other-kernel', configuration(tiny, { releases: ['4.20.5'] })));
    expect(outcome.succeeded).toBe(true);
    expect(new Set(published(tiny, kernelB))).toEqual(new Set([outcome.results.IMAGE_DIGEST]));
    expect(published()).toEqual(before);
  });

  test('with another signing key compiles nothing, makes a new image and moves every tag', async () => {
    signingSecret('nvidia-driver-signing-key', 'first');
    const before = published();
    const config = configuration(tiny, { secrets: { stepImages: ['nvidia-driver-pull'], signingKey: 'nvidia-driver-signing-key' } });
    const outcome = await build('4.20.3', synth('own-key', config));
    expect(outcome.succeeded).toBe(true);
    expect(compiles(outcome.name)).toEqual([]);
    expect(log(outcome.name, 'kmod-build', namespace)).toContain('nothing to compile');
    expect(outcome.tasks.find(({ name }) => name === 'kmod-build')?.results['signer-name']).toBe('e2e first key');
    const after = published();
    expect(new Set(after)).toEqual(new Set([outcome.results.IMAGE_DIGEST]));
    expect(after).not.toEqual(before);
  });

  test('with other inputs is refused where tags must not move', async () => {
    const before = published();
    const outcome = await build('4.20.3', synth('never', configuration(tiny, { retag: 'never' })));
    expect(outcome.succeeded).toBe(false);
    expect(outcome.tasks.map(({ name }) => name)).toEqual(['lookup']);
    expect(log(outcome.name, 'lookup', namespace)).toContain('was built from other inputs');
    expect(published()).toEqual(before);
  });

  test("is refused where somebody else's image has the tag, and nothing is overwritten", async () => {
    const other = `${env('E2E_SECURE_REGISTRY')}/acme/foreign`;
    const [first] = tagsOf(tiny, kernelA);
    copy(`${env('E2E_SECURE_REGISTRY')}/busybox:1`, `${other}:${first}`);
    const before = inspect(`${other}:${first}`)?.Digest;
    const outcome = await build('4.20.3', synth('foreign', configuration(tiny, { image: other })));
    expect(outcome.succeeded).toBe(false);
    expect(log(outcome.name, 'lookup', namespace)).toContain(
      `error: ${other}:${first} is somebody else's image (${before} has no proof mark): nothing was changed; publish to another repository, or set adopt: true to take the tag over`,
    );
    expect(tags(other)).toEqual([first]);
    expect(inspect(`${other}:${first}`)?.Digest).toBe(before);
  });
});

describe('an NVIDIADriver', () => {
  test('stays as it is while the image for one of its nodes is missing, and the tag is named', async () => {
    gpuNode('gpu-a', kernelA);
    gpuNode('gpu-b', '5.14.0-570.99.9.el9_6.x86_64');
    const before = nvidiaDriver(driver)?.metadata;
    const outcome = await build(
      '4.20.3',
      synth('own-key', configuration(tiny, { secrets: { stepImages: ['nvidia-driver-pull'], signingKey: 'nvidia-driver-signing-key' } })),
    );
    expect(outcome.succeeded).toBe(true);
    expect(outcome.results.state).toBe('waiting');
    expect(log(outcome.name, 'nvidia-driver-apply', namespace)).toContain(
      `${image}:${tiny}-5.14.0-570.99.9.el9_6.x86_64-rhel9.6 is missing (node gpu-b)`,
    );
    expect(nvidiaDriver(driver)?.metadata).toEqual(before);
    removeNodes('gpu-b');
    expect(attempt('kubectl', ['get', 'node', 'gpu-a']).code).toBe(0);
  });
});

import { expect, test } from 'vitest';
import { dockerSecret } from '../../harness/cluster';
import { run } from '../../harness/command';
import { build, kernelA, published, tagsOf, tiny, tinyProject } from '../../harness/driver-image';
import { env } from '../../harness/environment';
import { lastLine, log } from '../../harness/pipeline-run';
import { configuration, image, namespace, server, synth } from '../../harness/project';
import { copy, inspect, remove, tags } from '../../harness/registry';
import { runTask } from '../../harness/task-run';

const registry = env('E2E_SECURE_REGISTRY');

test('other inputs are refused where tags must not move', async () => {
  const before = published();
  const outcome = await build(synth('never', configuration(tiny, { retag: 'never' })));
  expect(outcome.succeeded).toBe(false);
  expect(outcome.tasks.map(({ name }) => name)).toEqual(['lookup']);
  expect(lastLine(outcome.name, 'lookup', namespace)).toBe(
    `permanent error: ${image}:${tagsOf(tiny, kernelA)[0]} was built from other inputs (${before[0]}) and retag is never: undo the change of inputs, or set retag: always`,
  );
  expect(published()).toEqual(before);
});

test("somebody else's image under the tag is never overwritten, unless it is to be adopted", async () => {
  const other = `${registry}/acme/foreign`;
  const [first, second] = tagsOf(tiny, kernelA);
  for (const tag of [first, second]) if (inspect(`${other}:${tag}`)) remove(`${other}:${tag}`);
  copy(`${registry}/busybox:1`, `${other}:${first}`);
  const before = inspect(`${other}:${first}`)?.Digest;
  const refused = await build(synth('foreign', configuration(tiny, { image: other })));
  expect(refused.succeeded).toBe(false);
  expect(lastLine(refused.name, 'lookup', namespace)).toBe(
    `permanent error: ${other}:${first} is somebody else's image (${before} has no proof mark): nothing was changed; publish to another repository, or set adopt: true to take the tag over`,
  );
  expect(tags(other)).toEqual([first]);
  expect(inspect(`${other}:${first}`)?.Digest).toBe(before);

  const adopted = await build(synth('adopted', configuration(tiny, { image: other, adopt: true })));
  expect(adopted.succeeded).toBe(true);
  expect(new Set(published(tiny, kernelA, other))).toEqual(new Set([adopted.results.IMAGE_DIGEST]));
});

test('what a build would fail on is told before it, all at once', async () => {
  const url = `${server}/tesla/none.run`;
  const sha256 = { x86_64: 'f'.repeat(64) };
  const changes = {
    image: `${registry}/acme/preflight`,
    subscription: 'entitlement',
    secrets: { stepImages: ['nvidia-driver-pull'], entitlement: 'no-entitlement' },
    driver: { runfile: { url, sha256 } },
  };
  const outcome = await build(synth('preflight', configuration(tiny, changes)));
  expect(outcome.succeeded).toBe(false);
  expect(outcome.tasks.map(({ name }) => name)).toEqual(['lookup', 'driver-image-preflight']);
  expect(lastLine(outcome.name, 'driver-image-preflight', namespace)).toBe(
    `permanent error: preflight found 2 mistakes, nothing was built: runfile ${url} cannot be downloaded: curl error 22: The requested URL returned error: 404: check runfile.url of the driver (all above)`,
  );
  expect(log(outcome.name, 'driver-image-preflight', namespace)).toContain(
    'permanent: neither the Secret no-entitlement-amd64 nor no-entitlement holds entitlement certificates (*.pem): ',
  );
});

test('a runfile with another checksum is not run: the build stops before the compile', async () => {
  const sha256 = { x86_64: 'f'.repeat(64) };
  const config = configuration(tiny, {
    image: `${registry}/acme/checksum`,
    driver: { runfile: { url: `${server}/tesla/{version}/NVIDIA-Linux-{arch}-{version}.run`, sha256 } },
  });
  const outcome = await build(synth('checksum', config));
  expect(outcome.succeeded).toBe(false);
  expect(lastLine(outcome.name, 'kmod-build', namespace)).toMatch(
    /^permanent error: runfile http:\S+ has sha256 [0-9a-f]{64}, wanted is f{64}: it was not run; correct runfile\.sha256 if you trust the file$/,
  );
});

test("a wrong password for the registry stops in the lookup, and says which Secret's", async () => {
  dockerSecret('nvidia-driver-push', 'wrong');
  try {
    const outcome = await build(tinyProject());
    expect(outcome.succeeded).toBe(false);
    expect(outcome.tasks.map(({ name }) => name)).toEqual(['lookup']);
    expect(lastLine(outcome.name, 'lookup', namespace)).toBe(
      `permanent error: ${image}:${tagsOf(tiny, kernelA)[0]} cannot be read: unable to read image ${image}:${tagsOf(tiny, kernelA)[0]}: unauthorized: authentication required: check the Secret with the registry's credentials (/secrets/push/config.json)`,
    );
  } finally {
    dockerSecret('nvidia-driver-push');
  }
});

test('an image without drm.ko is not proven and not published', async () => {
  const [tag] = tagsOf(tiny, kernelA);
  const broken = `${env('E2E_REGISTRY_ADDRESS')}/acme/broken-staging:without-drm`;
  const labels = inspect(`${image}:${tag}`)?.Labels ?? {};
  const baseDigest = labels['org.opencontainers.image.base.digest'] ?? '';
  run('bash', [
    '-euc',
    `
    container=$(buildah from --pull-always --tls-verify=false docker://${env('E2E_REGISTRY_ADDRESS')}/acme/nvidia-gpu-driver:${tag})
    buildah run --isolation chroot "$container" -- sh -c 'find /lib/modules -name "drm.ko*" -delete; depmod -a ${kernelA}'
    buildah config --annotation org.opencontainers.image.base.digest=${baseDigest} "$container"
    buildah commit --quiet --rm "$container" docker://${broken} --tls-verify=false || buildah commit --quiet --tls-verify=false --rm "$container" docker://${broken}`,
  ]);
  const outcome = await runTask('driver-image-push', 'nvidia-driver-build', {
    image: `${registry}/acme/broken`,
    tags: tagsOf(tiny, kernelA).join(' '),
    state: 'missing',
    'staging-tag': 'without-drm',
    kernel: kernelA,
    'node-arch': 'amd64',
    'driver-version': tiny,
    packages: labels['nvidia-driver-pipelines.packages'] ?? '',
    inputs: labels['nvidia-driver-pipelines.inputs'] ?? '',
    signer: labels['nvidia-driver-pipelines.signer'] ?? '',
    arch: 'x86_64',
    'module-flavour': labels['nvidia-driver-pipelines.module-flavour'] ?? '',
    'driver-toolkit-image': labels['nvidia-driver-pipelines.driver-toolkit'] ?? '',
    'base-image': `base@${baseDigest}`,
    'ca-config-map': 'e2e-ca',
  });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.error).toMatch(/is not proven, nothing was published: .*nvidia-drm.* needs unknown symbol drm_dev_put$/);
  expect(tags(`${registry}/acme/broken`)).toEqual([]);
});

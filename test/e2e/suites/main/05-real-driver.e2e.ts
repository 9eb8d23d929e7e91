import { beforeAll, expect, test } from 'vitest';
import { nvidiaDriver, removeNodes, signingSecret } from '../../harness/cluster';
import { kubectl } from '../../harness/command';
import { proveContents } from '../../harness/driver-contents';
import {
  build,
  compiles,
  kernelA,
  ownKeyProject,
  published,
  real,
  signingKey,
  tagsOf,
  target,
  unpublish,
} from '../../harness/driver-image';
import { image } from '../../harness/project';
import { forgetRegistrations, registrations } from '../../harness/rhsm';

beforeAll(() => removeNodes('gpu-a', 'gpu-b'));

test("NVIDIA's real modules are compiled for the kernel of the release, signed, proven and published under every tag", async () => {
  signingSecret(signingKey, 'first');
  kubectl('delete', 'nvidiadriver', target, '--ignore-not-found');
  unpublish(real);
  await forgetRegistrations();
  const outcome = await build(ownKeyProject(real));
  expect(outcome.succeeded).toBe(true);
  console.log(compiles(outcome).join('\n'));
  expect(new Set(published(real))).toEqual(new Set([outcome.results.IMAGE_DIGEST]));
  expect((await registrations()).map(({ action }) => action)).toEqual(['register', 'unregister']);
  expect(nvidiaDriver(target)?.spec).toMatchObject({ version: real, usePrecompiled: true, image: 'nvidia-gpu-driver' });
});

test('in the published image every module has the promised vermagic and signer, nothing that it needs is missing, and the RPMs match', () => {
  proveContents({ reference: `${image}:${tagsOf(real, kernelA)[0]}`, version: real, kernel: kernelA, signer: 'e2e first key' });
});

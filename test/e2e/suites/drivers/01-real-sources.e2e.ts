import { expect, test } from 'vitest';
import { signingSecret } from '../../harness/cluster';
import { modinfo, proveContents } from '../../harness/driver-contents';
import { compiles, kernelA, kernelB, misfit, real, signingKey, tagsOf } from '../../harness/driver-image';
import { build, driverRows, repositoryOf } from '../../harness/driver-row';

driverRows(() => signingSecret(signingKey, 'first'));

const secrets = { stepImages: ['nvidia-driver-pull'], signingKey };

test.for([
  ['proprietary', real, '4.20.3', kernelA, 'NVIDIA'],
  ['open', misfit, '4.20.5', kernelB, 'Dual MIT/GPL'],
] as const)("NVIDIA's real %s modules, %s, for the kernel of %s", async ([modules, version, release, kernel, license]) => {
  const what = `real ${modules} modules`;
  const changes = { driver: { modules }, secrets };
  const outcome = await build({ what, version, release, kernel, changes, labels: { 'module-flavour': modules } });
  expect(outcome.succeeded).toBe(true);
  expect(compiles(outcome)).toHaveLength(1);
  const reference = `${repositoryOf(what)}:${tagsOf(version, kernel)[0]}`;
  proveContents({ reference, version, kernel, signer: 'e2e first key' });
  // Which of the two a driver is, its first module says.
  expect(modinfo({ reference, kernel }, 'nvidia', 'license')).toEqual([license]);
});

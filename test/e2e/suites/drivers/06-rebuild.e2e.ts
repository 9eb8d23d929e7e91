import { expect, test } from 'vitest';
import { gpuNode, removeNodes } from '../../harness/cluster';
import { inImage } from '../../harness/driver-contents';
import { compiles, kernelA as kernel, tagsOf, tiny } from '../../harness/driver-image';
import { build, driverRows, repositoryOf } from '../../harness/driver-row';
import { env } from '../../harness/environment';
import { log } from '../../harness/pipeline-run';
import { namespace } from '../../harness/project';

driverRows();

const baseImage = `${env('E2E_SECURE_REGISTRY')}/nvidia/cuda-ubi:12.8.1-base-ubi{rhel}`;

test('CVE rebuild: a new image of the same modules, without a compile, and who keeps the earlier one is told', async () => {
  const what = 'CVE rebuild';
  const reference = `${repositoryOf(what)}:${tagsOf(tiny, kernel)[0]}`;
  const before = await build({ what, changes: { driver: { baseImage } } });
  expect(before.succeeded).toBe(true);
  expect(inImage(reference, 'rpm -q --qf "%{version}" openssl-libs')).toBe('3.0.1');

  gpuNode('gpu-a', kernel);
  const changes = { driver: { baseImage, cveUpdates: ['openssl-libs'] }, apply: { timeout: '5s' } };
  const after = await build({ what, changes, kept: true, labels: { 'cve-updates': 'openssl-libs' } });
  removeNodes('gpu-a');
  expect(after.succeeded).toBe(true);
  expect(compiles(after)).toEqual([]);
  expect(after.labels['kmod-image']).toBe(before.labels['kmod-image']);
  expect(after.results.IMAGE_DIGEST).not.toBe(before.results.IMAGE_DIGEST);
  expect(inImage(reference, 'rpm -q --qf "%{version}" openssl-libs')).toBe('3.0.7');
  expect(log(after.name, 'nvidia-driver-apply', namespace)).toContain(
    `nodes of kernel ${kernel} (1: gpu-a): where they have the earlier image ${before.results.IMAGE_DIGEST}, they keep it until they are restarted`,
  );
  expect(after.results.outcome).toContain(
    `it replaces ${before.results.IMAGE_DIGEST}, which nodes of this kernel may have (1: gpu-a): what a node has it keeps until it is restarted`,
  );
});

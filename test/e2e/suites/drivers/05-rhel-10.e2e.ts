import { expect, test } from 'vitest';
import { inImage } from '../../harness/driver-contents';
import { kernelB, kernelEl10, newBranch, tagsOf } from '../../harness/driver-image';
import { build, driverRows, repositoryOf } from '../../harness/driver-row';
import { env } from '../../harness/environment';

driverRows();

/** A driver of a branch that RHEL 10 has, on the base of each RHEL. */
const driver = {
  version: newBranch,
  target: 'r580-x86-64',
  deployed: true,
  changes: { driver: { cuda: '13.1.0', baseImage: `${env('E2E_SECURE_REGISTRY')}/nvidia/cuda:13.1.0-base-ubi{rhel}` } },
  labels: { 'module-flavour': 'open' },
};

const el10 = { kernel: kernelEl10, rhel: '10.2' };

/** What the entry point says that it would do. */
const started = (what: string, kernel: string, rhel: string) =>
  inImage(`${repositoryOf(what)}:${tagsOf(newBranch, kernel, rhel)[0]}`, `KERNEL_VERSION=${kernel} nvidia-driver init`);

test('release of RHEL 10: driver toolkit, kernel, tags, base and entry point of it, and RPMs without any dnf module', async () => {
  const what = 'RHEL 10';
  const outcome = await build({ what, ...driver, ...el10, release: '4.23.1' });
  expect(outcome.succeeded).toBe(true);
  expect(outcome.tasks.find(({ name }) => name === 'lookup')?.results).toMatchObject({
    'rhel-version': '10.2',
    'base-image': expect.stringMatching(/\/nvidia\/cuda@sha256:/),
  });
  expect(started(what, kernelEl10, '10.2')).toContain('on RHEL 10\n');
});

test('release with both RHEL: each kernel has its image, also where a module of dnf hides the RPMs', async () => {
  const what = 'both RHEL';
  const both = { what, ...driver, release: '4.23.2' };
  const first = await build({ ...both, kernel: kernelB });
  expect(first.succeeded).toBe(true);
  expect(started(what, kernelB, '9.6')).not.toContain('on RHEL 10');

  const wanted = (text: string) => text.replace(/(- name: kernel\n\s+value: )""/, `$1${kernelEl10}`);
  const second = await build({ ...both, ...el10, manifest: wanted, kept: true });
  expect(second.succeeded).toBe(true);
  expect(started(what, kernelEl10, '10.2')).toContain('on RHEL 10\n');
  expect(second.labels['driver-toolkit']).not.toBe(first.labels['driver-toolkit']);
});

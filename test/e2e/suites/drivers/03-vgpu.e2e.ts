import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nvidiaDriver, secret } from '../../harness/cluster';
import { inImage, modinfo } from '../../harness/driver-contents';
import { guest, kernelA as kernel, tagsOf, target } from '../../harness/driver-image';
import { build, driverRows, repositoryOf } from '../../harness/driver-row';
import { env } from '../../harness/environment';
import { faultyRegistry } from '../../harness/faulty';
import { log } from '../../harness/pipeline-run';
import { mountedInto } from '../../harness/pods';
import { namespace, sources, worldFolder } from '../../harness/project';
import { guestRunfile, portal } from '../../harness/protected';
import { copy } from '../../harness/registry';

driverRows(() => {
  for (const [name, login] of Object.entries(portal))
    secret(`portal-${name}`, login, 'username' in login ? 'kubernetes.io/basic-auth' : 'Opaque');
});

/** The configuration of a vGPU guest driver, whose runfile is behind the login of a Secret. */
const guestDriver = (login: keyof typeof portal) => ({
  version: guest,
  changes: {
    driver: { type: 'vgpu', licenceAccepted: true, licensing: { secret: 'licence' }, runfile: guestRunfile(guest, `portal-${login}`) },
    sources: sources('entry-point-guest'),
  },
});

test('vGPU guest: its userspace is that of the runfile, where no repository has an RPM of the version', async () => {
  const rpms = readdirSync(join(worldFolder, 'http'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.rpm'));
  expect(rpms.length).toBeGreaterThan(10);
  expect(rpms.filter(file => file.includes(guest))).toEqual([]);

  const what = 'vGPU guest';
  const outcome = await build({ what, ...guestDriver('password') });
  expect(outcome.succeeded).toBe(true);
  const reference = `${repositoryOf(what)}:${tagsOf(guest, kernel)[0]}`;
  expect(inImage(reference, 'echo $DRIVER_TYPE; nvidia-gridd; nvidia-smi; ls /usr/lib64/libnvidia-ml.so.*').trim().split('\n')).toEqual([
    'vgpu',
    `stands for nvidia-gridd ${guest}`,
    `stands for nvidia-smi ${guest}`,
    '/usr/lib64/libnvidia-ml.so.1',
    `/usr/lib64/libnvidia-ml.so.${guest}`,
  ]);
  expect(modinfo({ reference, kernel }, 'nvidia', 'version')).toEqual([guest]);
  // Where the entry point would have ended, it goes on.
  const started = inImage(reference, `KERNEL_VERSION=${kernel} nvidia-driver init`);
  expect(started).toContain('would take the token of the licence\n');
  expect(started).toContain(`stands for nvidia-topologyd ${guest}\nstands for nvidia-gridd ${guest}\n`);
  expect(nvidiaDriver(target)?.spec).toMatchObject({
    driverType: 'vgpu',
    usePrecompiled: true,
    repository: `${env('E2E_SECURE_REGISTRY')}/drivers`,
    image: 'vgpu-guest',
    version: guest,
    licensingConfig: { secretName: 'licence' },
  });
  expect(log(outcome.name, 'driver-image-push', namespace)).toMatch(/cannot be pulled without a login \(answer 401\)/);
  expect(mountedInto(outcome.name, 'portal-password', 'password').sort()).toEqual([
    'driver-image-build: step-download',
    'driver-image-preflight: step-sources',
    'kmod-build: step-download',
  ]);
});

test('runfile behind a login that is wrong: told before anything is downloaded', async () => {
  const outcome = await build({ what: 'vGPU, wrong login', ...guestDriver('wrong') });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.tasks.map(({ name }) => name)).toEqual(['lookup', 'driver-image-preflight']);
  expect(outcome.results.outcome).toMatch(/^driver-image-preflight: permanent error: .*runfile https:\S+ .*401/);
});

test('repository that anonymous users can read: refused before anything is built', async () => {
  const what = 'vGPU, open repository';
  copy(`${env('E2E_SECURE_REGISTRY')}/busybox:1`, `${repositoryOf(what, faultyRegistry)}:other`);
  const outcome = await build({ what, registry: faultyRegistry, kept: true, ...guestDriver('token') });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.tasks.map(({ name }) => name)).toEqual(['lookup', 'driver-image-preflight']);
  expect(outcome.results.outcome).toMatch(
    /^driver-image-preflight: permanent error: .*everybody can pull from \S+, which NVIDIA's licence of vGPU guest drivers forbids: /,
  );
});

test('repository that is not there yet, on a registry that anonymous users can read: refused before a tag is set', async () => {
  // No other run has had this name: the registry cannot be asked about it before the first push.
  const what = `vGPU, new repository ${Date.now()}`;
  const outcome = await build({ what, registry: faultyRegistry, ...guestDriver('token') });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.tasks.map(({ name }) => name).at(-1)).toBe('driver-image-push');
  expect(outcome.results.outcome).toMatch(/^driver-image-push: permanent error: everybody can pull \S+, .*: no tag was set; /);
});

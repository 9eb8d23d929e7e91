import { beforeAll, expect, test } from 'vitest';
import { nvidiaDriver, removeNodes, signingSecret } from '../../harness/cluster';
import { kubectl, run } from '../../harness/command';
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
import { env } from '../../harness/environment';
import { forgetRegistrations, registrations } from '../../harness/rhsm';

/** Runs a script inside the published image, on this machine, and gives what it prints. */
function inImage(tag: string, script: string): string {
  const reference = `docker://${env('E2E_REGISTRY_ADDRESS')}/acme/nvidia-gpu-driver:${tag}`;
  const container = run('buildah', ['from', '--quiet', '--pull-always', '--tls-verify=false', reference]).trim();
  try {
    return run('buildah', ['run', '--isolation', 'chroot', container, '--', 'sh', '-s'], script);
  } finally {
    run('buildah', ['rm', container]);
  }
}

beforeAll(() => removeNodes('gpu-a', 'gpu-b'));

const modules = ['nvidia', 'nvidia-uvm', 'nvidia-modeset', 'nvidia-drm', 'nvidia-peermem'];

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
  const [tag] = tagsOf(real, kernelA);
  for (const module of modules) {
    const file = `/lib/modules/${kernelA}/extra/nvidia/${module}.ko`;
    const [vermagic = '', signer, version] = inImage(tag, `for field in vermagic signer version; do modinfo -F $field ${file}; done`).split(
      '\n',
    );
    console.log(`${module}: ${vermagic}, signed by ${signer}, version ${version}`);
    expect(vermagic.split(' ')[0]).toBe(kernelA);
    expect(signer).toBe('e2e first key');
    expect(version).toBe(real);
  }
  const symbols = inImage(
    tag,
    `gzip -dc /usr/share/nvidia-driver-pipelines/Module.symvers.gz >/tmp/symvers; depmod -n -e -E /tmp/symvers ${kernelA} 2>&1 >/dev/null || true`,
  );
  expect(symbols).not.toContain('unknown symbol');
  const files = inImage(
    tag,
    `for module in ${modules.join(' ')}; do modprobe -S ${kernelA} --show-depends $module; done | sed -n 's/^insmod \\(\\S*\\).*/\\1/p' | sort -u | xargs ls -l`,
  );
  console.log(files.trim());
  expect(files.trim().split('\n').length).toBeGreaterThan(modules.length);
  const rpms = inImage(tag, `rpm -q kmod-nvidia nvidia-driver-cuda nvidia-driver-libs nvidia-persistenced`).trim().split('\n');
  console.log(rpms.join('\n'));
  for (const rpm of rpms) expect(rpm).toContain(`-${real}-`);
});

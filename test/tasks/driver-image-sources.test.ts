import { describe, expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { runStep } from '../support/run-step';

const image = 'quay.io/acme/gpu';
const digest = `sha256:${'1'.repeat(64)}`;

describe('the pull of what an image is made of', () => {
  const params = { image, 'staging-tag': 'uid', 'base-image': 'nvcr.io/base@sha256:2', 'kmod-package-image': `${image}-staging:uid-kmod` };
  const pull = (buildah: string, skopeo = `printf '${digest}'`) =>
    runStep(driverImageBuild, 'pull', { params, programs: { buildah, skopeo } });

  test.each([
    [
      'the base image is denied',
      pull(`echo 'Error: reading manifest: unauthorized: authentication required' >&2; exit 125`),
      "permanent error: base image nvcr.io/base@sha256:2 cannot be pulled: reading manifest: unauthorized: authentication required: check the Secret with the registry's credentials (/secrets/pull/config.json)",
    ],
    [
      'the modules are not there',
      pull(':', `echo 'level=fatal msg="manifest unknown"' >&2; exit 1`),
      `permanent error: ${image}-staging:uid-kmod does not exist: kmod-build has not pushed it; run again`,
    ],
    [
      'the modules are denied',
      pull(`[[ $* != *staging* ]] || { echo 'Error: requested access to the resource is denied' >&2; exit 125; }`),
      `permanent error: ${image}-staging@${digest} cannot be pulled: requested access to the resource is denied: check the Secret with the registry's credentials (/secrets/push/config.json)`,
    ],
  ])('ends where %s', async (_, ran, line) => {
    const { code, last } = await ran;
    expect([code, last]).toEqual([1, line]);
  });
});

describe('the download of the entry point', () => {
  const download = (curl: string, entryPoint = `9 nvidia-driver ${'a'.repeat(64)} https://example.com/nvidia-driver`) =>
    runStep(driverImageBuild, 'entry-point', { params: { 'rhel-version': '9.6', 'entry-point': entryPoint }, programs: { curl } });

  test('ends where it cannot be had', async () => {
    const { code, last } = await download(`echo 'curl: (22) The requested URL returned error: 404' >&2; exit 22`);
    expect([code, last]).toEqual([
      1,
      'permanent error: https://example.com/nvidia-driver cannot be downloaded: curl error 22: The requested URL returned error: 404: check sources.entryPoint of the configuration',
    ]);
  });

  test('ends where it is another file', async () => {
    const { code, last } = await download('while [[ $1 != --output ]]; do shift; done; printf entry >"$2"');
    expect(code).toBe(1);
    expect(last).toMatch(
      /^permanent error: https:\/\/example\.com\/nvidia-driver has sha256 [0-9a-f]{64}, wanted is a{64}: correct sources\.entryPoint if you trust the file$/,
    );
  });

  test('ends where none is given for the RHEL of the release', async () => {
    const { code, last } = await download('exit 9', `10 nvidia-driver ${'a'.repeat(64)} https://example.com/10`);
    expect([code, last]).toEqual([
      1,
      'permanent error: no entry point nvidia-driver is given for RHEL 9: add it to sources.entryPoint of the configuration',
    ]);
  });
});

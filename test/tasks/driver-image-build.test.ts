import { expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const image = 'quay.io/acme/gpu';
const digest = `sha256:${'1'.repeat(64)}`;
const files = { '/secrets/pull/config.json': 'hunter1', '/secrets/push/config.json': 'hunter2' };
const params = { image, 'staging-tag': 'uid', 'base-image': 'nvcr.io/base', 'kmod-package-image': `${image}-staging:uid-kmod` };

needs('bash', program('bash'))('the build of the driver image', () => {
  test('pulls the base image with the pull Secret and the modules, by digest, with the push Secret', async () => {
    const { code, last, log, calls, file } = await runStep(driverImageBuild, 'pull', {
      params,
      files,
      programs: { buildah: ':', skopeo: `printf '${digest}'` },
    });
    expect(last).toMatch(/^pull of base image and modules done in \d+ s$/);
    expect(code).toBe(0);
    expect(calls).toEqual([
      'buildah pull --quiet --authfile /secrets/pull/config.json nvcr.io/base',
      `skopeo inspect --format {{.Digest}} --authfile /secrets/push/config.json docker://${image}-staging:uid-kmod`,
      `buildah pull --quiet --authfile /secrets/push/config.json ${image}-staging@${digest}`,
    ]);
    expect(file('work/kmod-package-image')).toBe(`${image}-staging@${digest}`);
    expect(log).not.toMatch(/hunter/);
  });

  test('pushes the image into the staging repository and gives its digest as the result', async () => {
    const { code, last, log, calls, results } = await runStep(driverImageBuild, 'push', {
      params,
      files,
      programs: { buildah: `while [[ $1 != --digestfile ]]; do shift; done; printf '${digest}' >"$2"` },
    });
    expect(last).toMatch(/^push of quay\.io\/acme\/gpu-staging:uid done in \d+ s$/);
    expect(code).toBe(0);
    expect(results).toEqual({ 'staged-image': `${image}-staging@${digest}` });
    expect(calls).toEqual([
      `buildah push --quiet --authfile /secrets/push/config.json --digestfile /work/digest driver-image docker://${image}-staging:uid`,
    ]);
    expect(log).not.toMatch(/hunter/);
  });
});

import { expect, test } from 'vitest';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const [nine, ten] = ['5.14.0-687.39.1.el9_8', '6.12.0-211.9.1.el10_2'];

/** Looks up a release with two RHEL streams, the later one named first; `missing` is a toolkit that is not there. */
function lookup(kernel: string, { platform = 'x86_64', arches = ['x86_64', 'x86_64'], missing = 'none' } = {}) {
  const tags = ['driver-toolkit-10', 'driver-toolkit'].map(name => ({ name, from: { name: `quay.io/ocp/${name}@sha256:1` } }));
  const file = (version: string, rhel: string) => JSON.stringify({ KERNEL_VERSION: version, RHEL_VERSION: rhel });
  return runStep(driverToolkitLookup, 'release', {
    params: {
      release: 'quay.io/ocp/release:5.0.1',
      kernel,
      'base-image': 'cuda-ubi{rhel}',
      'driver-version': '580.105.08',
      platform,
      'node-arch': platform === 'x86_64' ? 'amd64' : 'arm64',
    },
    programs: {
      oc: `case "$*" in
        *${missing}*) echo 'error: manifest unknown' >&2; exit 1 ;;
        'adm release info '*) printf '%s' '${JSON.stringify({ metadata: { version: '5.0.1' }, references: { spec: { tags } } })}' ;;
        'image extract quay.io/ocp/driver-toolkit@'*) printf '%s' '${file(`${nine}.${arches[0]}`, '9.8')}' >driver-toolkit-release.json ;;
        'image extract quay.io/ocp/driver-toolkit-10@'*) printf '%s' '${file(`${ten}.${arches[1]}`, '10.2')}' >driver-toolkit-release.json ;;
        'image info '*) printf '%s' '{"digest": "sha256:b"}' ;;
      esac`,
    },
  });
}

needs('jq', program('jq'))('a release with two RHEL streams', () => {
  test.each([
    ['without a kernel the first', '', 'driver-toolkit', nine, '9.8', 'rhel9.8 rhel9'],
    ['with a kernel of the first that one', `${nine}.x86_64`, 'driver-toolkit', nine, '9.8', 'rhel9.8 rhel9'],
    ['with a kernel of the second that one', `${ten}.x86_64`, 'driver-toolkit-10', ten, '10.2', 'rhel10.2 rhel10'],
  ])('is looked up %s', async (_, wanted, toolkit, kernel, rhel, osTags) => {
    const { code, results } = await lookup(wanted);
    expect(code).toBe(0);
    expect(results).toMatchObject({
      'driver-toolkit-image': `quay.io/ocp/${toolkit}@sha256:1`,
      kernel: `${kernel}.x86_64`,
      'rhel-version': rhel,
      tags: osTags
        .split(' ')
        .map(tag => `580.105.08-${kernel}.x86_64-${tag}`)
        .join(' '),
      'base-image': `cuda-ubi${rhel.split('.')[0]}@sha256:b`,
    });
  });

  test('is looked up by a kernel with 64 KiB pages', async () => {
    const { results } = await lookup(`${ten}.aarch64+64k`, { platform: 'aarch64+64k', arches: ['aarch64', 'aarch64'] });
    expect(results).toMatchObject({ kernel: `${ten}.aarch64+64k`, 'driver-toolkit-image': 'quay.io/ocp/driver-toolkit-10@sha256:1' });
  });

  test('gives the one stream that is of the architecture', async () => {
    expect((await lookup('', { arches: ['aarch64', 'x86_64'] })).results.kernel).toBe(`${ten}.x86_64`);
  });

  test.each([
    [
      'another kernel is wanted',
      '5.14.0-1.el9_8.x86_64',
      {},
      `permanent error: release 5.0.1 has no kernel 5.14.0-1.el9_8.x86_64, but ${nine}.x86_64 and ${ten}.x86_64: leave the kernel out, or give a release that has it`,
    ],
    [
      'no stream is of the architecture',
      '',
      { arches: ['aarch64', 'aarch64'] },
      `permanent error: driver toolkit quay.io/ocp/driver-toolkit-10@sha256:1 is for kernel "${ten}.aarch64", the target for x86_64: give a release of that architecture (its tag ends in -x86_64 or -multi)`,
    ],
    [
      'one of its toolkits cannot be read',
      '',
      { missing: 'driver-toolkit-10' },
      'permanent error: driver toolkit quay.io/ocp/driver-toolkit-10@sha256:1 cannot be read: manifest unknown: see what the registry answers above',
    ],
  ])('ends where %s', async (_, kernel, world, line) => {
    const { code, last, failure } = await lookup(kernel, world);
    expect([code, last, failure]).toEqual([1, line, line]);
  });
});

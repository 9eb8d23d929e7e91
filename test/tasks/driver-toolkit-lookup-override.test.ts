import { expect, test } from 'vitest';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const toolkit = `quay.io/acme/toolkit@sha256:${'d'.repeat(64)}`;
const hotFix = '5.14.0-570.62.1.hf2.el9_6';

interface World {
  /** KERNEL_VERSION of the toolkit. */
  readonly has?: string;
  readonly platform?: string;
  /** Kernel that an event names. */
  readonly kernel?: string;
  readonly params?: Readonly<Record<string, string>>;
  /** Whether the release has a toolkit of its own. */
  readonly own?: boolean;
}

/** Looks up a release of OpenShift 4.20 for a target with a driver toolkit of its own, for the hot fix. */
function lookup({ has = `${hotFix}.x86_64`, platform = 'x86_64', kernel = '', params = {}, own = true }: World = {}) {
  const tags = own ? [{ name: 'driver-toolkit', from: { name: 'quay.io/ocp/toolkit@sha256:1' } }] : [];
  const info = {
    metadata: { version: '4.20.3' },
    references: { spec: { tags } },
    displayVersions: { 'machine-os': { Version: '9.6.20251015-1' } },
  };
  return runStep(driverToolkitLookup, 'release', {
    params: {
      release: 'quay.io/ocp/release:4.20.3',
      kernel,
      'driver-toolkit': toolkit,
      'driver-toolkit-kernel': `${hotFix}.x86_64`,
      'base-image': 'cuda-ubi{rhel}',
      'driver-version': '580.105.08',
      platform,
      'node-arch': platform === 'x86_64' ? 'amd64' : 'arm64',
      ...params,
    },
    programs: {
      oc: `case "$*" in
        'adm release info '*) printf '%s' '${JSON.stringify(info)}' ;;
        'image extract ${toolkit}'*) printf '%s' '${JSON.stringify({ KERNEL_VERSION: has, RHEL_VERSION: '9.6' })}' >driver-toolkit-release.json ;;
        'image info '*) printf '%s' '{"digest": "sha256:b"}' ;;
        *) echo "unexpected: $*" >&2; exit 1 ;;
      esac`,
    },
  });
}

const found = {
  'openshift-version': '4.20.3',
  'rhel-version': '9.6',
  // The nodes of the release run its own kernel: nobody compares them with the hot fix.
  'machine-os': 'unknown',
  'driver-toolkit-image': toolkit,
  kernel: `${hotFix}.x86_64`,
  tags: `580.105.08-${hotFix}.x86_64-rhel9.6 580.105.08-${hotFix}.x86_64-rhel9`,
  'base-image': 'cuda-ubi9@sha256:b',
};

needs('jq', program('jq'))('a driver toolkit of the user', () => {
  test("stands in for the release's, with the OS tags of the release; the release's is not even read", async () => {
    const { code, results, calls } = await lookup();
    expect([code, results]).toEqual([0, found]);
    expect(calls.filter(call => call.includes('quay.io/ocp/toolkit'))).toEqual([]);
  });

  test('is enough where the release has none', async () => {
    expect((await lookup({ own: false })).results).toEqual(found);
  });

  test('serves the kernel that an event names, where it is the same', async () => {
    expect((await lookup({ kernel: `${hotFix}.x86_64` })).results).toEqual(found);
  });

  test.each(['aarch64', 'aarch64+64k'])('that names %s as its kernel is for pages of 64 KiB where the platform has them', async end => {
    const wide = `${hotFix}.aarch64+64k`;
    const { results } = await lookup({ has: `${hotFix}.${end}`, platform: 'aarch64+64k', params: { 'driver-toolkit-kernel': wide } });
    expect(results).toMatchObject({
      kernel: wide,
      tags: `580.105.08-${hotFix}.aarch64_64k-rhel9.6 580.105.08-${hotFix}.aarch64_64k-rhel9`,
    });
  });

  const other = '5.14.0-570.62.1.el9_6.x86_64';
  test.each<[string, World, string]>([
    [
      'is of another kernel',
      { has: other },
      `driver toolkit ${toolkit} is for kernel "${other}", the driver's is ${hotFix}.x86_64: correct driverToolkit or kernel of the driver`,
    ],
    [
      'is of another architecture',
      { has: `${hotFix}.aarch64` },
      `driver toolkit ${toolkit} is for kernel "${hotFix}.aarch64", the driver's is ${hotFix}.x86_64: correct driverToolkit or kernel of the driver`,
    ],
    [
      'is asked for another kernel',
      { kernel: other },
      `kernel ${other} is wanted, but the target has a driver toolkit of its own, which is for ${hotFix}.x86_64 alone: leave the kernel out, or build it by another driver of the configuration`,
    ],
    [
      'comes without its kernel',
      { params: { 'driver-toolkit-kernel': '' } },
      `driver toolkit "${toolkit}" and kernel "" go together: give both or neither`,
    ],
    [
      'is missing beside its kernel',
      { params: { 'driver-toolkit': '' } },
      `driver toolkit "" and kernel "${hotFix}.x86_64" go together: give both or neither`,
    ],
  ])('ends the lookup where it %s', async (_, world, line) => {
    const { code, last, failure } = await lookup(world);
    expect([code, last, failure]).toEqual([1, `permanent error: ${line}`, `permanent error: ${line}`]);
  });
});

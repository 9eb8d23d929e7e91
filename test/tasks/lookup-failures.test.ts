import { expect, test } from 'vitest';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const name = 'quay.io/ocp/release:4.20.3-x86_64';
const toolkit = 'quay.io/ocp/toolkit@sha256:1';
const params = {
  release: name,
  'base-image': 'nvcr.io/nvidia/cuda:13.1.0-base-ubi{rhel}',
  'driver-version': '580.105.08',
  platform: 'x86_64',
  'node-arch': 'amd64',
};

/** A release of OpenShift as oc prints it, and its toolkit; calls that the pattern matches fail with these words of the real oc. */
const release = (refused: string, words: string, changes: { params?: object; env?: Record<string, string>; metadata?: string } = {}) =>
  runStep(driverToolkitLookup, 'release', {
    params: { ...params, ...changes.params },
    ...(changes.env && { env: changes.env }),
    programs: {
      oc: `case "$*" in
        ${refused}) echo '${words}' >&2; exit 1 ;;
        'adm release info '*) printf '%s' '{"metadata": ${changes.metadata ?? '{"version": "4.20.3"}'}, "references": {"spec": {"tags": [{"name": "driver-toolkit", "from": {"name": "${toolkit}"}}]}}}' ;;
        'image extract '*) printf '%s' '{"KERNEL_VERSION": "5.14.0-570.62.1.el9_6.x86_64", "RHEL_VERSION": "9.6"}' >driver-toolkit-release.json ;;
      esac`,
    },
  });

needs('jq', program('jq'))('the lookup of a release', () => {
  test.each([
    [
      "the cluster's own release may not be read",
      "'get clusterversion '*",
      'Error from server (Forbidden): clusterversions.config.openshift.io "version" is forbidden',
      { release: '' },
      1,
      'permanent error: the ClusterVersion "version" cannot be read: Error from server (Forbidden): clusterversions.config.openshift.io "version" is forbidden: give the release, or let this service account get clusterversions',
    ],
    [
      'the credentials are wrong',
      "'adm release info '*",
      `error: unable to read image ${name}: unauthorized: authentication required`,
      {},
      1,
      `permanent error: release ${name} cannot be read: unable to read image ${name}: unauthorized: authentication required: check the Secret with the registry's credentials (/secrets/pull/config.json)`,
    ],
    [
      'the image is none of a release',
      "'adm release info '*",
      'error: release image did not contain an image-references file',
      {},
      1,
      `permanent error: release ${name} cannot be read: release image did not contain an image-references file: see what the registry answers above`,
    ],
    [
      'the registry is gone while the toolkit is read',
      "'image extract '*",
      'error: unable to read image: Get "https://quay.io/v2/": dial tcp 10.0.0.1:443: connect: connection refused',
      {},
      75,
      `transient error: driver toolkit ${toolkit} cannot be read: unable to read image: Get "https://quay.io/v2/": dial tcp 10.0.0.1:443: connect: connection refused (7 tries): see that it can be reached from the cluster, then run again`,
    ],
    [
      'the base image may not be read',
      "'image info '*",
      'error: unable to read image: Head "https://nvcr.io/v2/": no basic auth credentials',
      {},
      1,
      `permanent error: nvcr.io/nvidia/cuda:13.1.0-base-ubi9 cannot be read: unable to read image: Head "https://nvcr.io/v2/": no basic auth credentials: check the Secret with the registry's credentials (/secrets/pull/config.json)`,
    ],
  ])('ends where %s', async (_, refused, words, changes, exit, line) => {
    const { code, last, failure } = await release(refused, words, { params: changes });
    expect([code, last, failure]).toEqual([exit, line, line]);
  });

  test('ends where the release names no version', async () => {
    const { code, last } = await release('none', '', { metadata: '{}' });
    expect([code, last]).toEqual([1, `permanent error: ${name} is not an OpenShift release: it names no version`]);
  });

  test('ends where no rule knows the OS of its nodes', async () => {
    const { code, last } = await release('none', '', { env: { OS_TAGS: 'rhcos rhcos{version}' } });
    expect([code, last]).toEqual([
      1,
      'permanent error: no OS tag is known for the nodes of release 4.20.3 (rhel 9.6): use a version of this task that knows it',
    ]);
  });
});

needs('bash', program('bash'))('the question whether an image is published', () => {
  test('is not asked for an unknown signer', async () => {
    const { code, last } = await runStep(driverToolkitLookup, 'published', {
      params: {
        image: 'quay.io/acme/gpu',
        'module-flavour': 'open',
        'runfile-sha256': 'f',
        packages: 'p',
        'entry-point': 'e',
        'node-arch': 'amd64',
        signer: 'me',
      },
      results: { tags: 'a', 'base-image': 'b', 'rhel-version': '9.6' },
    });
    expect([code, last]).toEqual([1, 'permanent error: signer "me" is unknown: use self-signed, secret or external']);
  });
});

import { expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { driverImageCleanup } from '../../src/tasks/driver-image-cleanup/task';
import { driverImagePush } from '../../src/tasks/driver-image-push/task';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { nvidiaDriverApply } from '../../src/tasks/nvidia-driver-apply/task';
import { needs, program } from '../support/needs';
import { type Ran, runStep } from '../support/run-step';

const registry = 'image-registry.openshift-image-registry.svc:5000';
const image = `${registry}/gpu/driver`;
const token = 'token-of-the-pod';
const login = Buffer.from(`serviceaccount:${token}`).toString('base64');
const params = {
  image,
  'token-registry': registry,
  'driver-version': '580.105.08',
  kernel: '5.14.0-570.62.1.el9_6.x86_64',
  'module-flavour': 'open',
  'runfile-sha256': 'f'.repeat(64),
  packages: 'p',
  'entry-point': `9 nvidia-driver ${'a'.repeat(64)} https://example.com/nvidia-driver`,
  'node-arch': 'amd64',
  'staging-tag': 'uid',
  inputs: 'i',
  signer: 'self-signed',
  arch: 'x86_64',
  'driver-toolkit-image': 'toolkit',
  'base-image': 'base',
};
const files = {
  '/secrets/token/token': `${token}\n`,
  '/secrets/push/config.json': '{"auths": {"somewhere": {"auth": "push-secret"}}}',
  '/secrets/pull/config.json': '{"auths": {"somewhere": {"auth": "pull-secret"}}}',
};
const authorities = { '/ca/ca-bundle.crt': 'of the cluster', '/secrets/token/service-ca.crt': 'of services\n' };

/** Keeps the credentials and authorities that a program is told, then does as it is told. */
const keep = (then: string) => `
while (($# > 0)); do
  case $1 in
    --authfile) cp "$2" "$TMPDIR/auth"; stat -c %a "$(dirname "$2")" >"$TMPDIR/mode" ;;
    --cert-dir | --src-cert-dir) cp "$2/ca-bundle.crt" "$TMPDIR/authorities" ;;
    --registry-config=*) cp "\${1#*=}" "$TMPDIR/auth" ;;
    --certificate-authority=*) cp "\${1#*=}" "$TMPDIR/authorities" ;;
  esac
  shift
done
${then}`;
const absent = keep(`echo 'reading manifest x in y: manifest unknown' >&2; exit 1`);
const told = (ran: Ran) => JSON.parse(ran.file('auth') ?? '{}');
const asTheAccount = { auths: { [registry]: { auth: login } } };

const lookedUp = { tags: '1-k-rhel9', 'base-image': 'nvcr.io/nvidia/cuda@sha256:b', 'rhel-version': '9.6' };
const nodes = { items: [{ metadata: { name: 'n', labels: { 'feature.node.kubernetes.io/kernel-version.full': 'k' } } }] };
const steps: [string, () => Promise<Ran>][] = [
  [
    'the question whether an image is published',
    () => runStep(driverToolkitLookup, 'published', { params, files, results: lookedUp, programs: { oc: absent } }),
  ],
  ['the fetch of compiled modules', () => runStep(kmodBuild, 'fetch', { params, files, programs: { skopeo: absent } })],
  [
    'the push of compiled modules',
    () =>
      runStep(kmodBuild, 'push-kmod', {
        params,
        files: { ...files, '/work/kmod-reference': `${image}-kmod:t`, '/work/kmod/nvidia.ko': '' },
        programs: { buildah: keep(`printf sha256:1 >/work/digest`) },
      }),
  ],
  [
    'the push of the built image',
    () => runStep(driverImageBuild, 'push', { params, files, programs: { buildah: keep('printf sha256:1 >/work/digest') } }),
  ],
  ['the proof', () => runStep(driverImagePush, 'prove', { params: { ...params, state: 'missing' }, files, programs: { skopeo: absent } })],
  [
    'the publishing',
    () =>
      runStep(driverImagePush, 'publish', {
        params: { ...params, tags: 't', state: 'missing' },
        files: { ...files, '/work/proven': `${image}-staging@sha256:1` },
        programs: { skopeo: keep('printf sha256:1') },
      }),
  ],
  [
    'the apply',
    () =>
      runStep(nvidiaDriverApply, 'apply', {
        params: { ...params, tags: '1-k-rhel9', 'nvidia-driver': '{"metadata": {"name": "r"}, "spec": {"version": "1"}}' },
        files,
        programs: { oc: `[[ $1 != get ]] || { printf '%s' '${JSON.stringify(nodes)}'; exit 0; }\n${absent}` },
      }),
  ],
];

needs('jq', program('jq'))("OpenShift's own registry", () => {
  test.each(steps)('%s logs in with the token of the pod, and with no Secret', async (_, step) => {
    const ran = await step();
    expect(told(ran)).toEqual(asTheAccount);
    expect(`${ran.log}${ran.calls.join('\n')}`).not.toMatch(new RegExp(`${token}|${login}`));
  });

  const fetch = (given: Readonly<Record<string, string>> = {}, changes = {}, traced = false) =>
    runStep(kmodBuild, 'fetch', { params: { ...params, ...changes }, files: { ...files, ...given }, programs: { skopeo: absent }, traced });

  test('is trusted by the authority of services, beside those of the cluster', async () => {
    expect((await fetch(authorities)).file('authorities')).toBe('of the cluster\nof services\n');
    expect((await fetch({ '/secrets/token/service-ca.crt': 'of services' })).file('authorities')).toBe('of services\n');
    expect((await fetch()).file('authorities')).toBeUndefined();
  });

  test('keeps the token where nobody else reads it, out of every argument, also under set -x', async () => {
    const ran = await fetch({}, {}, true);
    expect(ran.file('mode')).toBe('700\n');
    expect(ran.log).toContain('+ use_token');
    expect(`${ran.log}${ran.calls.join('\n')}`).not.toMatch(new RegExp(`${token}|${login}`));
  });

  test('is not logged in to where the image is elsewhere: the push Secret is', async () => {
    expect(told(await fetch({}, { image: 'quay.io/acme/gpu', 'token-registry': '' }))).toEqual({
      auths: { somewhere: { auth: 'push-secret' } },
    });
  });

  test('that refuses says whom to let in', async () => {
    const refused = { skopeo: `echo 'unauthorized: authentication required' >&2; exit 1` };
    const { last } = await runStep(kmodBuild, 'fetch', { params, files, programs: refused });
    expect(last.replace(/kmod:\S+/, 'kmod:…')).toBe(
      `permanent error: ${image}-kmod:… cannot be read: unauthorized: authentication required: let the service account of this pod pull and push there: apply the manifests again`,
    );
  });

  test('has not the base image: it is pulled with the pull Secret, the modules with the token', async () => {
    const { file, code } = await runStep(driverImageBuild, 'pull', {
      params: { ...params, 'base-image': 'nvcr.io/nvidia/cuda@sha256:b', 'kmod-package-image': `${image}-staging:uid-kmod` },
      files,
      programs: { buildah: keep('cat "$TMPDIR/auth" >>"$TMPDIR/pulled"; echo >>"$TMPDIR/pulled"'), skopeo: keep('printf sha256:1') },
    });
    expect(code).toBe(0);
    const pulled = (file('pulled') ?? '').split('\n}\n').map(text => text.includes(login));
    expect([file('pulled')?.split('\n')[0], pulled.filter(Boolean)]).toEqual([files['/secrets/pull/config.json'], [true]]);
  });
});

test('staged images elsewhere are deleted at their registry, and there are no image stream tags', async () => {
  const { code, last, calls } = await runStep(driverImageCleanup, 'image-stream-tags', {
    params: { image: 'quay.io/acme/gpu', 'staging-tag': 'uid' },
  });
  expect([code, last, calls]).toEqual([0, "quay.io/acme/gpu is not in OpenShift's own registry: there are no image stream tags", ['']]);
});

test("staged images in OpenShift's own registry are not deleted there: their image stream tags are", async () => {
  const there = { image, 'token-registry': registry, 'staging-tag': 'uid' };
  const staging = await runStep(driverImageCleanup, 'staging', { params: there });
  expect([staging.code, staging.last, staging.calls]).toEqual([
    0,
    `${image} is in OpenShift's own registry, which deletes nothing: its image stream tags are removed instead`,
    [''],
  ]);
  const { code, last, calls } = await runStep(driverImageCleanup, 'image-stream-tags', { params: there, programs: { oc: ':' } });
  expect([code, calls]).toEqual([
    0,
    ['driver-staging:uid-kmod', 'driver-staging:uid'].map(
      tag => `oc delete imagestreamtag ${tag} --namespace gpu --ignore-not-found --wait=false`,
    ),
  ]);
  expect(last).toMatch(/^removal of the image stream tags of uid done in \d+ s$/);
});

test('an image stream tag that may not be removed is only warned of', async () => {
  const { code, log } = await runStep(driverImageCleanup, 'image-stream-tags', {
    params: { image, 'token-registry': registry, 'staging-tag': 'uid' },
    programs: { oc: 'echo "Error from server (Forbidden): no" >&2; exit 1' },
  });
  expect(code).toBe(0);
  expect(log).toContain(
    'warning: image stream tag driver-staging:uid in namespace gpu is not removed: Error from server (Forbidden): no\n',
  );
});

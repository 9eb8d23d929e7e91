import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { driverImagePush } from '../../src/tasks/driver-image-push/task';
import { keyPair } from '../support/key-pair';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const image = 'quay.io/acme/gpu';
const there = program('openssl') && program('jq');
const { certificate } = there ? keyPair('/O=ACME/CN=Grüße', ['-utf8', '-days', '3650']) : { certificate: Buffer.alloc(0) };
const fingerprint = (of: string | Buffer) => `sha256:${createHash('sha256').update(of).digest('hex')}`;
const own = fingerprint(certificate);
const reference = `${image}:signing-certificate-${own.slice(7, 23)}`;

/** A registry that has what is in /work/there. */
const skopeo = `if [[ -f /work/there ]]; then printf sha256:1; else echo 'manifest unknown: manifest unknown' >&2; exit 1; fi`;
const buildah = `case "$1" in
  from) echo container ;;
  copy) cp -r "$6" /work/packed ;;
  push) while [[ $1 != --digestfile ]]; do shift; done; printf sha256:2 >"$2" ;;
esac`;
const files = { '/work/public_key.der': certificate };
const push = (
  given: Readonly<Record<string, string | Buffer>> = files,
  signer = own,
  programs: Readonly<Record<string, string>> = { skopeo, buildah },
) => runStep(driverImagePush, 'push-certificate', { params: { image, signer }, files: given, programs });

needs('openssl and jq', there)('the signing certificate beside the images', () => {
  test('is pushed as an image of one layer, which every build makes alike', async () => {
    const { code, last, calls, file } = await push();
    expect(last).toBe(last.match(/^push of \S+ done in \d+ s$/)?.[0]);
    expect(last).toContain(reference);
    expect(code).toBe(0);
    expect(file('work/packed/public_key.der')).toBe(certificate.toString());
    expect(calls.filter(call => call.startsWith('buildah')).slice(1)).toEqual([
      'buildah copy --quiet --chown 0:0 container /work/certificate /',
      `buildah config --label nvidia-driver-pipelines.certificate=${own} container`,
      'buildah commit --quiet --rm --format oci --timestamp 0 container packed',
      `buildah push --quiet --digestfile /work/certificate-digest packed docker://${reference}`,
    ]);
  });

  test('is pushed once', async () => {
    const { code, last, calls } = await push({ ...files, '/work/there': '' });
    expect([code, last]).toEqual([0, `${reference} is there: nothing to push`]);
    expect(calls.filter(call => call.startsWith('buildah'))).toEqual([]);
  });

  test('is noted with who it is of and when it ends', async () => {
    const { file } = await push();
    expect(JSON.parse(file('work/certificate.json') ?? '')).toEqual({
      fingerprint: own,
      subject: 'CN=Grüße,O=ACME',
      ends: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      pem: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n$/),
      der: certificate.toString('base64'),
    });
  });

  test('is noted only where it is that of one build', async () => {
    const { code, last, file, calls } = await push(files, 'self-signed');
    expect([code, last, calls]).toEqual([0, `certificate ${own} is that of one image`, ['']]);
    expect(file('work/certificate.json')).toContain(own);
  });

  test('is that of the Secret where the image was published before', async () => {
    const secret = { '/secrets/certificate/public_key.der': certificate };
    expect((await push(secret)).last).toContain(`push of ${reference} `);
    for (const [given, signer] of [
      [secret, 'self-signed'],
      [secret, 'sha256:1'],
      [{}, own],
    ] as const) {
      const { code, last, calls } = await push(given, signer);
      expect([code, last, calls]).toEqual([
        0,
        `the certificate of signer ${signer} was kept when its image was published: nothing to do`,
        [''],
      ]);
    }
  });

  test('ends the step where it cannot be written', async () => {
    const refused = buildah.replace('push)', "push) echo 'denied' >&2; exit 1;");
    const { code, last } = await push(files, own, { skopeo, buildah: refused });
    expect([code, last]).toEqual([
      1,
      `permanent error: ${reference} cannot be pushed: denied: check the Secret with the registry's credentials (/secrets/push/config.json)`,
    ]);
  });
});

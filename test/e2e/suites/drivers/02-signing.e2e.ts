import { expect, test } from 'vitest';
import { certificateTag, keptCertificate, worldCertificate } from '../../harness/certificate';
import { fileSecret, signingSecret } from '../../harness/cluster';
import { get } from '../../harness/command';
import { modinfo } from '../../harness/driver-contents';
import { kernelA as kernel, signingKey, tagsOf, target, tiny } from '../../harness/driver-image';
import { build, driverRows, repositoryOf } from '../../harness/driver-row';
import { mountedInto } from '../../harness/pods';
import { namespace, worldImage } from '../../harness/project';
import { tags } from '../../harness/registry';
import { isSignedBy } from '../../harness/signature';

const certificate = 'keys/module/public_key.der';
driverRows(() => {
  signingSecret(signingKey, 'first');
  fileSecret('module-key', { 'public_key.der': certificate, pin: 'keys/module/pin' });
  fileSecret('module-key-wrong-pin', { 'public_key.der': certificate, pin: 'keys/module/wrong-pin' });
});

const secrets = (name: string) => ({ stepImages: ['nvidia-driver-pull'], signingKey: name });
/** The configuration of a key in a security module. */
const external = (secret: string) => ({
  secrets: secrets(secret),
  signing: { external: { image: worldImage('e2e/signer'), key: 'pkcs11:token=acme;object=drivers' } },
});

/** The published image of a row is signed by a certificate as a kernel judges it, and people find that in the ConfigMap. */
function expectSignedBy(what: string, signer: string, kept = keptCertificate(target)): void {
  const reference = `${repositoryOf(what)}:${tagsOf(tiny, kernel)[0]}`;
  expect(modinfo({ reference, kernel }, 'nvidia', 'signer')).toEqual([signer]);
  expect(isSignedBy(kept.der, reference, kernel)).toBe(true);
  expect(isSignedBy(worldCertificate('second').der, reference, kernel)).toBe(false);
}

test('own key: the certificate of the Secret is published beside the image, and kept for people', async () => {
  const what = 'own key';
  const { fingerprint, der } = worldCertificate('first');
  const outcome = await build({ what, deployed: true, changes: { secrets: secrets(signingKey) }, labels: { signer: fingerprint } });
  expect(outcome.succeeded).toBe(true);
  expect(tags(repositoryOf(what))).toContain(certificateTag(fingerprint));
  expect(keptCertificate(target)).toMatchObject({ fingerprint, der });
  expectSignedBy(what, 'e2e first key');
  expect(mountedInto(outcome.name, signingKey, 'private_key.priv').sort()).toEqual([
    'driver-image-preflight: step-signing-key',
    'kmod-build: step-sign',
  ]);
});

test('self-signed with a subject of the configuration: it is the signer, and the certificate is kept', async () => {
  const what = 'self-signed';
  const subject = { commonName: 'ACME driver builds', organization: 'ACME', email: 'builds@acme.example' };
  const outcome = await build({ what, deployed: true, changes: { signing: { subject } }, labels: { signer: 'self-signed' } });
  expect(outcome.succeeded).toBe(true);
  const kept = keptCertificate(target);
  for (const part of Object.values(subject)) expect(kept.subject).toContain(part);
  expectSignedBy(what, subject.commonName, kept);
});

test('external signer: the key never leaves its module, and the PIN is in its steps alone', async () => {
  const what = 'external signer';
  const { fingerprint, der } = worldCertificate('module');
  const outcome = await build({ what, deployed: true, changes: external('module-key'), labels: { signer: fingerprint } });
  expect(outcome.succeeded).toBe(true);
  expect(tags(repositoryOf(what))).toContain(certificateTag(fingerprint));
  expect(keptCertificate(target)).toMatchObject({ fingerprint, der });
  expectSignedBy(what, 'e2e key of the security module');
  expect(mountedInto(outcome.name, 'module-key', 'pin').sort()).toEqual([
    'driver-image-preflight: step-signing-token',
    'kmod-build: step-sign-by-token',
  ]);
  const { data = {} } = get<{ readonly data?: object }>('secret', 'module-key', namespace) ?? {};
  expect(Object.keys(data).sort()).toEqual(['pin', 'public_key.der']);
});

test('wrong PIN: told before anything is compiled', async () => {
  const outcome = await build({ what: 'wrong PIN', changes: external('module-key-wrong-pin') });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.tasks.map(({ name }) => name)).toEqual(['lookup', 'driver-image-preflight']);
  expect(outcome.results.outcome).toMatch(
    /^driver-image-preflight: permanent error: preflight found 1 mistake, nothing was built: the token of pkcs11:token=acme;object=drivers does not take the PIN: /,
  );
});

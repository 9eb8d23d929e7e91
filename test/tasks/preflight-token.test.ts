import { expect, test } from 'vitest';
import { keyPair } from '../support/key-pair';
import { needs, program } from '../support/needs';
import { inToken, keyUri, pin, tokenFiles, tokenProgram } from '../support/pkcs11-token';
import { check } from '../support/preflight';

const secret = 'nvidia-driver-signing-key';
const { '/secrets/pin/pin': _, ...withoutPin } = tokenFiles;

interface Given {
  readonly signer?: string;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly openssl?: string;
  readonly traced?: boolean;
}

const token = ({ signer = 'external', files = tokenFiles, openssl = tokenProgram(), traced = false }: Given = {}) =>
  check('signing-token', { params: { signer, 'signer-key': keyUri }, files, programs: { openssl }, traced });

needs('openssl', program('openssl'))('the check of a key in a token', () => {
  test('finds nothing where it signs, with one login', async () => {
    const { code, found, last, calls } = await token();
    expect(last).toMatch(/^check of the token of pkcs11:token=acme;object=drivers done in \d+ s$/);
    expect([code, found]).toEqual([0, []]);
    expect(calls.filter(call => call.startsWith('openssl cms -sign'))).toHaveLength(1);
  });

  test('is not made where no token is used', async () => {
    const { code, last, calls } = await token({ signer: 'secret' });
    expect([code, last, calls]).toEqual([0, 'signer is secret: no token is asked', ['']]);
  });

  test('shows the PIN nowhere, under set -x either', async () => {
    const { log, calls } = await token({ traced: true });
    expect(log).toContain('+ pin=/secrets/pin/pin');
    expect(`${log}${calls.join('\n')}`).not.toContain(pin);
  });

  const away =
    "echo '40D75E47137F0000:error:40000030:pkcs11:p11prov_OpenSession:Some problem has occurred with the token and/or slot:x.c:1:' >&2; exit 1";
  test.each<[string, Given, string]>([
    [
      'a wrong PIN, which is tried once',
      { files: { ...tokenFiles, '/secrets/pin/pin': 'wrong' } },
      `permanent the token of ${keyUri} does not take the PIN: PIN incorrect: write the right one into the key pin of the Secret ${secret} before another run, for a token locks itself after some wrong ones`,
    ],
    [
      'a token that does not answer',
      { openssl: tokenProgram({ way: 'provider', instead: away }) },
      `transient the token of ${keyUri} does not answer: Some problem has occurred with the token and/or slot: see that the image of signing.external reaches it, and that the URI names its token, then run again`,
    ],
    [
      'the certificate of another key',
      { files: { ...tokenFiles, '/secrets/certificate/public_key.der': keyPair().certificate } },
      `permanent the key ${keyUri} is not that of the certificate public_key.der in the Secret ${secret}: name the right key, or write its certificate into the Secret`,
    ],
    [
      'a signature that is not by the certificate',
      { openssl: tokenProgram({ instead: 'for argument; do [[ $argument != */signature ]] || echo no >"$argument"; done; exit 0' }) },
      `permanent the signature of the key ${keyUri} is not by the certificate public_key.der in the Secret ${secret}: name the right key, or write its certificate into the Secret`,
    ],
    [
      'an image that has no way to a token',
      { openssl: tokenProgram({ way: 'none' }) },
      "permanent the image of signing.external has neither openssl's provider pkcs11 nor its engine pkcs11: add one of them to it",
    ],
    ['a Secret without PIN', { files: withoutPin }, `permanent the Secret ${secret} has no key pin: create it with --from-file=pin`],
  ])('tells of %s', async (_, given, line) => {
    const { code, found, calls } = await token(given);
    expect([code, found]).toEqual([0, [line]]);
    expect(calls.filter(call => call.startsWith('openssl cms -sign')).length).toBeLessThan(2);
  });

  test('leaves a certificate that is none to the check of the signing key, and asks no token', async () => {
    const { code, found, last, calls } = await token({ files: { ...tokenFiles, '/secrets/certificate/public_key.der': 'no' } });
    expect([code, found, last]).toEqual([0, [], 'the certificate is none: the token is not asked']);
    expect(calls.filter(call => call.startsWith('openssl cms'))).toEqual([]);
  });
});

needs('openssl', program('openssl'))('the check of the certificate of a key in a token', () => {
  const certificate = (files: Readonly<Record<string, string | Buffer>>) => check('signing-key', { params: { signer: 'external' }, files });

  test('needs no key in the Secret', async () => {
    const { code, found, last } = await certificate({ '/secrets/signing/public_key.der': inToken.certificate });
    expect([code, found, last]).toEqual([0, [], `the Secret ${secret} is checked`]);
  });

  test('tells that it is missing, or none', async () => {
    expect((await certificate({})).found).toEqual([
      `permanent the Secret ${secret} has no key public_key.der: create it with --from-file=public_key.der`,
    ]);
    expect((await certificate({ '/secrets/signing/public_key.der': 'no' })).found).toEqual([
      `permanent public_key.der of the Secret ${secret} is no certificate in DER: make it with openssl x509 -outform DER`,
    ]);
  });
});

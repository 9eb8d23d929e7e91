import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { keyPair } from '../support/key-pair';
import { needs, program } from '../support/needs';
import { detached, inToken, keyUri, pin, tokenFiles, tokenProgram } from '../support/pkcs11-token';
import { runStep } from '../support/run-step';

const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const secret = 'nvidia-driver-signing-key';
const modules = { '/work/kmod/modules/nvidia.ko': 'module', '/work/kmod/modules/nvidia-uvm.ko': 'other module' };
const signer = `sha256:${createHash('sha256').update(inToken.certificate).digest('hex')}`;
const params = { 'driver-toolkit-image': 'toolkit', kernel, 'driver-version': '580.105.08', image: 'i', 'signer-key': keyUri, signer };

interface Given {
  readonly params?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly openssl?: string;
  readonly traced?: boolean;
}

const byToken = ({ params: changes, files, openssl = tokenProgram(), traced = false }: Given = {}) =>
  runStep(kmodBuild, 'sign-by-token', {
    params: { ...params, ...changes },
    files: { '/signatures/none': '', ...modules, ...tokenFiles, ...files },
    programs: { openssl },
    traced,
  });

needs('openssl', program('openssl'))('signing by a key in a token', () => {
  test.each(['provider', 'engine'] as const)(
    'makes a signature of each module by the %s of openssl, which logs in once for each',
    async way => {
      const { code, last, calls, file } = await byToken({ openssl: tokenProgram({ way }) });
      expect(last).toMatch(/^signing of 2 modules by the token of pkcs11:token=acme;object=drivers done in \d+ s$/);
      expect(code).toBe(0);
      expect([file('signatures/nvidia.ko.p7s'), file('signatures/nvidia-uvm.ko.p7s')]).not.toContain(undefined);
      const signed = calls.filter(call => call.startsWith('openssl cms -sign'));
      const options = { provider: '-provider default -provider pkcs11', engine: '-engine pkcs11 -keyform engine' }[way];
      expect(signed.map(call => call.includes(` ${options} `))).toEqual([true, true]);
      expect(signed[0]).toContain(` -inkey ${keyUri}?pin-source=file:/secrets/pin/pin `);
    },
  );

  test('leaves a query that the URI has', async () => {
    const { calls } = await byToken({ params: { 'signer-key': `${keyUri}?module-name=acme` } });
    expect(calls.find(call => call.startsWith('openssl cms -sign'))).toContain(
      ` -inkey ${keyUri}?module-name=acme&pin-source=file:/secrets/pin/pin `,
    );
  });

  test('shows the PIN nowhere: in no argument, no line of the log, no file', async () => {
    const { log, calls, file } = await byToken({ traced: true });
    expect(log).toContain('+ pin=/secrets/pin/pin');
    expect(`${log}${calls.join('\n')}${file('signatures/nvidia.ko.p7s')}`).not.toContain(pin);
  });

  test('has nothing to do where no token is used', async () => {
    const { code, last, calls } = await byToken({ params: { 'signer-key': '' } });
    expect([code, last, calls]).toEqual([0, 'no key of a token is used: the step sign signs', ['']]);
  });

  const wrongPin = `permanent error: the token of ${keyUri} does not take the PIN: PIN incorrect: write the right one into the key pin of the Secret ${secret} before another run, for a token locks itself after some wrong ones`;
  const notAlone = `permanent error: the key pin of the Secret ${secret} is not the PIN alone: write it into the file without the end of a line (printf %s, not echo), and create the Secret again`;
  test.each<[string, Given, number, string]>([
    ['the PIN is wrong', { files: { '/secrets/pin/pin': 'wrong' } }, 1, wrongPin],
    ['the Secret has no PIN', { files: { '/secrets/pin/pin': '' } }, 1, notAlone],
    ['a line ends behind the PIN', { files: { '/secrets/pin/pin': `${pin}\n` } }, 1, notAlone],
    ['the PIN has a character that nobody sees', { files: { '/secrets/pin/pin': `${pin}\r` } }, 1, notAlone],
    [
      'the image has neither provider nor engine',
      { openssl: tokenProgram({ way: 'none' }) },
      1,
      "permanent error: the image of signing.external has neither openssl's provider pkcs11 nor its engine pkcs11: add one of them to it",
    ],
    [
      'the certificate is none',
      { files: { '/secrets/certificate/public_key.der': 'text' } },
      1,
      `permanent error: public_key.der of the Secret ${secret} is no certificate in DER: make it with openssl x509 -outform DER`,
    ],
    [
      'the URI names no key',
      { params: { 'signer-key': 'pkcs11:token=acme;object=other' } },
      1,
      'permanent error: the key pkcs11:token=acme;object=other does not sign: The private key was not found at: pkcs11:token=acme;object=other?pin-source=file:/secrets/pin/pin: does the URI name a private key of the token that may sign?',
    ],
    [
      'the key is not that of the certificate',
      { files: { '/secrets/certificate/public_key.der': keyPair('/CN=acme token').certificate } },
      1,
      `permanent error: the key ${keyUri} is not that of the certificate public_key.der in the Secret ${secret}: name the right key, or write its certificate into the Secret`,
    ],
    [
      'openssl ends without a word',
      { openssl: tokenProgram({ instead: 'exit 1' }) },
      1,
      `permanent error: the key ${keyUri} does not sign: openssl says nothing: does the URI name a private key of the token that may sign?`,
    ],
    [
      'the token is away',
      { openssl: tokenProgram({ instead: "echo 'No matching initialized token was found for private key' >&2; exit 2" }) },
      75,
      `transient error: the token of ${keyUri} does not answer: No matching initialized token was found for private key: see that the image of signing.external reaches it, and that the URI names its token, then run again`,
    ],
    [
      'the token does not answer in time',
      { openssl: tokenProgram({ instead: 'exit 124' }) },
      75,
      `transient error: the token of ${keyUri} does not answer: no answer within 60 s: see that the image of signing.external reaches it, and that the URI names its token, then run again`,
    ],
  ])('ends where %s', async (_, given, exit, line) => {
    const { code, last, failure, calls } = await byToken(given);
    expect([code, last, failure]).toEqual([exit, line, line]);
    expect(calls.filter(call => call.startsWith('openssl cms')).length).toBeLessThan(2);
  });
});

needs('openssl', program('openssl'))('appending signatures of a token', () => {
  const signFile = '#!/usr/bin/env bash\necho "sign-file $*" >&2\ncat "$5" "$2" >"$6"\n';
  const append = (changes: Readonly<Record<string, string | Buffer>> = {}, given: Readonly<Record<string, string>> = {}) =>
    runStep(kmodBuild, 'sign', {
      params: { ...params, ...given },
      files: {
        ...modules,
        '/key/none': '',
        '/signatures/nvidia.ko.p7s': detached('module'),
        '/signatures/nvidia-uvm.ko.p7s': detached('other module'),
        '/secrets/signing/public_key.der': inToken.certificate,
        [`/usr/src/kernels/${kernel}/scripts/sign-file`]: signFile,
        ...changes,
      },
    });

  test("is the work of the kernel's sign-file, with the certificate of the Secret and no key", async () => {
    const { code, last, log, file } = await append();
    expect(last).toMatch(/^signing of 2 modules done in \d+ s$/);
    expect(code).toBe(0);
    expect(log).toContain(
      'sign-file -s /signatures/nvidia.ko.p7s sha256 /secrets/signing/public_key.der /work/kmod/modules/nvidia.ko /work/signed/nvidia.ko\n',
    );
    expect(file('work/signed/nvidia.ko')).toMatch(/^module./s);
    expect(file('work/public_key.der')).not.toBeUndefined();
  });

  const line = (name: string) =>
    `permanent error: the signature of ${name} that the image of signing.external made with ${keyUri} is not by the certificate public_key.der of the signing Secret: name the key of that certificate`;
  test.each([
    ['by another key', detached('module', keyPair('/CN=acme token'))],
    ['of other bytes', detached('modules')],
    ['that is none', 'text'],
  ])('is not done with a signature %s', async (_, signature) => {
    const { code, last, file } = await append({ '/signatures/nvidia.ko.p7s': signature });
    expect([code, last, file('work/public_key.der')]).toEqual([1, line('nvidia.ko'), undefined]);
  });

  test('is not done with a certificate that is missing, or another than the lookup saw', async () => {
    const { last } = await append({}, { signer: 'sha256:1' });
    expect(last).toBe(
      'permanent error: the certificate in the signing Secret is not the one that the lookup saw (sha256:1): the Secret was changed meanwhile; run again',
    );
    const missing = await runStep(kmodBuild, 'sign', { params, files: modules });
    expect(missing.last).toBe('permanent error: the signing Secret has no key public_key.der: create it with --from-file=public_key.der');
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { needs, program } from '../support/needs';
import { check } from '../support/preflight';

describe('the check of the activation key', () => {
  const files = { '/secrets/activation-key/org': '12345678', '/secrets/activation-key/activationkey': 'geheim\n' };
  const activationKey = (given: Readonly<Record<string, string>>, subscription = 'activation-key', traced = false) =>
    check('activation-key', { files: given, params: { subscription }, traced });

  test('finds nothing where both keys are there, a line each', async () => {
    expect(await activationKey(files)).toMatchObject({ code: 0, found: [], last: 'the Secret activation-key is checked' });
  });

  test('is not made where another subscription is used', async () => {
    const { code, found, last } = await activationKey({}, 'none');
    expect([code, found, last]).toEqual([0, [], 'subscription is none: no activation key is needed']);
  });

  test('names what is missing, empty or too long', async () => {
    expect((await activationKey({})).found).toEqual([
      'permanent the Secret activation-key has no key org: create it with --from-literal=org=…',
      'permanent the Secret activation-key has no key activationkey: create it with --from-literal=activationkey=…',
    ]);
    const wrong = { '/secrets/activation-key/org': ' \n', '/secrets/activation-key/activationkey': 'geheim\nand more\n' };
    expect((await activationKey(wrong)).found).toEqual([
      'permanent the key org of the Secret activation-key is empty: write the value into it',
      'permanent the key activationkey of the Secret activation-key has several lines: write one, with the value alone',
    ]);
  });

  test('prints nothing of what it reads, under set -x either', async () => {
    const { log, calls } = await activationKey(files, 'activation-key', true);
    expect(log).toContain('+ for key in org activationkey');
    for (const secret of Object.values(files)) expect(`${log}${calls.join('\n')}`).not.toContain(secret.trim());
  });
});

const folder = mkdtempSync(join(tmpdir(), 'preflight-'));

/** A key pair with its certificate, as PEM and DER; `days` below zero: expired. */
function pair(name: string, { days = 10, extension = '' } = {}) {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  const config = join(folder, 'openssl.cnf');
  execFileSync('sh', ['-c', `printf '[req]\ndistinguished_name = dn\n[dn]\n' >${config}`]);
  execFileSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', key]);
  const added = extension === '' ? [] : ['-addext', extension];
  const request = ['req', '-new', '-config', config, '-key', key, '-subj', `/CN=${name}`, ...added];
  const csr = execFileSync('openssl', request);
  const signed = ['x509', '-req', '-signkey', key, '-days', String(days), '-copy_extensions', 'copy', '-out', certificate];
  execFileSync('openssl', signed, { input: csr, stdio: ['pipe', 'ignore', 'ignore'] });
  const der = execFileSync('openssl', ['x509', '-in', certificate, '-outform', 'DER']);
  const end = execFileSync('openssl', ['x509', '-in', certificate, '-noout', '-enddate'], { encoding: 'utf8' })
    .trim()
    .replace('notAfter=', '');
  return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8'), der, end };
}

needs('openssl', program('openssl'))('the check of a pair of key and certificate', () => {
  const valid = pair('valid');
  const expired = pair('expired', { days: -1 });
  const other = pair('other');

  describe('for signing', () => {
    const secret = (files: Readonly<Record<string, string | Buffer>>, signer = 'secret', traced = false) =>
      check('signing-key', {
        params: { signer },
        traced,
        files: Object.fromEntries(Object.entries(files).map(([name, text]) => [`/secrets/signing/${name}`, text])),
      });

    test('finds nothing where they belong together, and where every build makes its own', async () => {
      expect((await secret({ 'private_key.priv': valid.key, 'public_key.der': valid.der })).found).toEqual([]);
      const own = await secret({}, 'self-signed');
      expect([own.found, own.last]).toEqual([[], 'signer is self-signed: no key is needed']);
    });

    test('names what is missing or of another form', async () => {
      expect((await secret({})).found).toEqual([
        'permanent the Secret nvidia-driver-signing-key has no key private_key.priv: create it with --from-file=private_key.priv',
        'permanent the Secret nvidia-driver-signing-key has no key public_key.der: create it with --from-file=public_key.der',
      ]);
      expect((await secret({ 'private_key.priv': valid.certificate, 'public_key.der': valid.certificate })).found).toEqual([
        'permanent private_key.priv of the Secret nvidia-driver-signing-key is no private key in PEM without a password: make it with openssl pkey',
        'permanent public_key.der of the Secret nvidia-driver-signing-key is no certificate in DER: make it with openssl x509 -outform DER',
      ]);
    });

    test('says that they do not belong together, and since when the certificate is expired', async () => {
      expect((await secret({ 'private_key.priv': valid.key, 'public_key.der': expired.der })).found).toEqual([
        `permanent the certificate public_key.der of the Secret nvidia-driver-signing-key is expired since ${expired.end}: make a new one for the key, and enroll it on the nodes`,
        'permanent private_key.priv and public_key.der of the Secret nvidia-driver-signing-key do not belong together: make both from one key pair',
      ]);
    });

    test('needs of a key in a token the certificate alone', async () => {
      const found = async (der: Buffer) => (await secret({ 'public_key.der': der }, 'external')).found;
      expect(await found(valid.der)).toEqual([]);
      expect(await found(expired.der)).toEqual([
        `permanent the certificate public_key.der of the Secret nvidia-driver-signing-key is expired since ${expired.end}: make a new one for the key, and enroll it on the nodes`,
      ]);
    });

    test('prints nothing of the key, under set -x either', async () => {
      const { log } = await secret({ 'private_key.priv': valid.key, 'public_key.der': valid.der }, 'secret', true);
      expect(log).toContain('+ of_key=');
      for (const line of valid.key.split('\n').filter(text => text !== '' && !text.startsWith('-'))) expect(log).not.toContain(line);
    });
  });

  describe('for an entitlement', () => {
    const fresh = "write new ones into it, or leave out secrets.entitlement for the cluster's own";
    const secret = (files: Readonly<Record<string, string>>, programs = {}, source = 'secret') =>
      check('entitlement', {
        params: { 'entitlement-source': source },
        programs,
        // What the step before has copied.
        files: {
          ...(source !== 'none' && { '/entitlement/from': source === 'cluster' ? 'shared of the namespace managed' : 'own' }),
          ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`/entitlement/${name}`, text])),
        },
      });
    /** A certificate of version 3: its data in base64, compressed for zlib. */
    const version3 = (certificate: string, products: unknown) => {
      const data = deflateSync(JSON.stringify({ products })).toString('base64').replace(/.{64}/g, '$&\n');
      return `${certificate}-----BEGIN ENTITLEMENT DATA-----\n${data}\n-----END ENTITLEMENT DATA-----\n`;
    };
    const elsewhere = (list: string) =>
      `permanent the entitlement certificates of the Secret own are for ${list}, the target for x86_64: take those of a system of that architecture, or use an activation key`;

    test('finds nothing where a valid certificate has its key, or none was copied', async () => {
      expect((await secret({ 'a.pem': valid.certificate, 'a-key.pem': valid.key })).found).toEqual([]);
      expect((await secret({ 'a.pem': `${valid.key}${valid.certificate}` })).found).toEqual([]);
      const none = await secret({}, {}, 'none');
      expect([none.found, none.last]).toEqual([[], 'there are no entitlement certificates to check']);
    });

    test('names what is missing, cannot be read, or has ended', async () => {
      expect((await secret({ 'a.pem': other.key })).found).toEqual([
        `permanent the Secret own holds no entitlement certificate, only other *.pem: ${fresh}`,
      ]);
      expect(
        (await secret({ 'a.pem': expired.certificate, 'b.pem': other.key, 'c.pem': '-----BEGIN CERTIFICATE-----\nno\n' })).found,
      ).toEqual([
        `permanent the Secret own has no key for the certificate a.pem: ${fresh}`,
        `permanent the entitlement certificate a.pem of the Secret own ended on ${expired.end}: ${fresh}`,
        `permanent c.pem of the Secret own cannot be read as a certificate: ${fresh}`,
      ]);
    });

    test("says who renews the cluster's own", async () => {
      expect((await secret({ 'a.pem': expired.certificate, 'a-key.pem': expired.key }, {}, 'cluster')).found).toEqual([
        `permanent the entitlement certificate a.pem of the Secret shared of the namespace managed ended on ${expired.end}: see why the Insights Operator does not renew them (oc get clusteroperator insights), or name a Secret of yours in secrets.entitlement`,
      ]);
    });

    test.each([
      ['of the product', [{ architectures: ['aarch64', 's390x'] }], [elsewhere('aarch64,s390x')]],
      ['of the content', [{ architectures: [], content: [{ arches: ['aarch64'] }] }], [elsewhere('aarch64')]],
      ['that fits', [{ architectures: ['x86_64'] }], []],
      ['that is any', [{ architectures: ['ALL'] }], []],
      ['that is not told', [{ architectures: [] }], []],
    ])('reads the architecture %s from a certificate of version 3', async (_, products, found) => {
      const checked = await secret({ 'a.pem': version3(valid.certificate, products), 'a-key.pem': valid.key });
      expect([checked.code, checked.found]).toEqual([0, found]);
    });

    test('ends with the command that failed where nobody foresaw it', async () => {
      const { last } = await secret({ 'a.pem': valid.certificate, 'a-key.pem': valid.key }, { sort: 'exit 2' });
      expect(last).toBe(
        'transient error: "sort -u > "$named.one"" ended with exit code 2, which is not foreseen: see its words above, then run again',
      );
    });

    test('reads it from the extension of a certificate of version 1, and is silent where the data cannot be read', async () => {
      const first = pair('first', { extension: '1.3.6.1.4.1.2312.9.1.479.3=ASN1:UTF8String:aarch64,ppc64le' });
      expect((await secret({ 'a.pem': first.certificate, 'a-key.pem': first.key })).found).toEqual([elsewhere('aarch64,ppc64le')]);
      const broken = version3(valid.certificate, 7).replace(/DATA-----\n.*\n/, 'DATA-----\nAAAA\n');
      const other = version3(valid.certificate, 7);
      for (const text of [broken, other]) expect((await secret({ 'a.pem': text, 'a-key.pem': valid.key })).found).toEqual([]);
    });
  });
});

describe('the findings', () => {
  const told = (text: string) => check('findings', { files: { '/findings/found': text } });

  test('end the task with how many mistakes there are and the first, after all of them', async () => {
    const { code, log, failure } = await told('warning w: x\ntransient t: y\npermanent a: b\npermanent c: d\n');
    const last = 'permanent error: preflight found 2 mistakes, nothing was built: a: b (all above)';
    expect([code, failure]).toEqual([1, last]);
    expect(log).toBe(`warning: w: x\ntransient: t: y\npermanent: a: b\npermanent: c: d\n${last}\n`);
    expect((await told('permanent a: b\n')).last).toBe('permanent error: preflight found 1 mistake, nothing was built: a: b (all above)');
  });

  test('let another attempt try where all of them may pass', async () => {
    const { code, last } = await told('transient t: y\ntransient u: z\n');
    expect([code, last]).toEqual([75, 'transient error: preflight could not ask 2 things, nothing was built: t: y (all above)']);
    expect((await told('transient t: y\n')).last).toBe(
      'transient error: preflight could not ask 1 thing, nothing was built: t: y (all above)',
    );
  });

  test('let the build go on where there are none, or only warnings', async () => {
    for (const text of ['', 'warning w: x\n']) {
      const { code, last, failure } = await told(text);
      expect([code, last, failure]).toEqual([0, 'preflight found nothing that stands against a build', 'none']);
    }
  });
});

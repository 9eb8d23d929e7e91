import { describe, expect, it } from 'vitest';
import { configOf, expectFinding, findingsOf, minimal } from './drivers-yaml';

const image = `quay.io/acme/hsm-signer@sha256:${'1'.repeat(64)}`;
const external = (key: string, more = 'secrets: { signingKey: hsm }\n') =>
  `${minimal}signing:\n  external:\n    image: ${image}\n    key: "${key}"\n${more}`;
const subject = (text: string) => `${minimal}signing: { subject: { ${text} } }\n`;

describe('signing', () => {
  it('is by a pair for one build, without a subject, where nothing is said', () => expect(configOf(minimal).signing).toEqual({}));

  it('may have the subject of that pair', () => {
    const { signing } = configOf(subject('commonName: "ACME driver builds, (GPU) & co.", organization: ACME, email: builds@acme.example'));
    expect(signing.subject).toEqual({ commonName: 'ACME driver builds, (GPU) & co.', organization: 'ACME', email: 'builds@acme.example' });
  });

  it('may be by a key in a token', () => {
    const key = 'pkcs11:token=acme%20drivers;object=drivers;id=%01';
    expect(configOf(external(key)).signing).toEqual({ external: { image, key } });
  });
});

describe('signing.subject', () => {
  const signs = 'use letters, digits, spaces and . , _ @ : ( ) & - alone';
  it.each([
    ['commonName: "a/O=b"', '8:35 signing.subject.commonName: "a/O=b"', "is not a part of a certificate's subject", signs],
    ['commonName: "a+b"', '8:35 signing.subject.commonName: "a+b"', "is not a part of a certificate's subject", signs],
    ['commonName: a$b', '8:35 signing.subject.commonName: a$b', "is not a part of a certificate's subject", signs],
    ['commonName: "a\\nb"', '8:35 signing.subject.commonName: "a\\nb"', "is not a part of a certificate's subject", signs],
    ['commonName: "a "', '8:35 signing.subject.commonName: "a "', "is not a part of a certificate's subject", signs],
    ['commonName: ""', '8:35 signing.subject.commonName: ""', "is not a part of a certificate's subject", signs],
    [`commonName: ${'a'.repeat(65)}`, `8:35 signing.subject.commonName: ${'a'.repeat(59)}…`, 'is longer than 64 characters', 'shorten it'],
    ['organization: ACME', '8:21 signing.subject.commonName: (missing)', 'is required', 'add commonName: ACME driver builds'],
    ['commonName: a, email: acme', '8:45 signing.subject.email: acme', 'is not an e-mail address', 'write it like "builds@acme.example"'],
  ])('%s', (text, where, why, fix) => expectFinding(subject(text), where, why, fix));

  const own = (other: string) =>
    [`is of the certificate that a build makes for itself, and ${other} has one of its own`, `remove it, or ${other}`] as const;
  it('is of no other key', () => {
    const text = `${subject('commonName: a')}secrets: { signingKey: signing }\n`;
    expectFinding(text, '8:21 signing.subject: {"commonName":"a"}', ...own('secrets.signingKey'));
    const both = external('pkcs11:token=a', 'secrets: { signingKey: hsm }\n').replace(
      '  external',
      '  subject: { commonName: a }\n  external',
    );
    expectFinding(both, '9:12 signing.subject: {"commonName":"a"}', ...own('signing.external'));
  });
});

describe('signing.external', () => {
  it('needs a Secret with its certificate and its PIN', () =>
    expectFinding(
      external('pkcs11:token=acme', ''),
      '1:1 secrets.signingKey: (missing)',
      'is required: signing.external needs a certificate and a PIN',
      'add signingKey: nvidia-driver-signing-key, a Secret with public_key.der and pin',
    ));

  it.each(['pin-value=1234', 'pin-source=file:/etc/pin', 'PIN-VALUE=1234'])('is refused with a PIN in it, which is not shown: %s', pin => {
    const text = external(`pkcs11:token=acme?${pin}`);
    expectFinding(
      text,
      '11:10 signing.external.key: (not shown)',
      `has ${pin.split('=')[0]}: neither this file nor what is made of it is a place for a PIN`,
      'take it out of the URI, and write the PIN into the key pin of the Secret secrets.signingKey',
    );
    expect(findingsOf(text).join()).not.toContain('1234');
  });

  it('is named by a PKCS#11 URI', () => {
    const where = (key: string) => `11:10 signing.external.key: "${key}"`;
    expectFinding(external('slot 0'), where('slot 0'), 'is not a PKCS#11 URI', 'write it like "pkcs11:token=acme;object=drivers"');
    for (const key of ['pkcs11:token=acme drivers', "pkcs11:token='a'", 'pkcs11:token=$(params.a)'])
      expectFinding(external(key), where(key), 'has characters that no PKCS#11 URI has', 'write them as %20, for a space');
  });

  it('is reached by an image that nobody can change', () => {
    const tag = external('pkcs11:token=acme').replace(image, 'quay.io/acme/hsm-signer:1');
    expectFinding(
      tag,
      '10:12 signing.external.image: quay.io/acme/hsm-signer:1',
      'is not an image by digest',
      'write it by digest: it sees the PIN, and whoever may move a tag could read it',
    );
  });

  it('needs both', () => {
    const [noKey, noImage] = [/ {4}key: .*\n/, / {4}image: .*\n/].map(line => external('pkcs11:token=acme').replace(line, ''));
    expectFinding(noKey ?? '', '10:5 signing.external.key: (missing)', 'is required', 'add key: pkcs11:token=acme;object=drivers');
    expectFinding(
      noImage ?? '',
      '10:5 signing.external.image: (missing)',
      'is required',
      'add image: quay.io/acme/hsm-signer@sha256:<64 hex digits>',
    );
  });
});

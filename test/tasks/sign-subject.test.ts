import { expect, test } from 'vitest';
import schema from '../../src/config/config.schema.json';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const params = { 'driver-toolkit-image': 'toolkit', kernel, 'driver-version': '580.105.08', image: 'i' };
/** sign-file that tells of the certificate instead. */
const signFile =
  '#!/usr/bin/env bash\nopenssl x509 -inform DER -in "$3" -noout -subject -nameopt RFC2253 -ext basicConstraints,keyUsage >"$5"\n';

/** openssl, with a key that is made in a moment: the size is not what these tests are about. */
const quickly = `exec "$(type -ap openssl | sed -n 2p)" "\${@/rsa:4096/rsa:1024}"`;

const sign = (subject: string) =>
  runStep(kmodBuild, 'sign', {
    params: { ...params, 'signer-subject': subject },
    files: {
      '/key/none': '',
      '/work/kmod/modules/nvidia.ko': 'module',
      [`/usr/src/kernels/${kernel}/scripts/sign-file`]: signFile,
    },
    programs: { openssl: quickly },
  });

needs('openssl', program('openssl'))('the subject of a pair for one build', () => {
  test('is the one that is given, and the certificate signs and is no authority', async () => {
    const { code, calls, file } = await sign(
      'commonName=ACME driver builds, (GPU) & co.: a@b\norganizationName=ACME\nemailAddress=builds+x@acme.example',
    );
    expect(code).toBe(0);
    expect(calls[0]).toContain(' -newkey rsa:4096 -nodes -sha256 -days 36500 ');
    const [subject, ...extensions] = (file('work/signed/nvidia.ko') ?? '').trimEnd().split('\n');
    expect(subject).toBe('subject=emailAddress=builds\\+x@acme.example,O=ACME,CN=ACME driver builds\\, (GPU) & co.: a@b');
    expect(extensions.map(line => line.trim())).toEqual([
      'X509v3 Basic Constraints: critical',
      'CA:FALSE',
      'X509v3 Key Usage:',
      'Digital Signature',
    ]);
  });

  test('is a name that says self-signed where none is given', async () => {
    expect((await sign('')).file('work/signed/nvidia.ko')).toContain('subject=CN=nvidia-driver-pipelines self-signed\n');
  });

  test('may have every sign that config.schema.json lets through', async () => {
    const [name, email] = ['A .,_@:()&-z.', 'a._+-@b-c.d'];
    const { subjectPart } = schema.definitions;
    expect(new RegExp(subjectPart.pattern).test(name)).toBe(true);
    expect(new RegExp(schema.properties.signing.properties.subject.properties.email.pattern).test(email)).toBe(true);
    expect((await sign(`commonName=${name}\nemailAddress=${email}`)).code).toBe(0);
  });

  const noLine = (line: string) =>
    `permanent error: "${line}" is no line of a certificate's subject: write commonName, organizationName or emailAddress, =, and letters, digits, spaces and . , _ @ : ( ) & + - alone`;
  test.each([
    ['another part than a name', 'commonName=a\ncountryName=DE', noLine('countryName=DE')],
    ['a section of openssl', 'commonName=a\n[req]', noLine('[req]')],
    ['a variable of openssl', 'commonName=$ENV::HOME', noLine('commonName=$ENV::HOME')],
    ['a quote', 'commonName=a"b', noLine('commonName=a"b')],
    ['the end of a -subj', 'commonName=a/O=b', noLine('commonName=a/O=b')],
    [
      'no common name',
      'organizationName=ACME',
      'permanent error: the subject of the signing certificate has no commonName in its first line: "organizationName=ACME": write one',
    ],
  ])('is refused with %s', async (_, subject, line) => {
    const { code, last, file } = await sign(subject);
    expect([code, last, file('key/openssl.cnf')]).toEqual([1, line, undefined]);
  });

  test('is refused where openssl does not take it', async () => {
    const { code, last } = await sign(`commonName=${'a'.repeat(65)}`);
    expect(code).toBe(1);
    expect(last).toMatch(
      /^permanent error: no certificate can be made with the subject "commonName=a{65}": .*string too long.*: shorten it$/,
    );
  });
});

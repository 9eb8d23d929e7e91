import { expect, test } from 'vitest';
import { driverImagePush } from '../../src/tasks/driver-image-push/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const configMap = 'nvidia-driver-certificate-r580';
const metadata = { name: configMap, namespace: 'ns', resourceVersion: '7' };
const hex = (digit: string) => digit.repeat(64);
const certificateOf = (digit: string) => ({
  fingerprint: `sha256:${hex(digit)}`,
  subject: `CN=${digit}`,
  ends: '2036-01-01T00:00:00Z',
  pem: `PEM ${digit}\n`,
  der: `DER${digit}`,
});

interface Cluster {
  /** What is there; undefined: no such ConfigMap. */
  readonly there?: object | undefined;
  readonly certificate?: object | undefined;
  readonly name?: string;
  /** What the API server does, in bash, before it answers. */
  readonly before?: string;
  readonly tag?: string;
}

/** The step, and what the ConfigMap has afterwards. */
async function keep(given: Cluster = {}) {
  const { certificate = certificateOf('a'), name = configMap, before = '', tag = 'a' } = given;
  const there = 'there' in given ? given.there : { metadata };
  const oc = `refuse() { echo "Error from server ($1): $2" >&2; exit 1; }
  ${before}
  case "$1 $2" in
    'get configmap') cat /work/there ;;
    'replace --namespace') cp "$5" /work/there ;;
    *) echo "unexpected: $*" >&2; exit 9 ;;
  esac`;
  const ran = await runStep(driverImagePush, 'keep-certificate', {
    params: { 'certificate-config-map': name },
    results: { IMAGE_URL: `quay.io/acme/gpu:${tag}`, IMAGE_DIGEST: 'sha256:1' },
    files: {
      '/work/there': there ? JSON.stringify(there) : '',
      ...('certificate' in given && given.certificate === undefined ? {} : { '/work/certificate.json': JSON.stringify(certificate) }),
    },
    programs: { oc },
  });
  const text = ran.file('work/there') ?? '';
  const after = text === '' ? {} : JSON.parse(text);
  return { ...ran, after, certificates: after.data && JSON.parse(after.data.certificates ?? '[]') };
}

needs('jq', program('jq'))('the ConfigMap with the certificates of a target', () => {
  test('has the newest, for people, and the image that it signed', async () => {
    const { code, last, after, certificates } = await keep();
    expect([code, last]).toEqual([0, `ConfigMap ${configMap} has certificate sha256:${hex('a')} of quay.io/acme/gpu:a@sha256:1`]);
    expect(after.metadata).toEqual(metadata);
    expect(after.data).toMatchObject({ fingerprint: `sha256:${hex('a')}`, subject: 'CN=a', 'public_key.pem': 'PEM a\n' });
    expect(after.binaryData).toEqual({ 'public_key.der': 'DERa', [`${'a'.repeat(16)}.der`]: 'DERa' });
    expect(certificates).toEqual([
      {
        fingerprint: `sha256:${hex('a')}`,
        subject: 'CN=a',
        ends: '2036-01-01T00:00:00Z',
        signed: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        images: ['quay.io/acme/gpu:a@sha256:1'],
      },
    ]);
  });

  test('has every image that a certificate signed, the newest first, each once', async () => {
    const { after } = await keep();
    const second = await keep({ there: after, tag: 'b' });
    const images = ['quay.io/acme/gpu:b@sha256:1', 'quay.io/acme/gpu:a@sha256:1'];
    expect(second.certificates.map((one: { images: string[] }) => one.images)).toEqual([images]);
    const again = await keep({ there: second.after, tag: 'a' });
    expect(again.certificates[0].images).toEqual([...images].reverse());
    expect(Object.keys(again.after.binaryData).sort()).toEqual(['aaaaaaaaaaaaaaaa.der', 'public_key.der']);
  });

  test('has the newest ten certificates and the newest fifty images of each, whoever wrote what into it', async () => {
    const digits = [...'0123456789bc'];
    const known = digits.map(digit => ({ fingerprint: `sha256:${hex(digit)}`, images: [] }));
    const full = { fingerprint: `sha256:${hex('a')}`, images: [...Array(60).keys()].map(String) };
    const { after, certificates } = await keep({
      there: {
        metadata,
        data: { certificates: JSON.stringify([...known, full, 7, { fingerprint: 1 }]), note: 'of somebody' },
        binaryData: Object.fromEntries(digits.map(digit => [`${digit.repeat(16)}.der`, `DER${digit}`])),
      },
    });
    expect(certificates.map((one: { fingerprint: string }) => one.fingerprint[7])).toEqual(['a', ...digits.slice(0, 9)]);
    expect(certificates[0].images).toHaveLength(50);
    expect(certificates[0].images.slice(0, 2)).toEqual(['quay.io/acme/gpu:a@sha256:1', '0']);
    expect(Object.keys(after.binaryData)).toHaveLength(11);
    const broken = await keep({ there: { metadata, data: { certificates: 'no JSON' } } });
    expect(broken.certificates).toHaveLength(1);
  });

  test('loses nothing that another run wrote meanwhile', async () => {
    const other = JSON.stringify((await keep({ certificate: certificateOf('b') })).after);
    const before = `if [[ $1 == replace && ! -f /work/once ]]; then
      touch /work/once; printf '%s' '${other}' >/work/there; refuse Conflict 'the object has been modified'; fi`;
    const { code, certificates, after } = await keep({ before });
    expect([code, certificates.map((one: { subject: string }) => one.subject)]).toEqual([0, ['CN=a', 'CN=b']]);
    expect(after.binaryData).toMatchObject({ 'public_key.der': 'DERa', 'bbbbbbbbbbbbbbbb.der': 'DERb' });
  });

  test('is not asked for where there is none, or the certificate was kept before', async () => {
    for (const given of [{ name: '' }, { certificate: undefined }]) {
      const { code, log, calls } = await keep(given);
      expect([code, log, calls]).toEqual([0, '', ['']]);
    }
  });

  const warning = `warning: ConfigMap ${configMap} has not the certificate of quay.io/acme/gpu:a@sha256:1:`;
  test.each<[string, Cluster, string]>([
    ['is not there', { there: undefined }, `${warning} it is not there: apply the manifests that synth has written`],
    [
      'may not be read',
      { before: '[[ $1 != get ]] || refuse Forbidden no' },
      `${warning} it cannot be read: Error from server (Forbidden): no: let this service account get and update it`,
    ],
    [
      'may not be written',
      { before: '[[ $1 != replace ]] || refuse Forbidden no' },
      `${warning} it cannot be written: Error from server (Forbidden): no: let this service account get and update it`,
    ],
    [
      'is written by others all the time',
      { before: '[[ $1 != replace ]] || refuse Conflict modified' },
      `${warning} others wrote it at each of 10 tries: nothing to do, the next image brings it`,
    ],
  ])('that %s fails no run', async (_, given, line) => {
    const { code, last } = await keep(given);
    expect([code, last]).toEqual([0, line]);
  });
});

import { describe, expect, test } from 'vitest';
import { script } from '../../src/tasks/script';
import { runInside } from '../support/run-step';

/** Runs `retry` over a program that says something and fails as often as it is told to. */
async function retry(words: string, failures = 99) {
  const text = `#!/usr/bin/env bash
set -euo pipefail
${script('prelude.sh')}
${script('retry.sh')}
retry program 'an argument' || fail_after $? "the thing cannot be done" "do another"`;
  const program = `count=$(grep -c ^program calls); ((count > ${failures})) || { printf '%s\\n' '${words}' >&2; exit 1; }; echo output`;
  const { code, last, calls, log } = await runInside(text, { env: {}, programs: { program, sleep: 'exit 0' } });
  return {
    code,
    last,
    log,
    tries: calls.filter(call => call.startsWith('program')).length,
    pauses: calls.filter(call => /^sleep/.test(call)),
  };
}

describe('a command that fails', () => {
  test.each([
    // Recorded: skopeo 1.9, oc 4.20, buildah 1.28, curl 7.88, dnf 4.14, subscription-manager 1.29.
    'time="2026-11-01T10:00:00Z" level=fatal msg="Error parsing image name: pinging container registry r: Get \\"https://r/v2/\\": dial tcp 10.0.0.1:443: connect: connection refused"',
    'error: unable to read image r/a:1: Get "https://r/v2/": dial tcp 10.0.0.1:443: i/o timeout',
    'Error: initializing source docker://r/a:1: reading manifest 1 in r/a: received unexpected HTTP status: 503 Service Unavailable',
    'Error: writing blob: uploading layer chunked: received unexpected HTTP status: 500 Internal Server Error',
    'error: unable to read image r/a:1: toomanyrequests: Rate exceeded',
    'Get "https://r/v2/": net/http: TLS handshake timeout',
    'Get "https://r/v2/": EOF',
    'curl: (18) transfer closed with 1234 bytes remaining to read',
    'curl: (28) Operation too slow. Less than 10240 bytes/sec transferred the last 30 seconds',
    'curl: (22) The requested URL returned error: 503',
    'curl: (6) Could not resolve host: example.com',
    '  - Curl error (7): Could not connect to server for https://r/repodata/repomd.xml [Failed to connect to r port 443]',
    '  - Status code: 502 for https://r/repodata/repomd.xml (IP: 10.0.0.1)',
    'Unable to connect to server: network error (HTTP error code 503: Service Unavailable)',
    'Error from server: etcdserver: request timed out',
    'Error from server (ServiceUnavailable): the server is currently unable to handle the request',
  ])('is tried again where it says: %s', async words => {
    expect(await retry(words, 2)).toMatchObject({ code: 0, tries: 3, pauses: ['sleep 2', 'sleep 4'] });
  });

  test.each([
    'error: unable to read image r/a:1: unauthorized: authentication required',
    'Error: writing blob: initiating layer upload: requested access to the resource is denied',
    'error: image "r/a:1" not found: manifest unknown: manifest unknown',
    'x509: certificate signed by unknown authority',
    'curl: (22) The requested URL returned error: 404',
    'Error: Unable to find a match: nvidia-driver-cuda-580.105.08',
    'Invalid Activation Key (HTTP error code 401: Unauthorized)',
    '  - Status code: 404 for https://r/repodata/repomd.xml (IP: 10.0.0.1)',
    'No space left on device',
  ])('is not tried again where it says: %s', async words => {
    expect(await retry(words)).toMatchObject({ code: 1, tries: 1, pauses: [] });
  });

  test('ends as permanent with its own words and what to do', async () => {
    expect((await retry('error: image "r/a:1" not found: manifest unknown')).last).toBe(
      'permanent error: the thing cannot be done: image "r/a:1" not found: manifest unknown: do another',
    );
  });

  test("leaves out curl's advice on certificates", async () => {
    const words = 'curl: (60) SSL certificate problem: self-signed certificate\nMore details here: https://curl.se/docs/sslcerts.html';
    expect((await retry(words)).last).toBe(
      'permanent error: the thing cannot be done: curl error 60: SSL certificate problem: self-signed certificate: do another',
    );
  });

  test('ends as transient after seven tries, in a minute and a half', async () => {
    const { code, last, tries, pauses } = await retry('curl: (7) Failed to connect to r port 443: Connection refused');
    expect([code, tries]).toEqual([75, 7]);
    expect(pauses).toEqual(['sleep 2', 'sleep 4', 'sleep 8', 'sleep 16', 'sleep 30', 'sleep 30']);
    expect(last).toBe(
      'transient error: the thing cannot be done: curl error 7: Failed to connect to r port 443: Connection refused (7 tries): see that it can be reached from the cluster, then run again',
    );
  });

  test('is ended where it says nothing for too long, and tried again', async () => {
    const text = `#!/usr/bin/env bash
set -euo pipefail
${script('prelude.sh')}
${script('retry.sh')}
ask program || fail_after $? "r cannot be asked" "do another"`;
    // As `timeout` ends a program that takes longer.
    const { code, last } = await runInside(text, { env: {}, programs: { timeout: 'exit 124' } });
    expect([code, last]).toEqual([
      75,
      'transient error: r cannot be asked: timed out after 120 s without an answer (7 tries): see that it can be reached from the cluster, then run again',
    ]);
  });

  test('gives the output of the try that succeeded, and no other', async () => {
    expect((await retry('503 Service Unavailable', 1)).log).toMatch(
      /^503 Service Unavailable\ntry 1 of 7 failed, the next in 2 s\noutput\n$/,
    );
  });
});

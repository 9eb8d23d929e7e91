import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { expect, test } from 'vitest';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { keyPair } from '../support/key-pair';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

// The real curl against a server that behaves as servers do.
const text = 'a runfile of some bytes';
const part = text.slice(0, 9);

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
const whole: Answer = response => response.end(text);
const status =
  (code: number): Answer =>
  response =>
    response.writeHead(code).end('this is no runfile');
/** Promises all of it, and ends the connection after a part. */
const broken: Answer = response => {
  response.writeHead(200, { 'Content-Length': text.length }).write(part, () => response.destroy());
};
/** What is asked for from a byte on, as servers with ranges give it. */
const rest: Answer = (response, { headers }) => {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1]);
  response.writeHead(206, { 'Content-Range': `bytes ${from}-${text.length - 1}/${text.length}` }).end(text.slice(from));
};

async function listening<T>(server: Server, use: (port: number) => Promise<T>): Promise<T> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    return await use(typeof address === 'object' && address ? address.port : 0);
  } finally {
    server.close();
  }
}

const request = (url: string, files: Readonly<Record<string, string | Buffer>> = {}) =>
  runStep(kmodBuild, 'download', {
    params: { 'runfile-url': url, 'runfile-sha256': createHash('sha256').update(text).digest('hex') },
    files,
  });

/** The download of a runfile, the answers given one after another; `asked` are the ranges that curl asked for. */
async function download(...answers: readonly Answer[]) {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    const answer = answers[asked.length] ?? status(500);
    asked.push(request.headers.range ?? 'all');
    answer(response, request);
  };
  return await listening(createServer({ keepAlive: false }, listener), async port => {
    const url = `http://127.0.0.1:${port}/driver.run`;
    const { code, last, log, calls, file } = await request(url);
    const words = (said: string) => said.replaceAll(url, 'URL').replaceAll(String(port), 'PORT');
    const pauses = calls.filter(call => call.startsWith('sleep'));
    return { code, last: words(last), done: /^download of .* done in \d+ s$/m.test(log), asked, pauses, got: file('work/driver.run') };
  });
}

needs('curl', program('curl'))('the download of a runfile', () => {
  test('is done in one request', async () => {
    expect(await download(whole)).toMatchObject({ done: true, asked: ['all'], pauses: [], got: text });
  });

  test('is not tried again where the file is not there', async () => {
    const { code, last, asked } = await download(status(404));
    expect([code, asked]).toEqual([1, ['all']]);
    expect(last).toBe(
      'permanent error: runfile URL cannot be downloaded: curl error 22: The requested URL returned error: 404: check runfile.url of the driver',
    );
  });

  test('is tried again while the server is busy, with a pause', async () => {
    expect(await download(status(503), status(503), whole)).toMatchObject({
      done: true,
      asked: ['all', 'all', 'all'],
      pauses: ['sleep 2', 'sleep 4'],
      got: text,
    });
  });

  test('ends as transient where the server stays busy', async () => {
    const { code, last, asked } = await download(...Array(7).fill(status(503)));
    expect([code, asked.length]).toEqual([75, 7]);
    expect(last).toBe(
      'transient error: runfile URL cannot be downloaded: curl error 22: The requested URL returned error: 503 (7 tries): see that it can be reached from the cluster, then run again',
    );
  });

  test('goes on where it was interrupted', async () => {
    expect(await download(broken, rest)).toMatchObject({ done: true, asked: ['all', `bytes=${part.length}-`], got: text });
  });

  test('begins again where the server knows no ranges', async () => {
    expect(await download(broken, whole, whole)).toMatchObject({ done: true, asked: ['all', `bytes=${part.length}-`, 'all'], got: text });
  });

  const shorter: Answer = response => response.writeHead(416, { 'Content-Range': `bytes */${part.length}` }).end();
  // curl calls the one a success and the other a failure.
  test.each([
    ['Apache', status(416)],
    ['nginx', shorter],
  ])('begins again where the file has become shorter than its part, as %s says it', async (_, answer) => {
    const { done, asked, got } = await download(broken, answer, status(503), whole);
    expect({ done, asked, got }).toEqual({ done: true, asked: ['all', `bytes=${part.length}-`, 'all', 'all'], got: text });
  });

  test('keeps its part while the server is busy', async () => {
    expect(await download(broken, status(503), rest)).toMatchObject({ done: true, got: text });
  });

  test('refuses a page that asks for a login, also behind a redirection', async () => {
    const page: Answer = response =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('\n<!DOCTYPE html>\n<title>Sign in</title>');
    const elsewhere: Answer = response => response.writeHead(302, { Location: '/login' }).end();
    const { code, last, asked } = await download(elsewhere, page);
    expect([code, asked]).toEqual([1, ['all', 'all']]);
    expect(last).toBe(
      "permanent error: runfile URL is a web page, not NVIDIA's installer: does the URL ask for a login? Use one that does not",
    );
  });

  test('ends as transient where nobody listens', async () => {
    const port = await listening(createServer(), async free => free);
    const { code, last } = await request(`http://127.0.0.1:${port}/driver.run`);
    expect(code).toBe(75);
    expect(last).toMatch(
      /^transient error: runfile \S+ cannot be downloaded: curl error 7: Failed to connect to 127\.0\.0\.1 port \d+ after \d+ ms: .* \(7 tries\): see that it can be reached from the cluster, then run again$/,
    );
  });
});

needs('openssl', program('openssl'))('the download from a server of the house', () => {
  test("trusts the cluster's own authority, and no other", async () => {
    const { key, certificate } = keyPair('/CN=127.0.0.1', ['-addext', 'subjectAltName=IP:127.0.0.1']);
    const cert = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;
    await listening(
      createTlsServer({ key, cert }, (_, response) => response.end(text)),
      async port => {
        const url = `https://127.0.0.1:${port}/driver.run`;
        expect((await request(url, { '/ca/ca-bundle.crt': cert })).file('work/driver.run')).toBe(text);
        const { code, last } = await request(url);
        expect(code).toBe(1);
        expect(last).toMatch(
          /^permanent error: runfile \S+ cannot be downloaded: curl error 60: SSL certificate problem: self-signed certificate: set caConfigMap to a ConfigMap with the authority of the server's certificate$/,
        );
      },
    );
  });
});

import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { needs, program } from '../support/needs';
import { check } from '../support/preflight';
import { httpServer, type Running, realCurl } from '../support/servers';

const installer = '#!/bin/sh\nexit 0\n';
const size = installer.length;

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A file as most servers give it, which take no notice of ranges. */
function file(text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return ({ method }, response) =>
    response.writeHead(200, { 'content-length': Buffer.byteLength(text), ...headers }).end(method === 'HEAD' ? '' : text);
}

const status =
  (code: number): Answer =>
  (_, response) =>
    response.writeHead(code).end();

/** A server that refuses HEAD; it gives ranges, or else all that it has, and much of it. */
const withoutHead =
  (code: number, ranges: boolean): Answer =>
  ({ method }, response) => {
    if (method === 'HEAD') return response.writeHead(code).end();
    if (ranges) return response.writeHead(206, { 'content-range': `bytes 0-1/${size}`, 'content-length': 2 }).end(installer.slice(0, 2));
    return file(installer + ' '.repeat(4e6))({ method: 'GET' } as IncomingMessage, response);
  };

const answers: Readonly<Record<string, Answer>> = {
  '/installer': file(installer, { 'content-type': 'application/octet-stream' }),
  '/moved': (_, response) => response.writeHead(302, { location: '/installer', 'content-length': '0', 'content-type': 'text/html' }).end(),
  '/login': file('<html>log in</html>', { 'content-type': 'text/html; charset=utf-8' }),
  '/empty': file(''),
  '/archive': file('PK archive'),
  '/no-size': ({ method }, response) => response.writeHead(200, { 'transfer-encoding': 'chunked' }).end(method === 'HEAD' ? '' : installer),
  '/forbidden': status(403),
  '/head-403': withoutHead(403, true),
  '/head-405': withoutHead(405, false),
  '/head-501': withoutHead(501, true),
  '/busy': status(503),
  '/head-only': (request, response) => (request.method === 'HEAD' ? file(installer)(request, response) : response.writeHead(410).end()),
  '/baseos/9.6/repodata/repomd.xml': file('<repomd/>', { 'content-type': 'text/xml' }),
  '/x86_64/9/repodata/repomd.xml': file('<repomd/>', { 'content-type': 'text/xml' }),
};

needs('curl and jq', program('curl') && program('jq'))('the check of the sources', () => {
  let server: Running;
  beforeAll(async () => {
    server = await httpServer((request, response) => (answers[request.url ?? ''] ?? status(404))(request, response));
  });
  afterAll(() => server.close());

  const at = (path: string) => `http://${server.address}${path}`;
  const line = (rhel: string, name: string, path: string) => `${rhel} ${name} ${'a'.repeat(64)} ${at(path)}`;
  const sources = (params: Readonly<Record<string, string>> = {}) =>
    check('sources', {
      params: { 'runfile-url': at('/installer'), 'entry-point': line('9', 'nvidia-driver', '/installer'), ...params },
      programs: { curl: realCurl() },
    });
  const runfile = async (path: string, params: Readonly<Record<string, string>> = {}) =>
    (await sources({ 'runfile-url': at(path), ...params })).found.map(found => found.replace(at(path), 'URL'));

  test('finds nothing where all of it is there, the RPM repository of architecture and RHEL version too', async () => {
    const { code, found, last, log } = await sources({ 'runfile-size': String(size), 'rpm-base-url': at('/{arch}/{rhel}') });
    expect([code, found]).toEqual([0, []]);
    expect(log).toContain(`RPM repository ${at('/x86_64/9/repodata/repomd.xml')} answers\n`);
    expect(last).toMatch(/^check of the sources done in \d+ s$/);
  });

  test.each(['/moved', '/head-403', '/head-501'])('takes a runfile at %s, with its size', async path => {
    expect(await runfile(path, { 'runfile-size': String(size) })).toEqual([]);
    expect(await runfile(path, { 'runfile-size': '7' })).toEqual([
      `permanent runfile URL has ${size} bytes, wanted are 7: correct runfile.size of the driver if you trust the file, or else runfile.url`,
    ]);
  });

  test('does not download all of a runfile from a server that knows neither HEAD nor ranges', async () => {
    expect(await runfile('/head-405', { 'runfile-size': String(size + 4e6) })).toEqual([]);
  });

  test.each([
    [
      '/none',
      'permanent runfile URL cannot be downloaded: curl error 22: The requested URL returned error: 404: check runfile.url of the driver',
    ],
    [
      '/forbidden',
      'permanent runfile URL cannot be downloaded: curl error 22: The requested URL returned error: 403: if it wants a login, write it into the Secret nvidia-driver-runfile, which runfile.secret of the driver names; else check runfile.url of the driver',
    ],
    [
      '/login',
      'permanent runfile URL is a web page (text/html; charset=utf-8), such as one that asks for a login: check runfile.url of the driver',
    ],
    ['/archive', "permanent runfile URL does not begin with #!, as NVIDIA's installers do: check runfile.url of the driver"],
    ['/no-size', 'warning the server of runfile URL does not tell its size: nothing to do, its checksum is compared after the download'],
    [
      '/head-only',
      'permanent runfile URL cannot be downloaded: curl error 22: The requested URL returned error: 410: check runfile.url of the driver',
    ],
    [
      '/busy',
      'transient runfile URL cannot be downloaded: curl error 22: The requested URL returned error: 503 (4 tries): see that it can be reached from the cluster, then run again',
    ],
  ])('notes what is wrong with a runfile at %s', async (path, found) => expect(await runfile(path)).toEqual([found]));

  test('notes that a runfile is empty', async () => {
    expect(await runfile('/empty')).toEqual([
      'permanent runfile URL is empty: check runfile.url of the driver',
      "permanent runfile URL does not begin with #!, as NVIDIA's installers do: check runfile.url of the driver",
    ]);
  });

  test('asks for the entry point of the RHEL version only, and misses nvidia-driver', async () => {
    const lines = [line('10', 'nvidia-driver', '/none'), line('9', 'common.sh', '/none')].join('\n');
    expect((await sources({ 'entry-point': lines })).found).toEqual([
      `permanent entry point ${at('/none')} cannot be downloaded: curl error 22: The requested URL returned error: 404: check sources.entryPoint of the configuration`,
      'permanent no entry point nvidia-driver is given for RHEL 9: add it to sources.entryPoint of the configuration',
    ]);
  });

  test('notes that the RPM repository is none', async () => {
    expect((await sources({ 'rpm-base-url': at('/login') })).found).toEqual([
      `permanent RPM repository ${at('/login/repodata/repomd.xml')} cannot be downloaded: curl error 22: The requested URL returned error: 404: check sources.rpms.baseUrl of the configuration`,
    ]);
  });

  test('asks for every repository of RHEL', async () => {
    const lines = `baseos ${at('/baseos/{releasever}/')} file:///key\nappstream ${at('/login')}`;
    const { found, log } = await sources({ 'rhel-repositories': lines });
    expect(log).toContain(`RPM repository ${at('/baseos/9.6/repodata/repomd.xml')} answers\n`);
    expect(found).toEqual([
      `permanent RPM repository ${at('/login/repodata/repomd.xml')} cannot be downloaded: curl error 22: The requested URL returned error: 404: check sources.rhel (id appstream) of the configuration`,
    ]);
  });
});

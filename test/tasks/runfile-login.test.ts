import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { needs, program } from '../support/needs';
import { check } from '../support/preflight';
import { runStep } from '../support/run-step';
import { httpServer, realCurl } from '../support/servers';

const runfile = '#!/bin/sh\nexit 0\n';
const password = 'pass "word\\ of: all';
const basic = `Basic ${Buffer.from(`user:${password}`).toString('base64')}`;
const token = 'token-of.the-account_1';
const user = { '/secrets/runfile/username': 'user\n', '/secrets/runfile/password': `${password}\r\n` };
const bearer = { '/secrets/runfile/token': `${token}\n` };

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that notes who asks, and answers nobody else than `known`; what is below /elsewhere is moved to another host. */
async function server(known?: string, elsewhere = '') {
  const asked: (string | undefined)[] = [];
  const running = await httpServer(({ method, url, headers }: IncomingMessage, response: ServerResponse) => {
    asked.push(headers.authorization);
    if (url?.startsWith('/elsewhere')) return response.writeHead(302, { location: `${elsewhere}/driver.run` }).end();
    if (known !== undefined && headers.authorization !== known) return response.writeHead(401).end();
    return response.writeHead(200, { 'content-length': runfile.length }).end(method === 'HEAD' ? '' : runfile);
  });
  closing.push(running.close);
  return {
    url: `http://${running.address}/driver.run`,
    moved: `http://${running.address}/elsewhere`,
    port: running.address.split(':')[1],
    asked,
  };
}

const sha256 = createHash('sha256').update(runfile).digest('hex');
type Files = Readonly<Record<string, string>>;
const download = (url: string, files: Files = {}, traced = false) =>
  runStep(kmodBuild, 'download', {
    params: { 'runfile-url': url, 'runfile-sha256': sha256, 'runfile-secret': 'login' },
    files,
    programs: { curl: realCurl() },
    traced,
  });
const preflight = (url: string, files: Files = {}) =>
  check('sources', {
    params: { 'runfile-url': url, 'entry-point': 'none', 'runfile-secret': 'login' },
    files,
    programs: { curl: realCurl() },
  });

needs('curl', program('curl'))('the login of the server of a runfile', () => {
  test.each([
    ['username and password', user, basic],
    ['a token', bearer, `Bearer ${token}`],
    ['a token, where it has all', { ...user, ...bearer }, `Bearer ${token}`],
  ])('is %s of the Secret', async (_, files, header) => {
    const { url, asked } = await server(header);
    const { code, last, file } = await download(url, files);
    expect(last).toMatch(/^download of \S+ done in \d+ s$/);
    expect([code, file('work/driver.run'), asked]).toEqual([0, runfile, [header]]);
  });

  test('is used by the preflight, too, for the runfile alone', async () => {
    const [{ url }, other] = [await server(basic), await server()];
    const { found } = await check('sources', {
      params: { 'runfile-url': url, 'entry-point': `9 nvidia-driver ${'a'.repeat(64)} ${other.url}` },
      files: user,
      programs: { curl: realCurl() },
    });
    expect([found, other.asked]).toEqual([[], [undefined]]);
  });

  test('is none where there is no Secret', async () => {
    const { url, asked } = await server();
    expect([(await download(url)).code, asked]).toEqual([0, [undefined]]);
  });

  test.each([
    ['a password', user, basic],
    ['a token', bearer, `Bearer ${token}`],
  ])('is not shown to another host to which the server redirects: %s', async (_, files, header) => {
    const other = await server();
    const { moved, asked } = await server(header, `http://127.0.0.1:${other.port}`);
    expect((await download(moved, files)).code).toBe(0);
    expect([asked, other.asked]).toEqual([[header], [undefined]]);
    expect((await preflight(moved, files)).found.filter(line => line.includes('runfile'))).toEqual([]);
    expect(other.asked).toEqual([undefined, undefined, undefined]);
  });

  const failed = 'cannot be downloaded: curl error 22: The requested URL returned error: 401';
  const missing =
    'if it wants a login, write it into the Secret login, which runfile.secret of the driver names; else check runfile.url of the driver';
  const wrong = 'let the account in the Secret login download it, or write another one into it';
  test.each([
    ['none', {}, missing],
    ['a wrong one', user, wrong],
  ])('says what to do where the server wants one and there is %s', async (_, files, advice) => {
    const { url } = await server('Basic other');
    const { code, last } = await download(url, files);
    expect([code, last]).toEqual([1, `permanent error: runfile ${url} ${failed}: ${advice}`]);
    expect((await preflight(url, files)).found[0]).toBe(`permanent runfile ${url} ${failed}: ${advice}`);
  });

  test.each([
    ['a username alone', { '/secrets/runfile/username': 'user' }],
    ['an empty password', { '/secrets/runfile/username': 'user', '/secrets/runfile/password': '' }],
  ])('is refused where the Secret has %s', async (_, files) => {
    const { url, asked } = await server();
    const sentence =
      'the Secret login has neither token nor username and password: create it with --from-file=token, or with --type=kubernetes.io/basic-auth, --from-file=username and --from-file=password';
    const { code, last } = await download(url, files);
    expect([code, last, asked]).toEqual([1, `permanent error: ${sentence}`, []]);
    expect((await preflight(url, files)).found).toContain(`permanent ${sentence}`);
  });

  test.each([
    ['password', user, basic, password],
    ['token', bearer, `Bearer ${token}`, token],
  ])('is in no argument and no line of the log, under set -x either: the %s', async (_, files, header, secret) => {
    const { url } = await server(header);
    const { code, log, calls } = await download(url, files, true);
    expect(code).toBe(0);
    expect(log).toContain('+ login=(--config ');
    expect(`${log}${calls.join('\n')}`).not.toContain(secret);
  });
});

needs('curl', program('curl'))('the runfile', () => {
  test('is not downloaded where the modules are compiled already', async () => {
    const { code, last, calls } = await download('http://localhost:1/driver.run', { '/work/kmod/modules/nvidia.ko': '' });
    expect([code, last, calls]).toEqual([0, 'the modules are there: the runfile is not needed', ['']]);
  });

  const forImage = (url: string, type: string) =>
    runStep(driverImageBuild, 'download', {
      params: { 'runfile-url': url, 'runfile-sha256': sha256, 'driver-type': type },
      programs: { curl: realCurl() },
    });

  test('is not downloaded for an image whose userspace comes from RPMs', async () => {
    const { code, last, calls } = await forImage('', 'passthrough');
    expect([code, last, calls]).toEqual([0, 'the userspace of a passthrough driver comes from RPMs: the runfile is not needed', ['']]);
  });

  test('is downloaded for the image of a vGPU guest driver', async () => {
    const { url } = await server();
    const { code, file } = await forImage(url, 'vgpu');
    expect([code, file('work/context/runfile/driver.run')]).toEqual([0, runfile]);
  });

  test('is refused with another checksum', async () => {
    const { url } = await server();
    const { code, last } = await runStep(kmodBuild, 'download', {
      params: { 'runfile-url': url, 'runfile-sha256': 'f'.repeat(64) },
      programs: { curl: realCurl() },
    });
    expect([code, last]).toEqual([
      1,
      `permanent error: runfile ${url} has sha256 ${sha256}, wanted is ${'f'.repeat(64)}: it was not run; correct runfile.sha256 if you trust the file`,
    ]);
  });
});

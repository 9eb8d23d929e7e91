import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server on this machine that answers until it is closed. */
export interface Running {
  /** `localhost:<port>`. */
  readonly address: string;
  close(): void;
}

function listen(server: Server): Promise<Running> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ address: `localhost:${port}`, close: () => server.close() });
    });
  });
}

export function httpServer(listener: RequestListener): Promise<Running> {
  return listen(createHttpServer(listener));
}

/** One for all servers of a test: made when the first one is. */
let pair: { readonly key: string; readonly certificate: string } | undefined;

function makePair() {
  const folder = mkdtempSync(join(tmpdir(), 'server-'));
  const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
  const names = 'subjectAltName=DNS:localhost,DNS:registry-1.docker.io';
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-batch', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...request, '-addext', names, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
}

/** A server with TLS, and the certificate to trust it by: for localhost, and for the names of Docker Hub. */
export async function httpsServer(listener: RequestListener): Promise<Running & { readonly authority: string }> {
  pair ??= makePair();
  const { key, certificate } = pair;
  return { ...(await listen(createHttpsServer({ key, cert: certificate }, listener))), authority: certificate };
}

/** Stub that is the real curl, so that its calls are recorded; `options` come first. */
export function realCurl(options = ''): string {
  return `exec ${execFileSync('sh', ['-c', 'command -v curl'], { encoding: 'utf8' }).trim()} ${options} "$@"`;
}

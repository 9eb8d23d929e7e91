import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpsServer } from './servers';

/** How a registry of a test behaves; what is not given is as with most of them. */
export interface RegistryOptions {
  /** How it wants to be asked. */
  readonly login?: 'basic' | 'bearer' | 'none' | 'digest';
  /** Whether `/v2/` is for everybody all the same. */
  readonly openDoor?: boolean;
  /** Password of the account `serviceaccount`, which it knows in place of `user`: OpenShift's own registry takes tokens for it. */
  readonly password?: string;
  /** Status of an answer to who has not the right. */
  readonly refusal?: number;
  /** Which rights `user:password` has in a repository. */
  readonly rights?: (repository: string) => readonly ('pull' | 'push')[];
  /** Repositories that everybody can pull from: with the token that everybody is given, or without where there is no login. */
  readonly everybody?: readonly string[];
  /** Status of every answer of a path that begins so, instead. */
  readonly broken?: Readonly<Record<string, number>>;
  /** Status of `/v2/` for who logs in there, instead. */
  readonly loggedIn?: number;
  /** What the server of the tokens answers. */
  readonly token?: string;
  /** Where an upload goes on. */
  readonly location?: (address: string) => string;
}

/** The password that it knows, and the token that it gives for it: what must not be seen anywhere. */
export const password = 'pass-word-of-the-account';
export const tokenOf = 'token-of-the-account';
export const basicHeader = Buffer.from(`user:${password}`).toString('base64');

/** A registry with TLS, which notes what it is asked: method and path. */
export async function registry(options: RegistryOptions = {}) {
  const { login = 'bearer', openDoor = false, rights = () => ['pull', 'push'], everybody = [] } = options;
  const { broken = {}, loggedIn = 200, token, location, refusal = 403 } = options;
  const basic = options.password === undefined ? basicHeader : Buffer.from(`serviceaccount:${options.password}`).toString('base64');
  const asked: string[] = [];
  const known = (given: string | undefined) => login === 'none' || given === (login === 'basic' ? `Basic ${basic}` : `Bearer ${tokenOf}`);

  function answer({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse): unknown {
    const end = (status: number, more: Readonly<Record<string, string>> = {}, text = '') => response.writeHead(status, more).end(text);
    asked.push(`${method} ${decodeURIComponent(url)}`);
    const [, status] = Object.entries(broken).find(([path]) => url.startsWith(path)) ?? [];
    if (status !== undefined) return end(status);
    if (url.startsWith('/token')) {
      if (headers.authorization !== undefined && headers.authorization !== `Basic ${basic}`) return end(401);
      return end(200, {}, token ?? JSON.stringify({ token: headers.authorization === undefined ? 'nobody' : tokenOf }));
    }
    const [, repository = ''] = /^\/v2\/(.*)\/(?:tags|blobs|manifests)\//.exec(url) ?? [];
    const anonymous = login === 'bearer' ? 'Bearer nobody' : undefined;
    if (everybody.includes(repository) && headers.authorization === anonymous) return end(200);
    if (!known(headers.authorization) && !(openDoor && url === '/v2/')) {
      const bearer = `Bearer realm="https://${running.address}/token",service="the registry",scope="any"`;
      return end(401, { 'www-authenticate': { bearer, basic: 'Basic realm="r"', none: '', digest: 'Digest realm="r"' }[login] });
    }
    if (url === '/v2/') return end(headers.authorization === undefined ? 200 : loggedIn);
    if (method === 'DELETE') return end(204);
    if (method === 'GET') return end(rights(repository).includes('pull') ? 404 : refusal);
    const upload = location?.(running.address) ?? `/v2/${repository}/blobs/uploads/1?_state=s`;
    return rights(repository).includes('push') ? end(202, { location: upload }) : end(refusal);
  }
  const running = await httpsServer(answer);
  return { ...running, asked };
}

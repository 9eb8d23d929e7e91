import { join } from 'node:path';
import { env } from './environment';
import { startOnNode } from './node-program';
import { sha256, worldFolder } from './project';

/** What not everybody gets, over TLS: test/e2e/world/protected.mjs. */
const url = `https://${env('E2E_NODE_ADDRESS')}:8443`;

/** Logins of whoever may have vGPU runfiles, as the keys of a Secret; the last may not. */
export const portal = {
  password: { username: 'e2e-portal-user', password: 'e2e-portal-password' },
  token: { token: 'e2e-portal-token' },
  wrong: { username: 'e2e-portal-user', password: 'not-the-portal-password' },
} as const;

/** The runfile of a vGPU guest driver, which takes a login: that of a Secret. */
export function guestRunfile(version: string, secret: string): object {
  const file = (name: string) => `licensed/${name}/NVIDIA-Linux-{arch}-${name}-grid.run`;
  return { url: `${url}/${file('{version}')}`, sha256: { x86_64: sha256(file(version).replace('{arch}', 'x86_64')) }, secret };
}

/** Starts it. Gives what ends it. */
export function openProtected(): Promise<() => void> {
  return startOnNode('protected.mjs', url, { ENTITLING: join(worldFolder, 'entitlement/ca.crt') });
}

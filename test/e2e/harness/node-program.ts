import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { attempt, sleep } from './command';
import { env } from './environment';
import { worldFolder } from './project';

/**
 * Starts a server of the world in the node's network, where pods reach it; over TLS it has the certificate of the registry with faults.
 * Gives what ends it.
 *
 * @param url where it answers, whatever it says
 * @param variables what it is told besides
 */
export async function startOnNode(program: string, url: string, variables: Readonly<Record<string, string>>): Promise<() => void> {
  const child = spawn('nsenter', [`--net=/run/netns/${env('E2E_NETNS')}`, '--', process.execPath, join('test/e2e/world', program)], {
    stdio: 'inherit',
    env: {
      ...process.env,
      ADDRESS: env('E2E_NODE_ADDRESS'),
      CERTIFICATE: certificate,
      KEY: join(worldFolder, 'keys/faulty/tls.key'),
      FOLDER: join(worldFolder, 'http'),
      ...variables,
    },
  });
  for (let time = 0; time < 50 && attempt('curl', ['-sk', '-o', '/dev/null', url]).code !== 0; time++) await sleep(100);
  return () => child.kill();
}

/** The certificate of such servers, which is its own authority. */
export const certificate = join(worldFolder, 'keys/faulty/tls.crt');

import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The API server without login, and behind it every Service of the cluster. */
export interface ApiProxy {
  readonly url: string;
  close(): void;
}

/** Starts `kubectl proxy` on a free port. */
export async function openProxy(): Promise<ApiProxy> {
  const proxy = spawn('kubectl', ['proxy', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(proxy.stdout, 'data');
  const address = /127\.0\.0\.1:\d+/.exec(String(line))?.[0];
  if (!address) throw new Error(`kubectl proxy: ${line}`);
  return { url: `http://${address}`, close: () => proxy.kill() };
}

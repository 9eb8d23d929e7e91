import { spawnSync } from 'node:child_process';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and gives how it ended; never throws. */
export function attempt(program: string, args: readonly string[], input?: string, env: Readonly<Record<string, string>> = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
  });
  return { code: status ?? -1, stdout, stderr };
}

/** Runs a program that must succeed and gives its output. @throws Error with what it printed. */
export function run(program: string, args: readonly string[], input?: string, env: Readonly<Record<string, string>> = {}): string {
  const { code, stdout, stderr } = attempt(program, args, input, env);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stderr || stdout}`);
  return stdout;
}

/** kubectl with arguments that must succeed. */
export function kubectl(...args: string[]): string {
  return kubectlFed(undefined, ...args);
}

/**
 * kubectl that reads a manifest, and must succeed. Where a webhook of the cluster does not answer, it is asked again for two
 * minutes: on a busy machine its pod is not ready for moments, and nothing was done yet.
 */
export function kubectlFed(input: string | undefined, ...args: string[]): string {
  for (let time = 1; ; time++) {
    const { code, stdout, stderr } = attempt('kubectl', args, input);
    if (code === 0) return stdout;
    if (time > 24 || !stderr.includes('failed calling webhook'))
      throw new Error(`kubectl ${args.join(' ')} ended with ${code}:\n${stderr}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000);
  }
}

/** An object of the cluster, or undefined where it does not exist. */
export function get<T>(kind: string, name: string, namespace?: string): T | undefined {
  const text = kubectl('get', kind, name, '-o', 'json', '--ignore-not-found', ...(namespace ? ['-n', namespace] : []));
  return text.trim() === '' ? undefined : (JSON.parse(text) as T);
}

/** Waits; a whole number of milliseconds. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/** Looks again and again until there is something. @throws Error where after 20 seconds there is nothing */
export async function found<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const result = await look();
    if (result !== undefined) return result;
    await sleep(50);
  }
  throw new Error(`${what}: not there after 20 seconds`);
}

/**
 * Looks every two seconds until there is something, over moments in which the cluster does not answer.
 *
 * @throws Error that ends with what was seen last, or with why nothing could be seen
 */
export async function within<T>(seconds: number, what: string, look: () => { readonly seen: string; readonly result?: T }): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let last = '';
  while (Date.now() < end) {
    try {
      const { seen, result } = look();
      if (result !== undefined) return result;
      last = seen;
    } catch (error) {
      last = String(error);
    }
    await sleep(2000);
  }
  throw new Error(`${what}: not within ${seconds} seconds:\n${last}`);
}

import { execFileSync, spawnSync } from 'node:child_process';

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
  return run('kubectl', args);
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

/** Runs a shell line that must succeed. */
export function shell(line: string): string {
  return execFileSync('bash', ['-euo', 'pipefail', '-c', line], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

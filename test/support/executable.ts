import { spawnSync } from 'node:child_process';

/** What the package's executable said, and how it ended. */
export function nvidiaDrivers(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/nvidia-drivers.js', ...command], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

import { execFileSync } from 'node:child_process';
import { describe } from 'vitest';

/**
 * Tests that need what not every machine has. Where it is missing they are reported as skipped, under their names; with CI=true
 * that is a failure instead, because there everything has to be.
 */
export function needs(what: string, there: boolean) {
  if (there) return describe;
  if (process.env.CI === 'true') throw new Error(`CI needs ${what}`);
  return (name: string, tests: () => void) => {
    console.warn(`skipped, for want of ${what}: ${name}`);
    describe.skip(name, tests);
  };
}

/** Whether a program is on the PATH. */
export function program(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`]);
    return true;
  } catch {
    return false;
  }
}

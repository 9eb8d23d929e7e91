import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What a jq program of the watcher makes of its input; `given` are its other inputs, each by the name of its variable, which is a list
 * of one as `--slurpfile` gives it.
 */
export function jq(name: string, input: unknown, given: Readonly<Record<string, unknown>> = {}): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'jq-'));
  const files = Object.entries(given).flatMap(([variable, value]) => {
    const file = join(folder, `${variable}.json`);
    writeFileSync(file, JSON.stringify(value));
    return ['--slurpfile', variable, file];
  });
  const program = `src/deployment/watcher/${name}.jq`;
  const args = ['-L', 'src/deployment/watcher', '-L', 'src/tasks', '-f', program, ...files];
  return JSON.parse(execFileSync('jq', args, { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 2 ** 28 }));
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What was answered, by question: a program answers the same again. */
const answers = new Map<string, readonly unknown[]>();

/**
 * What a jq program of the watcher makes of its input, the first of it; `given` are its other inputs, each by the name of its variable:
 * a text, a list, or else a list of one as `--slurpfile` gives it.
 */
export function jq(name: string, input: unknown, given: Readonly<Record<string, unknown>> = {}): unknown {
  return jqAll(name, input, given)[0];
}

/** As {@link jq}, all of it. */
export function jqAll(name: string, input: unknown, given: Readonly<Record<string, unknown>> = {}): readonly unknown[] {
  const question = JSON.stringify([name, input, given]);
  const answer = answers.get(question) ?? ask(name, input, given);
  answers.set(question, answer);
  return structuredClone(answer);
}

function ask(name: string, input: unknown, given: Readonly<Record<string, unknown>>): readonly unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'jq-'));
  const files = Object.entries(given).flatMap(([variable, value]) => {
    if (typeof value === 'string') return ['--arg', variable, value];
    const file = join(folder, `${variable}.json`);
    writeFileSync(file, (Array.isArray(value) ? value : [value]).map(each => JSON.stringify(each)).join('\n'));
    return ['--slurpfile', variable, file];
  });
  const program = `src/deployment/watcher/${name}.jq`;
  const args = ['-c', '-L', 'src/deployment/watcher', '-L', 'src/tasks', '-f', program, ...files];
  const said = execFileSync('jq', args, { input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 2 ** 28 });
  return said
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
}

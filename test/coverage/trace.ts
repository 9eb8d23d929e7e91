import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A script that ran, and the commands that it ran: `line command`, each once. */
export interface Trace {
  readonly script: string;
  readonly commands: readonly string[];
}

/**
 * The environment that makes bash write each command with its line into a file of the folder. Not into the log: a descriptor of its own.
 * By BASH_ENV, because bash takes PS4 from no environment as root; it is unset first, so that programs of the script are not traced.
 */
export function tracing(folder: string): { readonly BASH_ENV: string } {
  const file = join(folder, 'trace.sh');
  writeFileSync(file, `unset BASH_ENV\nPS4='+{$LINENO} '\nexec {BASH_XTRACEFD}>>'${join(folder, 'trace')}'\nset -x\n`);
  return { BASH_ENV: file };
}

/** What was traced in the folder, which is what the script takes for its root, while it ran. */
export function traced(folder: string, script: string): Trace {
  const file = join(folder, 'trace');
  const text = existsSync(file) ? readFileSync(file, 'utf8').replaceAll(folder, '') : '';
  return { script, commands: [...new Set([...text.matchAll(/^\++\{(\d+)\} (.*)$/gm)].map(([, line, command]) => `${line} ${command}`))] };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The same folder seen from src/tasks and from dist/tasks: scripts are read where they are written.
const directory = join(__dirname, '../../src');
const sourced = /^# shellcheck source=src\/(\S+)\n\. .*\n/gm;
const included = /^#include (\S+)\n/gm;
/** A line that is a comment, or empty. */
const comment = /^[ \t]*(#.*)?\n/gm;
const tektonVariable = /\$\((?:params|workspaces|results|context|tasks|steps|step|inputs|outputs)[.[][^)]*\)/;

function read(path: string): string {
  const text = readFileSync(join(directory, path), 'utf8');
  refuseTektonVariables(path, text);
  return text.replace(included, (_, file: string) => read(file));
}

/**
 * Reads the script of a step, `path` below `src/tasks`.
 *
 * @throws Error as `scriptFile` does.
 */
export function script(path: string): string {
  return scriptFile(`tasks/${path}`);
}

/**
 * Reads a script, `path` below `src`, and puts in what it names: files that it sources
 * (`# shellcheck source=src/…` and the line after it) and, in here-documents, lines `#include <path>`. Comments of what it sources are
 * left out: all scripts of a Task have to fit into one argument.
 *
 * @throws Error where the text holds a Tekton variable: Tekton would replace it before the shell reads it, so that a value
 * could become code. Values reach a script through its environment.
 */
export function scriptFile(path: string): string {
  return read(path).replace(sourced, (_, file: string) => read(file).replace(comment, ''));
}

/** The programs of a folder below `src` by name, each as `scriptFile` reads it: jq's, or scripts that run by themselves. */
export function programs(folder: string, extension: 'jq' | 'sh'): Record<string, string> {
  const names = readdirSync(join(directory, folder)).filter(name => name.endsWith(`.${extension}`));
  const all = names.sort().map((name): [string, string] => [name, scriptFile(`${folder}/${name}`)]);
  return Object.fromEntries(all.filter(([, text]) => extension === 'jq' || text.startsWith('#!')));
}

/** @throws Error that names the first Tekton variable of the text, with its file and line. */
export function refuseTektonVariables(path: string, text: string): void {
  const variable = tektonVariable.exec(text);
  if (!variable) return;
  const line = text.slice(0, variable.index).split('\n').length;
  throw new Error(`src/${path}:${line}: "${variable[0]}" would be replaced before the shell reads it; pass the value by the step's env`);
}

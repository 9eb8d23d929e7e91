import { type Branch, branchesOf, unquoted } from './branches';
import type { Trace } from './trace';

/** What was reached of one script. */
export interface Reach {
  readonly path: string;
  readonly branches: number;
  readonly unreached: readonly Branch[];
}

/** Which branches of the sources, by their path, no traced script reached. Where a source lies in a script is found by its text. */
export function reached(sources: ReadonlyMap<string, string>, traces: readonly Trace[]): readonly Reach[] {
  return [...sources].map(([path, source]) => {
    const branches = branchesOf(source);
    const open = new Set(branches);
    for (const { script, commands } of traces) {
      const lines = linesIn(script, source);
      if (lines.size === 0) continue;
      for (const entry of commands) {
        const [, number, command = ''] = /^(\d+) (.*)$/.exec(entry) ?? [];
        const line = lines.get(Number(number));
        if (line === undefined) continue;
        for (const branch of open) if (line >= branch.first && line <= branch.last && isOf(branch, command)) open.delete(branch);
      }
    }
    return { path, branches: branches.length, unreached: [...open] };
  });
}

function isOf({ head, unseen }: Branch, command: string): boolean {
  if (unseen !== undefined) return false;
  const plain = (text: string) => (text.startsWith('((') ? text.replaceAll(' ', '') : text);
  return plain(unquoted(command)).startsWith(plain(head));
}

/** From lines of a rendered script to lines of a source that it holds; empty where it does not hold all of it. */
function linesIn(script: string, source: string): ReadonlyMap<number, number> {
  const isSourced = !source.startsWith('#!');
  const lines = placesOf(partsOf(source, !isSourced), script);
  // Tests of what is sourced may take the file as it is.
  return isSourced && lines.size === 0 ? placesOf(partsOf(source, true), script) : lines;
}

interface Line {
  readonly number: number;
  readonly text: string;
}

function placesOf(parts: readonly (readonly Line[])[], script: string): ReadonlyMap<number, number> {
  const lines = new Map<number, number>();
  let at = 0;
  for (const part of parts) {
    const text = part.map(line => `${line.text}\n`).join('');
    const found = script.indexOf(text, at);
    if (found < 0) return new Map();
    const first = script.slice(0, found).split('\n').length;
    for (const [offset, { number }] of part.entries()) lines.set(first + offset, number);
    at = found + text.length;
  }
  return lines;
}

/** The parts of a source that lie in a script as they are: the loader replaces some lines, and leaves comments of what is sourced out. */
function partsOf(source: string, withComments: boolean): readonly (readonly Line[])[] {
  const parts: Line[][] = [[]];
  for (const [index, text] of source.trimEnd().split('\n').entries()) {
    // See src/tasks/script.ts.
    if (/^(# shellcheck s(hell|ource)=|#include |\. \S+\.sh$)/.test(text)) parts.push([]);
    else if (withComments || !/^[ \t]*(#.*)?$/.test(text)) parts.at(-1)?.push({ number: index + 1, text });
  }
  return parts.filter(part => part.length > 0);
}

/** The report: a line for each script, and below it a line for each branch that was not reached. */
export function report(reaches: readonly Reach[], sources: ReadonlyMap<string, string>): string {
  return reaches
    .flatMap(({ path, branches, unreached }) => [
      `${path}: ${branches - unreached.length} of ${branches} branches reached`,
      ...unreached.map(({ line, condition, unseen }) => {
        const text = sources.get(path)?.split('\n')[line - 1]?.trim();
        return `  ${path}:${line}: not reached${condition ? ` (${condition})` : ''}: ${text}${unseen ? ` (${unseen})` : ''}`;
      }),
    ])
    .join('\n');
}

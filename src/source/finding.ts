/** Why something is a mistake, and how to put it right. */
export interface Advice {
  readonly reason: string;
  /** What to do, possibly in several lines. */
  readonly fix: string;
  /** A page to read about it. */
  readonly see?: string;
}

/** A mistake in a file: where, what, why, and how to put it right. */
export interface Finding extends Advice {
  /** The file as the user named it. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** `drivers[0].version`; empty for the file as a whole. */
  readonly path: string;
  /** The value as the file has it, shortened; `(missing)` where there is none. */
  readonly value: string;
}

/** Findings in the order of their file. */
export function inOrder<F extends Finding>(findings: readonly F[]): F[] {
  return [...findings].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** A finding as users read it; editors and terminals make a link of its first word. @param mark a word before the path */
export function renderFinding({ file, line, column, path, value, ...advice }: Finding, mark = ''): string {
  return renderAdvice(`${file}:${line}:${column}`, [mark, path, value], advice);
}

/** What is wrong at a place that is named, with why, fix and page below it. */
export function renderAdvice(place: string, what: readonly string[], { reason, fix, see }: Advice): string {
  const head = `${place} ${what.filter(part => part !== '').join(': ')}`.trimEnd();
  const lines = [`  why: ${indented(reason)}`, `  fix: ${indented(fix)}`, ...(see === undefined ? [] : [`  see: ${see}`])];
  return [head, ...lines].join('\n');
}

/** A number of things: `1 finding`, `2 findings`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A text in one short line. */
export function shortened(text: string): string {
  const longest = 60;
  const line = text.replace(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n       ');
}

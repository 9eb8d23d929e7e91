/** Keys and indexes from the top of the file to a value: `['drivers', 0, 'version']`. */
export type Path = readonly (string | number)[];

/** A mistake in a configuration file: where, what, why, and how to put it right. */
export interface Finding {
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
  /** Why it is a mistake. */
  readonly reason: string;
  /** What to do, possibly in several lines. */
  readonly fix: string;
}

/** Every mistake of a configuration file at once; the message is what a user reads. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Ordered by position in the file. */
  readonly findings: readonly Finding[];

  constructor(file: string, findings: readonly Finding[]) {
    const ordered = [...findings].sort((a, b) => a.line - b.line || a.column - b.column);
    super([`${file}: ${ordered.length} ${ordered.length === 1 ? 'finding' : 'findings'}`, ...ordered.map(renderFinding)].join('\n\n'));
    this.findings = ordered;
  }
}

/** A finding as users read it; editors and terminals make a link of its first word. */
export function renderFinding({ file, line, column, path, value, reason, fix }: Finding): string {
  const what = [path, value].filter(part => part !== '').join(': ');
  return [`${file}:${line}:${column} ${what}`.trimEnd(), `  why: ${indented(reason)}`, `  fix: ${indented(fix)}`].join('\n');
}

/** A path as users write it: `drivers[0].nodeSelector["kubernetes.io/arch"]`. */
export function renderPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(part)) return `${text}["${part}"]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n       ');
}

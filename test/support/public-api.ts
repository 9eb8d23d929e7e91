import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = join(__dirname, '../../src');

/** A member of an interface, class or type. */
export interface Member {
  readonly name: string;
  readonly line: number;
  readonly type: string;
  readonly isMethod: boolean;
  readonly comment: string;
}

/** What src/index.ts exports, as its file declares it. */
export interface Declaration {
  readonly name: string;
  /** Its name in src/index.ts. */
  readonly exportedAs: string;
  readonly kind: string;
  /** From `src`, such as `tekton/task.ts`. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Text of its doc comment, without the asterisks; empty where there is none. */
  readonly comment: string;
  readonly body: string;
  readonly members: readonly Member[];
}

/** An `@example`: its code, and the line of the file on which it begins. */
export interface Example {
  readonly file: string;
  readonly line: number;
  readonly code: readonly string[];
}

/** What one statement of src/index.ts exports: names in the file and here; all of the file where there is no list. */
interface Statement {
  readonly file: string;
  readonly names?: readonly (readonly [string, string])[];
}

function statements(): Statement[] {
  const index = readFileSync(join(source, 'index.ts'), 'utf8');
  const found = [...index.matchAll(/^export (?:type )?(?:\*|\{([^}]*)\}) from '\.\/([^']+)';$/gm)];
  const written = index.match(/^export /gm)?.length ?? 0;
  if (found.length !== written) throw new Error(`src/index.ts has ${written} exports, of which ${found.length} are understood`);
  return found.map(([, names, file]) => ({ file: `${file}.ts`, ...(names !== undefined && { names: namesOf(names) }) }));
}

function namesOf(list: string): (readonly [string, string])[] {
  return [...list.matchAll(/(?:type )?(\w+)(?: as (\w+))?/g)].map(([, name = '', alias = name]) => [name, alias] as const);
}

/** Everything that src/index.ts exports. @throws Error for a name that is not found in its file. */
export function publicApi(): readonly Declaration[] {
  return statements().flatMap(({ file, names }) => {
    const declared = declarations(file);
    if (names === undefined) return declared;
    return names.map(([name, exportedAs]) => {
      const found = declared.find(declaration => declaration.name === name);
      if (found === undefined) throw new Error(`src/index.ts exports ${name}, which is not found in src/${file}`);
      return { ...found, exportedAs };
    });
  });
}

/** Every example in the comments of the files that src/index.ts exports from. */
export function examples(): readonly Example[] {
  return [...new Set(statements().map(({ file }) => file))].flatMap(file => {
    const lines = linesOf(file);
    return lines.flatMap((line, start) => {
      if (!/^\s*(?:\/\*\*|\*) .*@example\b/.test(line)) return [];
      const [first = '', ...rest] = commentLines(lines.slice(start, lines.findIndex((text, at) => at >= start && text.includes('*/')) + 1));
      const end = rest.findIndex(text => /^@\w/.test(text));
      const code = [first.replace(/^.*@example */, ''), ...(end < 0 ? rest : rest.slice(0, end))];
      return [{ file, line: start + 1, code }];
    });
  });
}

function linesOf(file: string): string[] {
  return readFileSync(join(source, file), 'utf8').split('\n');
}

function declarations(file: string): Declaration[] {
  const lines = linesOf(file);
  return lines.flatMap((line, at) => {
    const [, kind, name] = /^export (?:declare )?(?:abstract |async )?(class|interface|type|function|const) (\w+)/.exec(line) ?? [];
    if (kind === undefined || name === undefined) return [];
    const after = lines.findIndex(
      (text, index) => index > at && /^(?:export|\/\*\*|const|function|class|interface|type|abstract)/.test(text),
    );
    const body = lines.slice(at, after < 0 ? undefined : after);
    const members = kind === 'function' || kind === 'const' ? [] : membersOf(body, at);
    return [{ name, exportedAs: name, kind, file, line: at + 1, comment: commentBefore(lines, at), body: body.join('\n'), members }];
  });
}

// A property at any depth, or a method of a class or interface; what is private or protected has those words before its name.
const member =
  /^ {2,}(?:override )?readonly (?:'([^']+)'|(\w+))\??(?:: (.*?);?| =.*)$|^ {2}(?:static |override |async )*(\w+)(?:<.*>\(|<$|\()/;

function membersOf(body: readonly string[], offset: number): Member[] {
  return body.flatMap((line, at) => {
    const [, quoted, property, type = '', method] = member.exec(line) ?? [];
    const name = quoted ?? property ?? method;
    if (name === undefined || name === 'constructor') return [];
    return [
      { name, line: offset + at + 1, type: type.replace(/,$/, ''), isMethod: method !== undefined, comment: commentBefore(body, at) },
    ];
  });
}

/** The text of the doc comment that ends on the line before; empty where none does. */
function commentBefore(lines: readonly string[], at: number): string {
  if (!lines[at - 1]?.endsWith('*/')) return '';
  const start = lines.findLastIndex((line, index) => index < at && line.trimStart().startsWith('/**'));
  return commentLines(lines.slice(start, at)).join('\n').trim();
}

function commentLines(lines: readonly string[]): string[] {
  return lines.map(line => line.replace(/^\s*(?:\/\*\*|\*(?!\/)) ?/, '').replace(/ ?\*\/$/, ''));
}

const name = '.*?(?:\\[\\*\\])?';
const patterns = new Map<string, RegExp>();

/** `$(prefix.name)`, `$(prefix["name"])` and `$(prefix['name'])`. Source: pipeline, pkg/substitution/substitution.go (braceMatchingRegex). */
function pattern(prefix: string): RegExp {
  const known = patterns.get(prefix);
  if (known) return known;
  const escaped = prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const made = new RegExp(`\\$\\(${escaped}(?:\\.(${name})|\\["(${name})"\\]|\\['(${name})'\\])\\)`, 'g');
  patterns.set(prefix, made);
  return made;
}

/** What a text has that looks like a variable. */
interface Scan {
  /** The first word of each. */
  readonly roots: ReadonlySet<string>;
  readonly expressions: readonly string[];
}

const nothing: Scan = { roots: new Set(), expressions: [] };
const scans = new Map<string, Scan>();
const mostScans = 2000;

/** Rules ask for the same texts again and again, and scripts are long. */
function scan(text: string): Scan {
  if (!text.includes('$(')) return nothing;
  const known = scans.get(text);
  if (known) return known;
  const made: Scan = {
    roots: new Set([...text.matchAll(/\$\((\w+)/g)].map(([, root = '']) => root)),
    expressions: [...text.matchAll(/\$\(([_a-zA-Z0-9.-]+(?:\[(?:\d+|\*)\])?)\)/g)].map(([, inner = '']) => inner),
  };
  if (scans.size >= mostScans) scans.clear();
  scans.set(text, made);
  return made;
}

function mentions(text: string, prefix: string): boolean {
  const dot = prefix.indexOf('.');
  return scan(text).roots.has(dot < 0 ? prefix : prefix.slice(0, dot));
}

/** A variable in a text. */
export interface Variable {
  /** As it is written: `$(params.image)`. */
  readonly text: string;
  /** What is behind the prefix: `image`, `image[*]`, `object.key`. */
  readonly whole: string;
  /** Its first part, which declares it: `image`, `image[*]`, `object`. */
  readonly name: string;
  /** Whether it has more parts than any variable, so that Tekton cannot tell what it means: `$(params.a.b.c)`. */
  readonly tooDeep: boolean;
}

/** The variables in a text that begin with a prefix. */
export function variables(text: string, prefix: string): Variable[] {
  if (!mentions(text, prefix)) return [];
  return [...text.matchAll(pattern(prefix))].map(([written, dotted, double, single]) => {
    const whole = dotted || double || single || '';
    const parts = dotted ? dotted.split('.') : [whole];
    return { text: written, whole, name: parts[0] ?? '', tooDeep: parts.length > 2 };
  });
}

/** Without `[0]` and `[*]`. */
export function withoutIndex(variable: string): string {
  return variable.replace(/\[\d*\*?\]/g, '');
}

/** Without `[*]`. */
export function withoutStar(variable: string): string {
  return variable.replace(/\[\*\]$/, '');
}

/** What is between `$(` and `)` wherever it looks like a variable of any kind. Source: pipeline, pkg/apis/pipeline/v1/resultref.go. */
export function expressions(text: string): readonly string[] {
  return scan(text).expressions;
}

/** A result of a task of the pipeline, as an expression names it. */
export interface ResultReference {
  readonly expression: string;
  readonly task: string;
  readonly result: string;
  /** Key of an object result. */
  readonly key?: string;
  /** `*`, a number, or nothing. */
  readonly index: string;
}

/** Whether an expression is meant as `tasks.<task>.results.<result>`. Source: pipeline, pkg/internal/resultref/resultref.go. */
export function looksLikeResult(expression: string): boolean {
  const parts = expression.split('.');
  return parts.length >= 4 && (parts[0] === 'tasks' || parts[0] === 'finally') && parts[2] === 'results';
}

/** The result that an expression names; undefined where it names none. */
export function resultReference(expression: string): ResultReference | undefined {
  if (!looksLikeResult(expression)) return undefined;
  const [, task = '', , result = '', key, ...more] = expression.split('.');
  if (more.length > 0) return undefined;
  const index = key === undefined ? (/\[(\d+|\*)\]/.exec(result)?.[1] ?? '') : '';
  return { expression, task, result: key === undefined ? withoutIndex(result) : result, index, ...(key !== undefined && { key }) };
}

/** The results that the texts use. */
export function resultReferences(texts: readonly string[]): ResultReference[] {
  return texts.flatMap(expressions).flatMap(expression => resultReference(expression) ?? []);
}

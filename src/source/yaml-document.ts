import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { type Advice, type Finding, shortened } from './finding';
import { type Path, renderPath } from './path';

// Duplicate keys are found below, with their paths, instead of by the parser.
const options = { prettyErrors: false, uniqueKeys: false } as const;

/** A YAML document of a file that knows where each of its values stands. */
export class YamlDocument {
  private constructor(
    readonly file: string,
    private readonly text: string,
    private readonly lines: LineCounter,
    private readonly document: Document.Parsed,
  ) {}

  /** A file of one document, read as YAML 1.2. */
  static single(file: string, text: string): YamlDocument {
    const lineCounter = new LineCounter();
    return new YamlDocument(file, text, lineCounter, parseDocument(text, { ...options, lineCounter }));
  }

  /** The documents of a file, read as YAML 1.1, which kubectl does: `yes` is true, and `<<` merges. */
  static all(file: string, text: string): YamlDocument[] {
    const lineCounter = new LineCounter();
    const documents = parseAllDocuments(text, { ...options, lineCounter, version: '1.1' });
    return Array.isArray(documents) ? documents.map(document => new YamlDocument(file, text, lineCounter, document)) : [];
  }

  /** What is not YAML. Where there is any, the values are not to be trusted. */
  syntaxFindings(): Finding[] {
    return [...this.document.errors, ...this.document.warnings].map(({ message, pos }) => {
      const value = shortened(this.text.slice(pos[0]).split('\n', 1)[0]?.trim() || '(end of the file)');
      const reason = `is not YAML as it is read here: ${message.replace(/^[A-Z](?=[a-z])/, first => first.toLowerCase())}`;
      return { file: this.file, ...this.position(pos[0]), path: '', value, reason, fix: 'correct the line, or the one before it' };
    });
  }

  /** Keys that are written twice in one map: YAML readers disagree about which of them counts. */
  duplicateKeys(): Finding[] {
    return duplicatePairs(this.document.contents, []).map(({ path, first, pair }) => {
      const line = this.position(offset(first.key)).line;
      return this.findingAt(pair.key, path, pair.value, { reason: `is written twice: first in line ${line}`, fix: 'keep one of them' });
    });
  }

  /** A fresh plain value of the whole file. */
  value(): unknown {
    return this.document.toJS();
  }

  /** Whether the file has anything there, be it right or wrong. */
  has(path: Path): boolean {
    return this.lookUp(path).found;
  }

  /** The scalar there as it is written, without quotes; undefined for a map, a list and nothing. */
  scalarText(path: Path): string | undefined {
    const { node, found } = this.lookUp(path);
    return found && isScalar(node) ? (node.source ?? String(node.value)) : undefined;
  }

  /** A finding about the value at a path; about what it is missing from, when there is none. */
  finding(path: Path, advice: Advice): Finding {
    const { node, found } = this.lookUp(path);
    return found ? this.findingAt(node, path, node, advice) : this.findingAt(node, path, undefined, advice);
  }

  /** A finding about a key rather than its value. */
  keyFinding(path: Path, advice: Advice): Finding {
    const { node, pair } = this.lookUp(path);
    return this.findingAt(pair?.key ?? node, path, node, advice);
  }

  private findingAt(at: unknown, path: Path, value: unknown, advice: Advice): Finding {
    return { file: this.file, ...this.position(offset(at)), path: renderPath(path), value: this.valueText(value), ...advice };
  }

  /** The node at a path, or the nearest one above it that exists. */
  private lookUp(path: Path): { node: unknown; pair?: Pair; found: boolean } {
    let node: unknown = this.document.contents;
    let pair: Pair | undefined;
    for (const part of path) {
      const parent = isAlias(node) ? node.resolve(this.document) : node;
      if (isMap(parent)) pair = pairOf(parent, part);
      const next: unknown = isSeq(parent) && typeof part === 'number' ? parent.items[part] : isMap(parent) ? pair?.value : undefined;
      if (next === undefined || (isMap(parent) && pair === undefined)) return { node, found: false };
      node = next;
    }
    return { node, found: true, ...(pair && { pair }) };
  }

  private valueText(value: unknown): string {
    if (value === undefined) return '(missing)';
    if (isScalar(value)) return shortened(this.slice(value) || '(empty)');
    if (isMap(value) || isSeq(value) || isAlias(value)) return shortened(JSON.stringify(value.toJS(this.document)));
    return '(empty)';
  }

  /** The node's own text, without the comment behind it. */
  private slice({ range }: Node): string {
    return range ? this.text.slice(range[0], range[1]) : '';
  }

  private position(at: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(at);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

/** Where a node begins; a map of a list item begins at its first key. */
function offset(node: unknown): number {
  return (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) && node.range ? node.range[0] : 0;
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

/** The last pair counts, as it does in the plain value. */
function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  return map.items.findLast(pair => keyText(pair) === String(key));
}

function duplicatePairs(node: unknown, path: Path): { path: Path; first: Pair; pair: Pair }[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => duplicatePairs(item, [...path, index]));
  if (!isMap(node)) return [];
  const seen = new Map<string, Pair>();
  return node.items.flatMap(pair => {
    const key = keyText(pair);
    const here = [...path, key];
    const first = seen.get(key);
    if (!first) seen.set(key, pair);
    return [...(first ? [{ path: here, first, pair }] : []), ...duplicatePairs(pair.value, here)];
  });
}

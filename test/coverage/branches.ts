/** A command of a bash script that runs only sometimes, or ends something. */
export interface Branch {
  readonly line: number;
  /**
   * The lines that bash may report it at: a command in `$(…)` also at the one where the command around it begins, a command whose words
   * have several lines at a later one than its first.
   */
  readonly first: number;
  readonly last: number;
  /** How the command begins, without quotes, as far as nothing in it has to be expanded. */
  readonly head: string;
  /** When it runs: `||`, `&&`, `then`, `elif`, `else` or a pattern of `case`; undefined where it always does. */
  readonly condition: string | undefined;
  /** What to change where bash's trace cannot tell that it was reached. */
  readonly unseen?: string;
}

const endings = /^(fail|fail_transient|fail_after|fail_registry|exit|return)\b/;
const before = new Set(['if', 'while', 'until', '!', '{', 'do']);
const conditions = new Set(['then', 'elif', 'else']);
const after = new Set(['fi', 'done', '}']);

/**
 * The branches of a bash script: commands after `||`, `&&`, `then`, `elif`, `else`, the first one of each arm of `case`, and calls of
 * fail…, exit and return wherever they are. Knows the bash that scripts of tasks are written in: no backquotes, no `;&`, no coprocesses.
 */
export function branchesOf(script: string): readonly Branch[] {
  const reader = new Reader(script);
  reader.list();
  const alike = (one: Branch, other: Branch) =>
    one !== other && other.first <= one.last && one.first <= other.last && other.head.startsWith(one.head);
  return reader.branches
    .filter(({ head, condition }) => condition !== undefined || endings.test(head))
    .map(branch =>
      branch.unseen === undefined && reader.branches.some(other => alike(branch, other))
        ? { ...branch, unseen: 'write it into a line of its own: another command there begins alike' }
        : branch,
    );
}

/** A command without its quotes: bash reports words in its own. */
export function unquoted(command: string): string {
  return command.replace(/\$?['"\\]/g, '');
}

class Reader {
  readonly branches: (Branch & { last: number })[] = [];
  private at = 0;
  /** The ends of here-documents that begin after this line. */
  private documents: string[] = [];
  /** Where the command begins that holds what is read. */
  private around: number | undefined;

  constructor(private readonly text: string) {}

  /** Commands up to `)`, or the end of an arm of `case`, which `arm` is the pattern of. */
  list(arm?: string): void {
    let expected = true;
    let condition = arm;
    const around = this.around;
    let open: { last: number } | undefined;
    for (; this.at < this.text.length; ) {
      const from = this.at;
      const line = this.line();
      if (this.take(/^(\\\n|[ \t]+|#.*)/)) continue;
      const operator = this.take(/^(;;|\|\||&&|[;|\n]|&(?!>))/);
      if (operator) {
        if (open) open.last = line;
        open = undefined;
        this.around = around;
        if (operator === ';;' && arm !== undefined) return;
        // A list goes on in the next line after an operator, and an arm begins in the one after its pattern.
        if (operator !== '\n' || !expected) condition = operator === '||' || operator === '&&' ? operator : undefined;
        expected = true;
        if (operator === '\n') this.skipDocuments();
        continue;
      }
      if (this.text[this.at] === ')') {
        if (open) open.last = line;
        this.around = around;
        this.at++;
        return;
      }
      if (!expected) {
        if (this.text.startsWith('<<', from) || !this.take(/^&?[<>]{1,2}&?(?!\()/)) this.word();
        continue;
      }
      const keyword = /^[\w![{}]+(?=\s|;|$)/.exec(this.text.slice(this.at))?.[0] ?? '';
      if (keyword === 'esac') return;
      if (before.has(keyword) || conditions.has(keyword)) {
        if (conditions.has(keyword)) condition = keyword;
        this.at += keyword.length;
        continue;
      }
      if (this.take(/^[\w-]+\(\)/)) continue;
      expected = false;
      if (after.has(keyword)) {
        this.at += keyword.length;
        continue;
      }
      if (/^\((?!\()/.test(this.text.slice(this.at))) {
        this.at++;
        this.list();
        continue;
      }
      const branch = { line, first: around ?? line, last: line, head: this.head(), condition };
      this.branches.push(branch);
      this.around = branch.first;
      condition = undefined;
      if (keyword === 'case') this.arms(around);
      else if (keyword === '[[') this.upTo(/^\s\]\]/);
      else open = branch;
      if (keyword === '[[') branch.last = this.line();
      if (open === branch) this.word();
    }
  }

  private arms(around: number | undefined): void {
    this.upTo(/^\sin\s/);
    this.around = around;
    for (;;) {
      if (this.take(/^(\s+|#.*)/)) continue;
      if (this.take(/^esac\b/) || this.at >= this.text.length) return;
      const { at, branches } = this;
      const line = this.line();
      const count = branches.length;
      this.upTo(/^\)/);
      const pattern = this.text.slice(at, this.at);
      this.list(pattern);
      if (branches.length === count)
        branches.push({
          line,
          first: line,
          last: line,
          head: '',
          condition: pattern,
          unseen: 'write ":" into the arm: bash traces commands only',
        });
    }
  }

  /** One word with everything quoted and expanded in it; commands in it are read. */
  private word(): void {
    if (this.take(/^\(\(/)) {
      this.upTo(/^\)\)/);
      return;
    }
    for (; this.at < this.text.length; ) {
      if (this.take(/^\w*=\(|^\+?=\(/)) this.list();
      else if (this.take(/^<<<[ \t]*/)) continue;
      else if (this.text.startsWith('<<', this.at)) this.document();
      else if (!this.part(/^[\s;|&)]/)) return;
    }
  }

  /** One character, or what is quoted or expanded; false at `stop`. */
  private part(stop: RegExp): boolean {
    if (stop.test(this.text.slice(this.at, this.at + 4))) return false;
    if (this.take(/^\\[\s\S]/) || this.take(/^\$?'[^']*'/)) return true;
    if (this.take(/^"/)) this.upTo(/^"/);
    else if (this.take(/^\$\(\(/)) this.upTo(/^\)\)/);
    else if (this.take(/^[$<>]\(/)) this.list();
    else if (this.take(/^\$\{/)) this.upTo(/^\}/);
    else this.at++;
    return true;
  }

  private upTo(stop: RegExp): void {
    const quoted = stop.source === '^"' || stop.source === '^\\}';
    while (this.at < this.text.length) {
      if (quoted && this.text[this.at] === "'") this.at++;
      else if (!this.part(stop)) break;
    }
    this.take(stop);
  }

  private document(): void {
    const found = this.take(/^<<-?\s*'?\w+'?/);
    this.documents.push(found.replace(/[<'\s-]/g, ''));
  }

  private skipDocuments(): void {
    for (const end of this.documents) {
      const found = this.text.indexOf(`\n${end}\n`, this.at - 1);
      this.at = found < 0 ? this.text.length : found + end.length + 1;
    }
    this.documents = [];
  }

  private head(): string {
    const rest = this.text.slice(this.at);
    // Of assignments only the name: bash reports each by itself.
    const assigned = /^\w+(?=\+?=|\[)/.exec(rest)?.[0];
    if (assigned) return assigned;
    const head =
      /^(\[\[ |\(\()?([^$"'`{}*?[\]<>;|&)\\\n\u0080-\uffff]|'[^'\n]*'|"[^"$`\\\n\u0080-\uffff]*("|(?=[$`\\\n\u0080-\uffff])))*/.exec(
        rest,
      )?.[0] ?? '';
    // No descriptor of a redirection, and no space before an operator.
    const next = rest[head.length] ?? '';
    return unquoted(/[<>]/.test(next) ? head.replace(/\d*$/, '').trimEnd() : /[;|&)\n]/.test(next) ? head.trimEnd() : head);
  }

  private line(): number {
    return this.text.slice(0, this.at).split('\n').length;
  }

  private take(pattern: RegExp): string {
    const found = pattern.exec(this.text.slice(this.at))?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}

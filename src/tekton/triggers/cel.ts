/**
 * An expression of CEL, typed, so that only what CEL can do with a value compiles. Its text is what the interceptor is given.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md
 * @see https://tekton.dev/docs/triggers/cel_expressions/
 */
abstract class CelExpression {
  constructor(
    /** The text, such as `body.ref.startsWith('refs/heads/')`. */
    readonly text: string,
  ) {}

  toString(): string {
    return this.text;
  }
}

/**
 * Something that is true or false.
 *
 * @see https://tekton.dev/docs/triggers/cel_expressions/
 * @example
 * const releases = cel(push, { filter: ({ body }) => body.ref.equals('refs/heads/main').or(body.ref.startsWith('refs/tags/')) });
 * releases.params.filter; // "body.ref == 'refs/heads/main' || body.ref.startsWith('refs/tags/')"
 */
export class CelBoolean extends CelExpression {
  /** True where both are. */
  and(...others: readonly CelBoolean[]): CelBoolean {
    return new CelBoolean([this, ...others].map(({ text }) => operand(text)).join(' && '));
  }

  /** True where at least one is. */
  or(...others: readonly CelBoolean[]): CelBoolean {
    return new CelBoolean([this, ...others].map(({ text }) => operand(text)).join(' || '));
  }

  /** True where this is false. */
  not(): CelBoolean {
    return new CelBoolean(/^[\w.]+(\([\w.]*\))?$/.test(this.text) ? `!${this.text}` : `!(${this.text})`);
  }
}

/**
 * A text.
 *
 * @see https://tekton.dev/docs/triggers/cel_expressions/
 * @example
 * const tags = cel(push, { filter: ({ body }) => body.ref.matches(/^refs\/tags\/v\d+$/) });
 * tags.params.filter; // "body.ref.matches('^refs/tags/v\\\\d+$')"
 */
export class CelString extends CelExpression {
  /** True where it is this text. */
  equals(other: string): CelBoolean {
    return new CelBoolean(`${this.text} == ${quoted(other)}`);
  }

  /** True where it is one of these. */
  isOneOf(...others: readonly [string, ...string[]]): CelBoolean {
    return new CelBoolean(`${this.text} in [${others.map(quoted).join(', ')}]`);
  }

  /** True where the pattern fits a part of it; for the whole write `^` and `$`. @throws Error for a pattern that RE2 does not know. */
  matches(pattern: RegExp): CelBoolean {
    return new CelBoolean(`${this.text}.matches(${quoted(re2(pattern))})`);
  }

  /** True where it begins with the text. */
  startsWith(text: string): CelBoolean {
    return new CelBoolean(`${this.text}.startsWith(${quoted(text)})`);
  }

  /** True where it ends with the text. */
  endsWith(text: string): CelBoolean {
    return new CelBoolean(`${this.text}.endsWith(${quoted(text)})`);
  }

  /** True where the text is a part of it. */
  contains(text: string): CelBoolean {
    return new CelBoolean(`${this.text}.contains(${quoted(text)})`);
  }

  /** Number of its characters. */
  size(): CelNumber {
    return new CelNumber(`size(${this.text})`);
  }

  /** Its first characters. @throws Error for a length that is no whole number. */
  truncate(length: number): CelString {
    return new CelString(`${this.text}.truncate(${whole(length)})`);
  }

  /** Every part that fits the pattern replaced. @throws Error for a pattern that RE2 does not know. */
  translate(pattern: RegExp, replacement: string): CelString {
    return new CelString(`${this.text}.translate(${quoted(re2(pattern))}, ${quoted(replacement)})`);
  }

  /** Without the text that it ends with; itself where it ends with another. */
  withoutEnd(text: string): CelString {
    return this.translate(new RegExp(`${text.replace(/[^A-Za-z0-9_]/g, '\\$&')}$`), '');
  }

  /** With the letters A to Z in lower case. */
  lowerAscii(): CelString {
    return new CelString(`${this.text}.lowerAscii()`);
  }
}

/**
 * A number; JSON has no other than floating point.
 *
 * @see https://tekton.dev/docs/triggers/cel_expressions/
 * @example
 * const opened = new TriggerEvent('opened', { body: { number: 'number' } });
 * cel(opened, { filter: ({ body }) => body.number.isBetween(1, 99) }).params.filter; // 'body.number >= 1 && body.number <= 99'
 */
export class CelNumber extends CelExpression {
  /** True where it is this number. */
  equals(other: number): CelBoolean {
    return new CelBoolean(`${this.text} == ${other}`);
  }

  /** True from `least` to `most`, both included. */
  isBetween(least: number, most: number): CelBoolean {
    return new CelBoolean(`${this.text} >= ${least} && ${this.text} <= ${most}`);
  }

  /** True where it has no fraction. */
  isWhole(): CelBoolean {
    return new CelBoolean(`int(${this.text}) == ${this.text}`);
  }
}

/**
 * A list, of elements of one type.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#macros
 * @example
 * const commits = new TriggerEvent('commits', { body: { commits: [{ author: 'string' }] } });
 * const byPeople = cel(commits, { filter: ({ body }) => body.commits.exists(({ author }) => author.equals('robot')).not() });
 * byPeople.params.filter; // "!(body.commits.exists(e0, e0.author == 'robot'))"
 */
export class CelList<E> extends CelExpression {
  constructor(
    text: string,
    private readonly element: (text: string) => E,
  ) {
    super(text);
  }

  /** Number of its elements. */
  size(): CelNumber {
    return new CelNumber(`size(${this.text})`);
  }

  /** The element at a place, the first at 0: where there are fewer, the expression fails. */
  at(index: number): E {
    return this.element(`${this.text}[${whole(index)}]`);
  }

  /** True where the condition holds for an element. */
  exists(condition: (element: E) => CelBoolean): CelBoolean {
    return this.macro('exists', condition);
  }

  /** True where the condition holds for every element. */
  all(condition: (element: E) => CelBoolean): CelBoolean {
    return this.macro('all', condition);
  }

  /** A variable is named after its depth, so that one within another is not taken for it. */
  private macro(name: string, condition: (element: E) => CelBoolean): CelBoolean {
    const variable = `e${(this.text.match(/\be\d+\b/g) ?? []).length}`;
    return new CelBoolean(`${this.text}.${name}(${variable}, ${condition(this.element(variable)).text})`);
  }
}

/**
 * Something that an event may lack: what is to hold then has to be said.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#field-selection
 * @example
 * const tagged = new TriggerEvent('tagged', { body: { 'tag?': 'string' } });
 * const releases = cel(tagged, { filter: ({ body }) => body.tag.isAbsentOr(tag => tag.startsWith('v')) });
 * releases.params.filter; // "!has(body.tag) || body.tag.startsWith('v')"
 */
export class CelOptional<E> {
  constructor(
    private readonly presence: string,
    private readonly value: E,
  ) {}

  /** True where it is there. */
  exists(): CelBoolean {
    return new CelBoolean(this.presence);
  }

  /** True where it is missing, or the condition holds for it. */
  isAbsentOr(condition: (value: E) => CelBoolean): CelBoolean {
    return this.exists().not().or(condition(this.value));
  }

  /** True where it is there and the condition holds for it. */
  existsAnd(condition: (value: E) => CelBoolean): CelBoolean {
    return this.exists().and(condition(this.value));
  }

  /** What is made of it, missing where it is missing. */
  map<F>(make: (value: E) => F): CelOptional<F> {
    return new CelOptional(this.presence, make(this.value));
  }

  /** Itself, or another text where it is missing. */
  orElse(this: CelOptional<CelString>, other: string | CelString): CelString {
    return new CelString(`(${this.presence} ? ${this.value.text} : ${typeof other === 'string' ? quoted(other) : other.text})`);
  }
}

/** In parentheses where an operator of the text could be taken apart by one beside it. */
function operand(text: string): string {
  return /\|\||&&|\?/.test(text.replace(/'(?:\\.|[^'\\])*'/g, '')) ? `(${text})` : text;
}

/** A string literal of CEL. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
}

function whole(number: number): number {
  if (!Number.isInteger(number) || number < 0) throw new Error(`${number} is not a whole number: CEL wants one here`);
  return number;
}

/**
 * A pattern as RE2, which CEL uses, reads it.
 *
 * @throws Error for what only JavaScript knows: flags, looking around, references back.
 * @see https://github.com/google/re2/wiki/Syntax
 */
function re2({ source, flags }: RegExp): string {
  const foreign = /\(\?<?[=!]|\\[1-9]|\\k<|\\u|\\c|\[\^\]|\[\]/.exec(source)?.[0];
  if (flags !== '' || foreign !== undefined) {
    throw new Error(`/${source}/${flags}: has ${foreign ?? `the flag ${flags}`}, which CEL's patterns (RE2) do not know: write it without`);
  }
  return source.replaceAll('\\/', '/');
}

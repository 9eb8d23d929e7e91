import type { Path } from '../../source/path';

/**
 * A value of a manifest and where it is. What is missing, empty (`null`) or of another type than asked for reads like Go's zero value,
 * as it does in Tekton: structure.ts has told about wrong types before.
 */
export class Located {
  private children: Map<string | number, Located> | undefined;
  private list: readonly Located[] | undefined;
  private pairs: readonly (readonly [string, Located])[] | undefined;

  /** @param above where the value is in, and under which key; nothing for the top of an object */
  constructor(
    readonly value: unknown,
    private readonly above?: { readonly node: Located; readonly key: string | number },
  ) {}

  /** From the top of the object. */
  get path(): Path {
    return this.above === undefined ? [] : [...this.above.node.path, this.above.key];
  }

  /** The value below some keys and indexes. */
  at(...keys: Path): Located {
    let node: Located = this;
    for (const key of keys) node = node.below(key);
    return node;
  }

  /** Made once: every rule comes by, and most of what it asks for is the same, or not there. */
  private below(key: string | number): Located {
    this.children ??= new Map();
    const known = this.children.get(key);
    if (known !== undefined) return known;
    const own = typeof key === 'string' ? ownKey(this.value, key) : key;
    const made = new Located(child(this.value, own), { node: this, key: own });
    this.children.set(key, made);
    return made;
  }

  /** Whether anything is there. */
  get given(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  get text(): string {
    return typeof this.value === 'string' ? this.value : '';
  }

  get number(): number {
    return typeof this.value === 'number' ? this.value : 0;
  }

  get items(): readonly Located[] {
    this.list ??= Array.isArray(this.value) ? this.value.map((_, index) => this.below(index)) : [];
    return this.list;
  }

  /** The values of a map by key, without those that are empty. */
  get entries(): readonly (readonly [string, Located])[] {
    this.pairs ??= this.givenPairs();
    return this.pairs;
  }

  private givenPairs(): readonly (readonly [string, Located])[] {
    if (!isRecord(this.value)) return [];
    return Object.keys(this.value)
      .map(key => [key, this.below(key)] as const)
      .filter(([, { given }]) => given);
  }

  /** The names that the objects of a list have. */
  get names(): readonly string[] {
    return this.items.map(item => item.at('name').text);
  }
}

/** Whether a value is a map. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key as the object has it: where only a Go decoder reads it, its case does not matter. */
function ownKey(value: unknown, key: string): string {
  if (!isRecord(value) || Object.hasOwn(value, key)) return key;
  return Object.keys(value).find(other => other.length === key.length && other.toLowerCase() === key.toLowerCase()) ?? key;
}

function child(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === 'number' ? value[key] : undefined;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

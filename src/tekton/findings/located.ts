import type { Path } from '../../source/path';

/**
 * A value of a manifest and where it is. What is missing, empty (`null`) or of another type than asked for reads like Go's zero value,
 * as it does in Tekton: structure.ts has told about wrong types before.
 */
export class Located {
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
    return keys.reduce<Located>((node, key) => {
      const own = typeof key === 'string' ? ownKey(node.value, key) : key;
      return new Located(child(node.value, own), { node, key: own });
    }, this);
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
    return Array.isArray(this.value) ? this.value.map((_, index) => this.at(index)) : [];
  }

  /** The values of a map by key, without those that are empty. */
  get entries(): readonly (readonly [string, Located])[] {
    if (!isRecord(this.value)) return [];
    return Object.keys(this.value)
      .map(key => [key, this.at(key)] as const)
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

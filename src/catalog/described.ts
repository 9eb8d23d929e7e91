import type { Param, Result } from '../tekton/declaration';

/** A step or task of the entry, for its README. */
export interface Part {
  readonly name: string;
  readonly description: string;
}

/** What an entry's README and sample are made from. */
export interface Described {
  readonly kind: 'task' | 'pipeline';
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly params: Readonly<Record<string, Param>>;
  readonly results: Readonly<Record<string, Result>>;
  readonly parts: readonly Part[];
}

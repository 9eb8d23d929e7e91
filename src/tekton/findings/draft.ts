import type { Finding } from './finding';
import type { Located } from './located';

/** A finding before it is known which object it is about. */
export type Draft = Omit<Finding, 'object'>;

/** What a rule says beside where. */
export interface Advice {
  readonly rule: string;
  readonly reason: string;
  readonly fix: string;
  readonly see: string;
}

/** The cluster refuses this. */
export function error(at: Located, advice: Advice): Draft {
  return { severity: 'error', path: at.path, value: at.value ?? undefined, ...advice };
}

/** The cluster takes this, and something goes wrong when it runs. */
export function warning(at: Located, advice: Advice): Draft {
  return { severity: 'warning', path: at.path, value: at.value ?? undefined, ...advice };
}

/** Words as a list in a sentence: `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : (words[0] ?? '');
}

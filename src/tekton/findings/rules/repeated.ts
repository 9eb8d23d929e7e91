import { type Draft, error } from '../draft';
import type { Located } from '../located';

/** The objects of a list that have the name of one before them. */
export function repeated(list: Located, what: string, see: string, sameName = (name: string) => name): Draft[] {
  const seen = new Set<string>();
  return list.items.flatMap(item => {
    const name = item.at('name');
    const key = sameName(name.text);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [
      error(name, {
        rule: `${what}-twice`,
        reason: `is the name of another ${what} before it`,
        fix: 'keep one of them, or rename it',
        see,
      }),
    ];
  });
}

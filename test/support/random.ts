/** Values that look random and are the same for a seed, so that a test that fails can be repeated. */
export interface Random {
  /** A whole number from `least` to `most`. */
  number(least: number, most: number): number;
  /** One of a list. */
  of<T>(list: readonly T[]): T;
}

/** A linear congruential generator, with the constants of Numerical Recipes. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const number = (least: number, most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return least + Math.floor((state / 2 ** 32) * (most - least + 1));
  };
  return {
    number,
    of(list) {
      const chosen = list[number(0, list.length - 1)];
      if (chosen === undefined) throw new Error('there is nothing to choose from');
      return chosen;
    },
  };
}

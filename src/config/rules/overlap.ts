import type { LocatedTarget } from '../targets';

type Pair = readonly [LocatedTarget, LocatedTarget];

/** Pairs of targets whose node selectors can match one node, in the order of the file: no label has two values in them. */
export function overlaps(targets: readonly LocatedTarget[]): Pair[] {
  const order = new Map(targets.map((target, index) => [target, index]));
  const position = (target: LocatedTarget) => order.get(target) ?? 0;
  return [...overlapping(targets)].sort((a, b) => position(a[1]) - position(b[1]) || position(a[0]) - position(b[0]));
}

type Selector = Readonly<Record<string, string>>;

function canMatchOneNode(first: Selector, second: Selector): boolean {
  return Object.entries(first).every(([label, value]) => second[label] === undefined || second[label] === value);
}

/** Targets that a label which all of them have tells apart are not compared: a thousand targets are half a million pairs. */
function* overlapping(targets: readonly LocatedTarget[]): Generator<Pair> {
  const label = distinguishingLabel(targets);
  if (label !== undefined) {
    for (const group of groups(targets, label)) yield* overlapping(group);
    return;
  }
  for (const [index, second] of targets.entries()) {
    for (const first of targets.slice(0, index)) {
      if (canMatchOneNode(first.target.nodeSelector, second.target.nodeSelector)) yield [first, second];
    }
  }
}

/** A label that all targets have, with more than one value. */
function distinguishingLabel(targets: readonly LocatedTarget[]): string | undefined {
  return Object.keys(targets[0]?.target.nodeSelector ?? {}).find(label => {
    const values = new Set(targets.map(({ target }) => target.nodeSelector[label]));
    return values.size > 1 && !values.has(undefined);
  });
}

function groups(targets: readonly LocatedTarget[], label: string): Iterable<LocatedTarget[]> {
  const byValue = new Map<string | undefined, LocatedTarget[]>();
  for (const located of targets) {
    const value = located.target.nodeSelector[label];
    const group = byValue.get(value);
    if (group) group.push(located);
    else byValue.set(value, [located]);
  }
  return byValue.values();
}

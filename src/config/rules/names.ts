import { platforms } from '../../driver/platform';
import type { LocatedTarget } from '../targets';
import { driverName, platformName } from '../targets';
import type { Rule } from './rule';

/** Longest name of a target: names of runs are made of it, and have to hold a kernel besides. */
export const longestTargetName = 32;

/** Names of drivers are parts of the names of resources: no two may be the same. */
export const driverNames: Rule = ({ file: { drivers = [] }, source }) => {
  const names = drivers.map(driver => (driver?.version === undefined ? undefined : driverName({ ...driver, version: driver.version })));
  return repeats(names).map(({ index, first, value }) => {
    const path = ['drivers', index, ...(drivers[index]?.name === undefined ? [] : ['name'])];
    const fix = `give it another one, like "name: ${value}-2"`;
    return source.finding(path, { reason: `has the name ${value}, as drivers[${first}] has`, fix });
  });
};

/** Each platform is there once. */
export const platformNames: Rule = ({ file: { platforms: entries = [] }, source }) =>
  repeats(entries.map(platformName)).map(({ index, first }) => {
    const path = ['platforms', index, ...(typeof entries[index] === 'object' ? ['name'] : [])];
    return source.finding(path, { reason: `is in the list already, as platforms[${first}]`, fix: 'remove one of them' });
  });

/** What a target is called is short enough for all that is named after it. */
export const targetNames: Rule = ({ targets, source }) =>
  [...longestOfEachDriver(targets).values()].flatMap(({ target: { name, platform }, driver }) => {
    if (name.length <= longestTargetName) return [];
    const most = longestTargetName - platforms[platform].id.length - 1;
    const reason = `makes the target ${name}, whose name is longer than ${longestTargetName} characters`;
    return [source.finding(['drivers', driver, 'name'], { reason, fix: `shorten it to ${most} characters` })];
  });

function longestOfEachDriver(targets: readonly LocatedTarget[]): Map<number, LocatedTarget> {
  const longest = new Map<number, LocatedTarget>();
  for (const located of targets) {
    const known = longest.get(located.driver);
    if (!known || known.target.name.length < located.target.name.length) longest.set(located.driver, located);
  }
  return longest;
}

/** Values that are there already. */
export function repeats(values: readonly (string | undefined)[]): { index: number; first: number; value: string }[] {
  const seen = new Map<string, number>();
  return values.flatMap((value, index) => {
    if (value === undefined) return [];
    const first = seen.get(value);
    if (first === undefined) seen.set(value, index);
    return first === undefined ? [] : [{ index, first, value }];
  });
}

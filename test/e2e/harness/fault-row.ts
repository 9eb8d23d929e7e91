import { afterAll, beforeAll, expect } from 'vitest';
import { type CheckedBuild, checkedBuild } from './checked-build';
import { faultyRegistry } from './faulty';
import { prepare } from './ground';
import type { Ended } from './pipeline-run';
import { nameOf } from './registry';
import { forgetRegistrations, registrations } from './rhsm';
import { printTable } from './table';

/** A build under a fault. */
export interface Fault extends Pick<CheckedBuild, 'changes' | 'release' | 'version' | 'manifest' | 'during'> {
  /** What is wrong, in a few words: the name of the row, and of the repository that it publishes to. */
  readonly fault: string;
  /** Systems that stay registered: only where a step was killed, and could undo nothing. */
  readonly leftRegistered?: number;
}

interface Row {
  readonly fault: string;
  readonly seen: string;
  readonly seconds: number;
  readonly after: string;
}

const rows: Row[] = [];

/** Repository of a row, which no other row publishes to. */
export function repositoryOf(fault: string): string {
  return `${faultyRegistry}/faults/${nameOf(fault)}`;
}

/** Builds under a fault, and checks besides what must hold of every build that no system stays registered. Adds a line to the table. */
export async function build(given: Fault): Promise<Ended> {
  const { fault, leftRegistered = 0, ...how } = given;
  await forgetRegistrations();
  const outcome = await checkedBuild({ ...how, image: repositoryOf(fault), folder: `faults/${nameOf(fault)}` });
  const asked = await registrations();
  const count = (...actions: string[]) => asked.filter(({ action }) => actions.includes(action)).length;
  const left = count('register') - count('unregister', 'remove');
  expect(left).toBe(leftRegistered);
  rows.push({
    fault,
    seen: outcome.results.outcome ?? outcome.message,
    seconds: outcome.seconds,
    after: [outcome.succeeded ? 'published, both tags one digest' : 'nothing published', `staging empty`, `${left} registered`].join(', '),
  });
  return outcome;
}

/** Before and after the rows of a file: what they run on, whatever else `first` makes, and in the end the table of what they have seen. */
export function faultRows(first: () => void = () => {}): void {
  let close = () => {};
  beforeAll(async () => {
    close = await prepare();
    first();
  });
  afterAll(() => {
    printTable(
      ['fault', 'seen', 's', 'after'],
      rows.map(({ fault, seen, seconds, after }) => [fault, seen, seconds, after]),
    );
    close();
  });
}

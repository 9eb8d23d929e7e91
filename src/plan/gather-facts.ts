import type { Config } from '../config/config';
import { count } from '../source/finding';
import { merged, type ReleaseFacts } from './facts';
import { readFacts, readFactsIfThere, writeFacts } from './facts-file';
import { recordFromCluster, recordFromRegistry } from './record';

/** Where facts come from. */
export interface Sources {
  /** File to read. */
  readonly facts?: string;
  /** File to write what is found into, beside what it has. */
  readonly record?: string;
  /** Releases that the user names, versions or images. */
  readonly named: readonly string[];
}

/** What is known, and what it is to be planned for. */
export interface Gathered {
  readonly facts: readonly ReleaseFacts[];
  /** Those that are named; else all that something is known of, and those of the configuration. */
  readonly releases: readonly string[];
  /** What there is to tell the user beside the plan. */
  readonly told: readonly string[];
  /** Whether an answer is missing. */
  readonly failed: boolean;
}

/** Reads facts from a file, or asks the cluster for them, or for releases that are named their registry. @throws PlanError */
export function gatherFacts(config: Config, { facts: file, record, named }: Sources): Gathered {
  if (record === undefined) return gathered(config, file === undefined ? [] : readFacts(file), named);
  const known = readFactsIfThere(record);
  const answers = named.length > 0 ? recordFromRegistry(config, named) : recordFromCluster(config);
  const found = answers.filter(answer => 'version' in answer);
  const failures = answers.filter(answer => 'reason' in answer).map(({ question, reason }) => `${question}: ${reason}`);
  const facts = merged(known, found);
  writeFacts(record, facts);
  const told = [...failures, `${record}: ${count(found.length, 'release image')} recorded, ${count(facts.length, 'release')} in all`];
  return { ...gathered(config, facts, named), told, failed: failures.length > 0 };
}

function gathered({ releases }: Config, facts: readonly ReleaseFacts[], named: readonly string[]): Gathered {
  const all = named.length > 0 ? named : [...facts.map(({ version }) => version), ...releases];
  return { facts, releases: [...new Set(all)], told: [], failed: false };
}

import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { removeNodes, userSecrets } from './cluster';
import { kubectl } from './command';
import { kernelA, published, tiny, tinyProject } from './driver-image';
import { faultyRegistry, openFaulty } from './faulty';
import { create, type Ended, ended } from './pipeline-run';
import { configuration, namespace, synth } from './project';
import { empty, tags } from './registry';
import { forgetRegistrations, registrations } from './rhsm';
import { printTable } from './table';

/** A build under a fault. */
export interface Fault {
  /** What is wrong, in a few words: the name of the row, and of the repository that it publishes to. */
  readonly fault: string;
  /** How the configuration differs from one that is right. */
  readonly changes?: { readonly driver?: object; readonly [field: string]: unknown };
  readonly release?: string;
  readonly version?: string;
  /** Changes the manifest of the run. */
  readonly manifest?: (text: string) => string;
  /** What happens while the run is on its way. */
  readonly during?: (run: string) => Promise<unknown>;
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

/** Applies what synth writes, makes the users' Secrets, starts the registry with faults. Gives what ends it. */
function prepare(): Promise<() => void> {
  const { manifests } = tinyProject();
  kubectl('apply', '--server-side', '--force-conflicts', '-f', join(manifests, '0000-cluster.k8s.yaml'));
  userSecrets();
  kubectl('apply', '--server-side', '--force-conflicts', '-f', manifests);
  removeNodes('gpu-a', 'gpu-b');
  return openFaulty();
}

/** Repository of a row, which no other row publishes to. */
export function repositoryOf(fault: string): string {
  return `${faultyRegistry}/faults/${fault
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`;
}

/**
 * Builds under a fault, and checks what must hold however it ends: a tag that the GPU operator may ask for points to the one proven
 * image or is not there, nothing is left in the staging repository, no system stays registered. Adds a line to the table.
 */
export async function build(given: Fault): Promise<Ended> {
  const { fault, changes = {}, release = '4.20.3', version = tiny, manifest = text => text, during, leftRegistered = 0 } = given;
  await forgetRegistrations();
  const image = repositoryOf(fault);
  empty(image);
  const project = synth(`faults/${image.split('/').at(-1)}`, configuration(version, { image, releases: [release], ...changes }));
  const run = create(manifest(project.run(release)), namespace);
  await during?.(run);
  const outcome = await ended(run, namespace);
  const digests = new Set(outcome.succeeded ? published(version, kernelA, image) : tags(image));
  expect([...digests]).toEqual(outcome.succeeded ? [outcome.results.IMAGE_DIGEST] : []);
  expect(tags(`${image}-staging`)).toEqual([]);
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

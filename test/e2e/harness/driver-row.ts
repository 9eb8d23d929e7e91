import { afterAll, beforeAll, expect } from 'vitest';
import { type CheckedBuild, checkedBuild } from './checked-build';
import { kubectl } from './command';
import { kernelA, tagsOf, tiny } from './driver-image';
import { env } from './environment';
import { prepare } from './ground';
import type { Ended } from './pipeline-run';
import { openProtected } from './protected';
import { inspect, nameOf } from './registry';
import { printTable } from './table';

/** A build of a driver that is not like the usual one in one thing. */
export interface Row extends Omit<CheckedBuild, 'image' | 'folder'> {
  /** What it shows, in a few words: the name of its line, and of the repository that it publishes to. */
  readonly what: string;
  readonly registry?: string;
  /** Labels of the image besides those that every image has, without their prefix. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A build that has ended, and what the published image says of itself; without its prefix, and nothing where none was published. */
export interface Built extends Ended {
  readonly labels: Readonly<Record<string, string>>;
}

/** A line of the table. */
export interface Line {
  readonly what: string;
  readonly kernel: string;
  readonly tags: string;
  readonly signer?: string;
  readonly packages?: string;
  readonly seconds: number;
}

const table: Line[] = [];

/** Adds a line to the file's table. */
export function tell(line: Line): void {
  table.push(line);
}

/** Repository of a row. */
export function repositoryOf(what: string, registry = env('E2E_SECURE_REGISTRY')): string {
  return `${registry}/drivers/${nameOf(what)}`;
}

/** Labels that our images have, without their prefix. @throws Error where the image does not exist */
function labelsOf(reference: string): Record<string, string> {
  const labels = inspect(reference)?.Labels;
  if (!labels) throw new Error(`${reference} is not there, or has no labels`);
  const prefix = 'nvidia-driver-pipelines.';
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [])),
  );
}

/** Builds, and checks besides what must hold of every build that the image says what it is made of. Adds a line to the table. */
export async function build(row: Row): Promise<Built> {
  const { what, registry, labels: wanted = {}, ...given } = row;
  const { version = tiny, kernel = kernelA, rhel } = given;
  const image = repositoryOf(what, registry);
  const outcome = await checkedBuild({ ...given, image, folder: `drivers/${nameOf(what)}` });
  if (!outcome.succeeded) {
    tell({ what, kernel, tags: `none: ${outcome.results.outcome ?? outcome.message}`, seconds: outcome.seconds });
    return { ...outcome, labels: {} };
  }
  const tags = tagsOf(version, kernel, rhel);
  const labels = labelsOf(`${image}:${tags[0]}`);
  const compiled = outcome.tasks.find(({ name }) => name === 'kmod-build')?.results['kmod-image'] ?? labels['kmod-image'];
  expect(labels).toMatchObject({
    proof: '1',
    'driver-version': version,
    kernel,
    arch: 'x86_64',
    'page-size': '4k',
    'kmod-image': compiled,
    'driver-toolkit': expect.stringMatching(/@sha256:[0-9a-f]{64}$/),
    ...wanted,
  });
  const packages = (labels.packages ?? '').replaceAll(`-${version}`, '');
  tell({ what, kernel, tags: tags.join('<br>'), signer: labels['signer-name'] ?? '', packages, seconds: outcome.seconds });
  return { ...outcome, labels };
}

/** A resource cannot become one of another type of driver, and rows have both. */
function forgetDrivers(): void {
  kubectl('delete', 'nvidiadrivers', '--ignore-not-found', ...['r535-x86-64', 'r580-x86-64', 'r580-aarch64-64k']);
}

/** Before and after the rows of a file: what they run on, whatever else `first` makes, and in the end the table of what was built. */
export function driverRows(first: () => unknown = () => {}): void {
  const close: (() => void)[] = [];
  beforeAll(async () => {
    forgetDrivers();
    close.push(await prepare(), await openProtected());
    await first();
  });
  afterAll(() => {
    const lines = table.map(({ what, kernel, tags, signer = '', packages = '', seconds }) => [
      what,
      kernel,
      tags,
      signer,
      packages,
      seconds,
    ]);
    printTable(['what', 'kernel', 'tags', 'signer', 'packages', 's'], lines);
    forgetDrivers();
    for (const end of close) end();
  });
}

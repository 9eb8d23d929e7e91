import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseRelease } from '../driver/release';
import { isRecord } from '../source/record';
import { PlanError, type ReleaseFacts, readStream, type Stream } from './facts';

/** What the shape of facts files is called; another one gets another number. */
const format = 1;

/** Facts that a file holds. @throws PlanError where it cannot be read, or holds something else */
export function readFacts(path: string): ReleaseFacts[] {
  const file = parse(path);
  if (!isRecord(file) || file.format !== format || !Array.isArray(file.releases)) {
    throw new PlanError(`${path}: is no facts file of format ${format}: write one with --record`);
  }
  return file.releases.map((value: unknown, index) => release(`${path}: releases[${index}]`, value));
}

/** The same, and nothing where the file is not there yet. */
export function readFactsIfThere(path: string): ReleaseFacts[] {
  return existsSync(path) ? readFacts(path) : [];
}

/** @throws PlanError where the file cannot be written */
export function writeFacts(path: string, releases: readonly ReleaseFacts[]): void {
  try {
    writeFileSync(path, `${JSON.stringify({ format, releases }, null, 2)}\n`);
  } catch (error) {
    throw new PlanError(`${path}: cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new PlanError(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function release(place: string, value: unknown): ReleaseFacts {
  if (!isRecord(value)) throw new PlanError(`${place}: is no object: write it like {"version": "4.20.3", "arch": "x86_64"}`);
  const { version, arch, image, streams } = value;
  if (typeof version !== 'string' || !isVersion(version))
    throw new PlanError(`${place}.version: is no full version: write it like "4.20.3"`);
  if (arch !== 'x86_64' && arch !== 'aarch64') throw new PlanError(`${place}.arch: is neither "x86_64" nor "aarch64"`);
  if (image !== undefined && typeof image !== 'string') throw new PlanError(`${place}.image: is no text: write the release image`);
  if (streams !== undefined && !Array.isArray(streams)) throw new PlanError(`${place}.streams: is no list`);
  return {
    version,
    arch,
    ...(image !== undefined && { image }),
    ...(streams !== undefined && { streams: streams.map((each: unknown, index) => stream(`${place}.streams[${index}]`, each)) }),
  };
}

function isVersion(text: string): boolean {
  try {
    return parseRelease(text).version === text;
  } catch {
    return false;
  }
}

function stream(place: string, value: unknown): Stream {
  const found = readStream(value);
  if (found !== undefined) return found;
  throw new PlanError(`${place}: has no kernel or RHEL: write it like {"kernel": "5.14.0-570.62.1.el9_6.x86_64", "rhel": "9.6"}`);
}

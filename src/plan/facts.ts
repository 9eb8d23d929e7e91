import type { Platform } from '../driver/platform';
import { isRecord } from '../source/record';

/** One of the kernels of a release: each RHEL that it has is a stream. */
export interface Stream {
  /** KERNEL_VERSION of the driver toolkit, without page size: `5.14.0-570.62.1.el9_6.x86_64`. */
  readonly kernel: string;
  /** RHEL_VERSION of the driver toolkit: `9.6`. */
  readonly rhel: string;
  /** The driver toolkit, by digest. */
  readonly toolkit?: string;
}

/** What is known of a release for an architecture. */
export interface ReleaseFacts {
  /** `4.20.3` */
  readonly version: string;
  readonly arch: Platform['arch'];
  /** The release image, as it was asked for. */
  readonly image?: string;
  /** None: the image has nothing for the architecture. Missing: nobody has looked. */
  readonly streams?: readonly Stream[];
}

/** A stream from JSON; undefined where that has no kernel, or a RHEL that is no version. */
export function readStream(value: unknown): Stream | undefined {
  if (!isRecord(value)) return undefined;
  const { kernel, rhel, toolkit } = value;
  if (typeof kernel !== 'string' || typeof rhel !== 'string' || !/^\d+(\.\d+)?$/.test(rhel)) return undefined;
  return { kernel, rhel, ...(typeof toolkit === 'string' && { toolkit }) };
}

/** What cannot be planned or recorded, in a sentence for the user. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}

/** Facts with others put in place of those that are of the same version, image and architecture; in the order of versions. */
export function merged(known: readonly ReleaseFacts[], found: readonly ReleaseFacts[]): ReleaseFacts[] {
  const all = new Map([...known, ...found].map(facts => [[facts.version, facts.arch, facts.image].join(' '), facts]));
  return [...all.values()].sort((a, b) => compare(a.version, b.version) || compare(a.arch, b.arch));
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

import { expect } from 'vitest';
import type { Config } from '../../src/config/config';
import { ConfigError } from '../../src/config/config-error';
import { parseConfig } from '../../src/config/read-config';

/** A checksum of one digit, for places where any will do. */
export const sha256 = (digit: string): string => digit.repeat(64);

/** The shortest configuration, in lines 1 to 7. */
export const minimal = `image: quay.io/acme/nvidia-gpu-driver
drivers:
  - version: 580.105.08
    runfile:
      sha256: { x86_64: ${sha256('a')}, aarch64: ${sha256('b')} }
platforms:
  - x86_64
`;

/** What a text means, read as a file named `drivers.yaml`. */
export function configOf(text: string): Config {
  return parseConfig('drivers.yaml', text);
}

/** The findings of a text, a block of lines each, as users read them. */
export function findingsOf(text: string): string[] {
  try {
    configOf(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n\n').slice(1);
    throw error;
  }
  return [];
}

/** Expects one finding: the place and value, the reason, the fix. */
export function expectFinding(text: string, where: string, why: string, fix: string): void {
  expect(findingsOf(text)).toEqual([`drivers.yaml:${where}\n  why: ${why}\n  fix: ${fix}`]);
}

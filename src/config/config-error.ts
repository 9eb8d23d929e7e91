import { count, type Finding, inOrder, renderFinding } from '../source/finding';

/**
 * Every mistake of a configuration file at once; the message is what a user reads.
 *
 * @example
 * try {
 *   readConfig('nvidia-drivers.yaml');
 * } catch (error) {
 *   if (!(error instanceof ConfigError)) throw error;
 *   for (const { line, path, reason, fix } of error.findings) console.error(line, path, reason, fix);
 * }
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Ordered by position in the file. */
  readonly findings: readonly Finding[];

  constructor(file: string, findings: readonly Finding[]) {
    const ordered = inOrder(findings);
    super([`${file}: ${count(ordered.length, 'finding')}`, ...ordered.map(finding => renderFinding(finding))].join('\n\n'));
    this.findings = ordered;
  }
}

/** The newest version of Tekton Pipelines that these rules know; Triggers is 0.37.0. */
export const newestTekton = '1.15.0';

/** Whether a version is as new as another: `1.15.0` is newer than `1.9.6`. */
export function atLeast(version: string, other: string): boolean {
  const [a, b] = [numbers(version), numbers(other)];
  for (const [index, part] of b.entries()) {
    const difference = (a[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** What is behind a hyphen does not count. */
function numbers(version: string): number[] {
  return version.replace(/^v/, '').replace(/-.*$/, '').split('.').map(Number);
}

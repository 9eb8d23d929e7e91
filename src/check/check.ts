import { count, type Finding, inOrder, renderFinding } from '../source/finding';
import { type FindingsOptions, findings } from '../tekton/findings/findings';
import { findingAt, type Manifest, readManifests } from './manifest-file';

/** What a check says, for people to read, and whether anything would be refused. */
export interface Report {
  readonly text: string;
  readonly failed: boolean;
}

interface Judged extends Finding {
  readonly severity: 'error' | 'warning';
}

/** Judges the Tekton and Triggers manifests of YAML files, all of them together. */
export function check(files: readonly string[], options: FindingsOptions = {}): Report {
  const read = files.map(readManifests);
  const manifests = read.flatMap(file => file.manifests);
  const all = [...read.flatMap(file => file.findings.map(asError)), ...judge(manifests, options)];
  const ordered = files.flatMap(file => inOrder(all.filter(finding => finding.file === file)));
  const errors = ordered.filter(({ severity }) => severity === 'error').length;
  const summary = `${count(files.length, 'file')}, ${count(manifests.length, 'object')}: ${count(errors, 'error')}, ${count(ordered.length - errors, 'warning')}`;
  return { text: [...ordered.map(render), summary].join('\n\n'), failed: errors > 0 };
}

function asError(finding: Finding): Judged {
  return { ...finding, severity: 'error' };
}

function judge(manifests: readonly Manifest[], options: FindingsOptions): Judged[] {
  const values = manifests.map(({ value }) => value);
  return findings(values, options).flatMap(({ object, path, severity, reason, fix, see }) => {
    const manifest = manifests[object.index];
    return manifest === undefined ? [] : [{ ...findingAt(manifest, path, { reason, fix, see }), severity }];
  });
}

function render({ severity, ...finding }: Judged): string {
  return renderFinding(finding, severity === 'warning' ? 'warning' : '');
}

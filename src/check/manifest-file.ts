import { readFileSync } from 'node:fs';
import type { Advice, Finding } from '../source/finding';
import type { Path } from '../source/path';
import { YamlDocument } from '../source/yaml-document';

/** A manifest and where it is written. */
export interface Manifest {
  readonly value: unknown;
  readonly document: YamlDocument;
  /** Where it is in its document: nowhere deeper, but for the items of a List. */
  readonly path: Path;
}

/** What a file holds, and what is wrong with it before anybody asks what it means. */
export interface ManifestFile {
  readonly manifests: readonly Manifest[];
  readonly findings: readonly Finding[];
}

/** Reads the manifests of a file as kubectl does: several documents, lists, YAML 1.1. */
export function readManifests(file: string): ManifestFile {
  try {
    return parseManifests(file, readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { manifests: [], findings: [{ file, line: 1, column: 1, path: '', value: '', reason, fix: 'name a file that is there' }] };
  }
}

/** The manifests of a YAML text. @param file how findings name it */
export function parseManifests(file: string, text: string): ManifestFile {
  const documents = YamlDocument.all(file, text);
  const broken = documents.flatMap(document => document.syntaxFindings());
  // What is no YAML is not worth reading on: what follows from it would be wrong.
  if (broken.length > 0) return { manifests: [], findings: broken };
  return {
    manifests: documents.flatMap(document => manifestsOf(document)),
    findings: documents.flatMap(document => document.duplicateKeys()),
  };
}

function manifestsOf(document: YamlDocument): Manifest[] {
  const value = document.value();
  const items = listItems(value);
  if (items === undefined) return value === null || value === undefined ? [] : [{ value, document, path: [] }];
  return items.map((item, index) => ({ value: item, document, path: ['items', index] }));
}

/** The objects of a List; undefined for anything else. */
function listItems(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('items' in value)) return undefined;
  const { kind, items } = value;
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items : undefined;
}

/** A finding about a value of a manifest. */
export function findingAt({ document, path }: Manifest, below: Path, advice: Advice): Finding {
  return document.finding([...path, ...below], advice);
}

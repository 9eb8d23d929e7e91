import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Kind } from '../kinds';
import type { Located } from '../located';
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from '../text-formats';

const see = docs.names;

/** Kinds whose names are no longer than a label. Source: pipeline, pkg/apis/validate/metadata.go; triggers, event_listener_validation.go. */
const longest: Readonly<Partial<Record<Kind, number>>> = { EventListener: 60 };

/** Name, namespace, labels and annotations. Source: k8s.io/apimachinery, pkg/api/validation/objectmeta.go. */
export function objectMetadata(metadata: Located, kind: Kind): Draft[] {
  return [...objectName(metadata, longest[kind] ?? 63), ...namespace(metadata.at('namespace')), ...keys(metadata)];
}

function objectName(metadata: Located, limit: number): Draft[] {
  const name = metadata.at('name');
  const prefix = metadata.at('generateName');
  const wrong = (at: Located, reason: string, fix: string) => [error(at, { rule: 'object-name', reason, fix, see })];
  const format = 'use lower-case letters, digits, hyphens and dots, and begin and end with a letter or a digit';
  if (name.text === '') {
    if (prefix.text === '') return wrong(name, 'is missing', 'name the object');
    // The cluster cuts it where the five letters that it adds would make it too long.
    return isDnsSubdomain(prefix.text.replace(/-+$/, '')) ? [] : wrong(prefix, 'is no start of a name', format);
  }
  if (!isDnsSubdomain(name.text)) return wrong(name, 'is no name of an object', format);
  if (name.text.length > limit) return wrong(name, `has ${name.text.length} characters`, `use at most ${limit}`);
  return [];
}

function namespace(at: Located): Draft[] {
  if (at.text === '' || isDnsLabel(at.text)) return [];
  const fix = 'use lower-case letters, digits and hyphens, at most 63';
  return [error(at, { rule: 'object-namespace', reason: 'is no name of a namespace', fix, see })];
}

function keys(metadata: Located): Draft[] {
  const labels = metadata.at('labels').entries;
  const annotations = metadata.at('annotations').entries;
  const fix = 'use at most 63 letters, digits, - _ and ., and begin and end with a letter or a digit';
  const key = (at: Located, rule: string, what: string, page: string) =>
    error(at, { rule, reason: `has a key that ${what} cannot have`, fix: `${fix}, maybe behind a domain and a slash`, see: page });
  return [
    ...labels.filter(([name]) => !isQualifiedName(name)).map(([, at]) => key(at, 'label', 'a label', docs.labels)),
    ...labels
      .filter(([, { text }]) => !isLabelValue(text))
      .map(([, at]) => error(at, { rule: 'label', reason: 'is no value of a label', fix, see: docs.labels })),
    ...annotations
      .filter(([name]) => !isQualifiedName(name.toLowerCase()))
      .map(([, at]) => key(at, 'annotation', 'an annotation', docs.annotations)),
  ];
}

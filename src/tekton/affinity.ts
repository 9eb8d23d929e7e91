import type { Value } from './reference';

/** A condition on the label `key` of a node or a pod. `Gt` and `Lt` are for nodes only. */
export interface LabelRequirement<V extends Value = string, O extends string = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'> {
  readonly key: V;
  readonly operator: O;
  /** Required by `In` and `NotIn`; `Gt` and `Lt` take one whole number. */
  readonly values?: readonly V[];
}

/** A condition on a node's label. */
export type NodeSelectorRequirement<V extends Value = string> = LabelRequirement<
  V,
  'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt'
>;

/** Conditions that must all hold. */
export interface NodeSelectorTerm<V extends Value = string> {
  readonly matchExpressions?: readonly NodeSelectorRequirement<V>[];
  readonly matchFields?: readonly NodeSelectorRequirement<V>[];
}

/**
 * Which objects are meant, by their labels. All of it must hold.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export interface LabelSelector<V extends Value = string> {
  readonly matchLabels?: Readonly<Record<string, V>>;
  readonly matchExpressions?: readonly LabelRequirement<V>[];
}

/** Pods that a pod is to be near to, or far from. */
export interface PodAffinityTerm<V extends Value = string> {
  readonly labelSelector?: LabelSelector<V>;
  /** Namespaces of the pods. @default - the pod's own */
  readonly namespaces?: readonly V[];
  readonly namespaceSelector?: LabelSelector<V>;
  /** The label of nodes that says what near is, such as `kubernetes.io/hostname`. */
  readonly topologyKey: V;
}

/** Which nodes a pod must, and would rather, run on. One required term has to hold; the `weight` of others is 1 to 100. */
export interface NodeAffinity<V extends Value = string> {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms: readonly NodeSelectorTerm<V>[] };
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly weight: number;
    readonly preference: NodeSelectorTerm<V>;
  }[];
}

/** Which pods a pod must, and would rather, be near to; as anti-affinity, far from. `weight` is 1 to 100. */
export interface PodAffinity<V extends Value = string> {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm<V>[];
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly weight: number;
    readonly podAffinityTerm: PodAffinityTerm<V>;
  }[];
}

/** Where a pod runs. @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#affinity-and-anti-affinity */
export interface Affinity<V extends Value = string> {
  readonly nodeAffinity?: NodeAffinity<V>;
  readonly podAffinity?: PodAffinity<V>;
  readonly podAntiAffinity?: PodAffinity<V>;
}

/** How evenly pods are spread. @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */
export interface TopologySpreadConstraint<V extends Value = string> {
  readonly maxSkew: number;
  readonly topologyKey: V;
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
  readonly labelSelector?: LabelSelector<V>;
}

/** A taint that the pod may run beside. @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface Toleration<V extends Value = string> {
  /** Key of the taint; unset, with operator `Exists`: every taint. */
  readonly key?: V;
  /** @default 'Equal' */
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: V;
  /** @default - every effect */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  readonly tolerationSeconds?: number;
}

import type { Value } from './reference';

/** A file of a Secret or ConfigMap: its key there, and its path in the volume. */
export interface VolumeItem {
  readonly key: string;
  readonly path: string;
}

/**
 * A volume of a task's pod. Names of Secrets and ConfigMaps may come from params; an `optional` one may be missing in the cluster.
 *
 * No hostPath and no claim: what a task hands on goes through an image or a result.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/#specifying-volumes
 */
export type Volume =
  | { readonly emptyDir: { readonly sizeLimit?: string; readonly medium?: 'Memory' } }
  | {
      readonly secret: {
        readonly secretName: Value;
        readonly optional?: boolean;
        readonly items?: readonly VolumeItem[];
        readonly defaultMode?: number;
      };
    }
  | { readonly configMap: { readonly name: Value; readonly optional?: boolean; readonly items?: readonly VolumeItem[] } };

/** Where a step sees a volume. Made by `VolumeReference.at()`. */
export interface VolumeMount {
  readonly name: string;
  /** Absolute path in the step. */
  readonly mountPath: string;
  readonly readOnly?: boolean;
}

/** A declared volume; steps that mount it call `at()`, so that a volume that is not declared cannot be mounted. */
export class VolumeReference {
  constructor(readonly name: string) {}

  /** Mounts the volume at an absolute path, writable. */
  at(mountPath: string): VolumeMount {
    return { name: this.name, mountPath };
  }

  /** Mounts the volume at an absolute path, read-only. */
  readOnlyAt(mountPath: string): VolumeMount {
    return { name: this.name, mountPath, readOnly: true };
  }
}

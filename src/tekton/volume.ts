import type { Declared, Value } from './reference';

/** A file of a Secret or ConfigMap: its `key` there, and its relative `path` in the volume. */
export interface VolumeItem {
  readonly key: string;
  readonly path: string;
}

/** A part of a projected volume. */
export type ProjectedSource =
  | { readonly secret: { readonly name: Value; readonly optional?: boolean; readonly items?: readonly VolumeItem[] } }
  | { readonly configMap: { readonly name: Value; readonly optional?: boolean; readonly items?: readonly VolumeItem[] } }
  | { readonly serviceAccountToken: { readonly path: string; readonly audience?: Value; readonly expirationSeconds?: number } };

/** Where the files of a volume come from, by kind. Names may be params. */
export interface VolumeSources {
  /** A folder that lives as long as the pod: no two tasks share it. */
  readonly emptyDir: { readonly sizeLimit?: string; readonly medium?: 'Memory' };
  readonly secret: {
    readonly secretName: Value;
    readonly optional?: boolean;
    readonly items?: readonly VolumeItem[];
    readonly defaultMode?: number;
  };
  readonly configMap: {
    readonly name: Value;
    readonly optional?: boolean;
    readonly items?: readonly VolumeItem[];
    readonly defaultMode?: number;
  };
  readonly persistentVolumeClaim: { readonly claimName: Value; readonly readOnly?: boolean };
  readonly projected: { readonly sources: readonly ProjectedSource[]; readonly defaultMode?: number };
  readonly csi: {
    readonly driver: Value;
    readonly readOnly?: boolean;
    readonly volumeAttributes?: Readonly<Record<string, string>>;
    readonly nodePublishSecretRef?: { readonly name: Value };
  };
}

/** One of several keys. */
export type ExactlyOne<T> = { [K in keyof T]: Pick<T, K> & { readonly [O in Exclude<keyof T, K>]?: never } }[keyof T];

/**
 * A volume of a task's pod. Names of Secrets and ConfigMaps may come from params; an `optional` one may be missing in the cluster.
 * None is a folder of the node: the restricted profiles allow no hostPath.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/#specifying-volumes
 */
export type Volume = ExactlyOne<VolumeSources>;

/** Where a step sees a volume. Made by `VolumeReference.at()`. */
export interface VolumeMount {
  readonly name: string;
  /** Absolute path in the step. */
  readonly mountPath: string;
  readonly readOnly?: boolean;
}

/**
 * A declared volume; steps that mount it call `at()`, so that a volume that is not declared cannot be mounted.
 *
 * @see https://tekton.dev/docs/pipelines/tasks/#specifying-volumes
 * @example
 * new Task(chart, 'scratch', {
 *   version: '0.1.0',
 *   description: 'Shows free space.',
 *   params: {},
 *   volumes: () => ({ work: { emptyDir: { sizeLimit: '1Gi' } } }),
 *   steps: ({ volumes }) => [{ name: 'show', image: 'busybox', command: ['df', '/work'], mounts: [volumes.work.at('/work')] }],
 * });
 */
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

/** Renders volumes: `[{name, <source>}]`; undefined where there are none. */
export function renderVolumes(volumes: Declared<Volume> | undefined): object[] | undefined {
  const list = Object.entries(volumes ?? {}).map(([name, source]) => ({ name, ...source }));
  return list.length > 0 ? list : undefined;
}

import type { WorkspaceArguments } from './declaration';
import type { Value } from './reference';
import type { ExactlyOne, VolumeSources } from './volume';

/** What a claim asks for. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims */
export interface VolumeClaimTemplate {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly accessModes: readonly ('ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod')[];
    /** Size, such as `10Gi`. */
    readonly resources: { readonly requests: { readonly storage: string } };
    /** @default - the cluster's own */
    readonly storageClassName?: string;
    /** @default 'Filesystem' */
    readonly volumeMode?: 'Filesystem' | 'Block';
  };
}

/** A claim that the run itself makes, or any volume. */
interface WorkspaceSources extends VolumeSources {
  /** A claim of the run's own, removed with it. */
  readonly volumeClaimTemplate: VolumeClaimTemplate;
}

/**
 * What a run provides as a workspace: exactly one kind of volume, or a folder of it.
 *
 * @see https://tekton.dev/docs/pipelines/workspaces/#specifying-volumesources-in-workspaces
 */
export type WorkspaceBinding = ExactlyOne<WorkspaceSources> & {
  /** Folder of the volume that is mounted instead of its root. */
  readonly subPath?: Value;
};

/** The workspaces that a run provides; required where a workspace of `W` is not optional. */
export type WorkspaceBindings<W> =
  Record<never, never> extends WorkspaceArguments<W, WorkspaceBinding>
    ? { readonly workspaces?: WorkspaceArguments<W, WorkspaceBinding> }
    : { readonly workspaces: WorkspaceArguments<W, WorkspaceBinding> };

/** Renders what a run provides: `[{name, subPath?, <volume>}]`. */
export function renderWorkspaces(bindings: Readonly<Record<string, WorkspaceBinding | undefined>> = {}): object[] | undefined {
  const list = Object.entries(bindings).flatMap(([name, binding]) => (binding === undefined ? [] : [{ name, ...binding }]));
  return list.length > 0 ? list : undefined;
}

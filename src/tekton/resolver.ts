import { type Param, paramArguments, type Result, type Workspace } from './declaration';
import type { PipelineSource } from './pipeline';
import type { Declared, Value } from './reference';
import type { StepActionSource } from './step-action';
import type { TaskSource } from './task';

/** The kinds of objects that resolvers fetch. */
type ResolvedKind = 'task' | 'pipeline' | 'stepaction';

/** Where a resolver fetches an object from; which kind it is, whoever uses it knows. */
export interface Remote {
  /** What stands in `taskRef`, `pipelineRef` or a step's `ref`: the resolver and its params. */
  reference(kind: ResolvedKind): object;
}

function remote(resolver: string, params: (kind: ResolvedKind) => object): Remote {
  return { reference: kind => ({ resolver, params: paramArguments(params(kind)) }) };
}

/**
 * An object of the cluster, in another namespace.
 *
 * @see https://tekton.dev/docs/pipelines/cluster-resolver/
 * @example
 * const clone = remoteTask(fromCluster({ name: 'git-clone', namespace: 'openshift-pipelines' }), {
 *   params: { URL: { description: 'Repository.' } },
 * });
 */
export function fromCluster({ name, namespace }: { readonly name: Value; readonly namespace: Value }): Remote {
  return remote('cluster', kind => ({ kind, name, namespace }));
}

/**
 * An object of a Tekton bundle, an image by tag or digest.
 *
 * @see https://tekton.dev/docs/pipelines/bundle-resolver/
 * @example
 * const lint = remoteTask(fromBundle({ bundle: 'quay.io/acme/tasks:1.0', name: 'lint' }), {
 *   params: { path: { description: 'Folder.' } },
 * });
 */
export function fromBundle({ bundle, name, secret }: { readonly bundle: Value; readonly name: Value; readonly secret?: Value }): Remote {
  return remote('bundles', kind => ({ kind, name, bundle, secret }));
}

/**
 * A file of a Git repository, at a branch, tag or, best, commit.
 *
 * @see https://tekton.dev/docs/pipelines/git-resolver/
 * @example
 * const sources = { url: 'https://github.com/acme/tasks.git', revision: 'v1.0.0' };
 * const lint = remoteTask(fromGit({ ...sources, pathInRepo: 'lint/task.yaml' }), { params: { path: { description: 'Folder.' } } });
 */
export function fromGit(at: { readonly url: Value; readonly revision: Value; readonly pathInRepo: Value }): Remote {
  return remote('git', () => at);
}

/**
 * An entry of a hub: by default of Artifact Hub's Tekton catalog.
 *
 * @see https://tekton.dev/docs/pipelines/hub-resolver/
 * @example
 * const clone = remoteTask(fromHub({ name: 'git-clone', version: '0.9.0' }), { params: { url: { description: 'Repository.' } } });
 */
export function fromHub(at: {
  readonly name: Value;
  readonly version: Value;
  readonly catalog?: Value;
  readonly type?: 'artifact' | 'tekton';
}): Remote {
  return remote('hub', kind => ({ ...at, kind }));
}

/**
 * A file of a web server.
 *
 * @see https://tekton.dev/docs/pipelines/http-resolver/
 * @example
 * const lint = remoteTask(fromHttp({ url: 'https://tasks.example.com/lint.yaml' }), { params: { path: { description: 'Folder.' } } });
 */
export function fromHttp(at: { readonly url: Value }): Remote {
  return remote('http', () => at);
}

/** What somebody else's task declares, as far as it is used. */
export interface RemoteTaskInterface<P, R, W> {
  /** Its params, by name: `Param` each. */
  readonly params: P;
  /** @default - none */
  readonly results?: R;
  /** @default - none */
  readonly workspaces?: W;
}

/**
 * A task that a resolver fetches when the run starts. What it declares is written here once, so that its use is typed as that of our own.
 *
 * @see https://tekton.dev/docs/pipelines/resolution/
 * @example
 * const clone = remoteTask(fromHub({ name: 'git-clone', version: '0.9.0' }), {
 *   params: { url: { description: 'Repository.' } },
 *   results: { commit: { description: 'Commit.' } },
 *   workspaces: { output: { description: 'Sources.' } },
 * });
 */
export function remoteTask<
  const P extends Declared<Param>,
  const R extends Declared<Result> = Record<never, never>,
  const W extends Declared<Workspace> = Record<never, never>,
>(from: Remote, { params, results, workspaces }: RemoteTaskInterface<P, R, W>): TaskSource<P, R, W> {
  return { ref: from.reference('task'), params, results, workspaces };
}

/**
 * A pipeline that a resolver fetches when the run starts.
 *
 * @see https://tekton.dev/docs/pipelines/resolution/
 * @example
 * const release = remotePipeline(fromBundle({ bundle: 'quay.io/acme/pipelines:1.0', name: 'release' }), {
 *   params: { revision: { description: 'Commit.' } },
 * });
 * new PipelineRun(chart, 'release', { pipeline: release, generateName: 'release-', params: { revision: 'main' } });
 */
export function remotePipeline<const P extends Declared<Param>, const W extends Declared<Workspace> = Record<never, never>>(
  from: Remote,
  { params, workspaces }: { readonly params: P; readonly workspaces?: W },
): PipelineSource<P, W> {
  return { ref: from.reference('pipeline'), declared: params, workspaces };
}

/**
 * A step action that a resolver fetches when the run starts.
 *
 * @see https://tekton.dev/docs/pipelines/stepactions/
 * @example
 * const clone = remoteStepAction(fromHttp({ url: 'https://tasks.example.com/clone.yaml' }), {
 *   params: { url: { description: 'Repository.' } },
 *   results: { commit: { description: 'Commit.' } },
 * });
 * const step = stepOf('clone', clone, { params: { url: 'https://github.com/acme/app.git' } });
 * step.results.commit; // $(steps.clone.results.commit)
 */
export function remoteStepAction<const P extends Declared<Param>, const R extends Declared<Result> = Record<never, never>>(
  from: Remote,
  { params, results }: { readonly params: P; readonly results?: R },
): StepActionSource<P, R> {
  return { ref: from.reference('stepaction'), params, results };
}

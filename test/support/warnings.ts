import { renderPath } from '../../src/source/path';
import { type FindingsOptions, findings } from '../../src/tekton/findings/findings';

/** Findings as `kind place: reason; fix`, with `error` before those that the cluster refuses. */
export function told(manifests: readonly object[], options: FindingsOptions = {}): string[] {
  return findings(manifests, options).map(({ severity, object, path, reason, fix }) => {
    const text = `${object.kind} ${renderPath(path)} ${reason}; ${fix}`;
    return severity === 'error' ? `error: ${text}` : text;
  });
}

/** An object of Tekton Pipelines. */
export function tekton(kind: 'Task' | 'TaskRun' | 'Pipeline' | 'PipelineRun' | 'StepAction', spec: object, name = 'build'): object {
  return { apiVersion: `tekton.dev/${kind === 'StepAction' ? 'v1beta1' : 'v1'}`, kind, metadata: { name }, spec };
}

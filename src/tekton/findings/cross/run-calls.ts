import type { Draft } from '../draft';
import type { Located } from '../located';
import { declaredParams } from '../rules/declared-params';
import { givenIn, paramsOfCall } from './calls';
import type { Objects } from './objects';
import { nameOf } from './pipeline-calls';
import { workspacesOfCall } from './workspaces';

/** A run and the pipeline or task that it names, where that is known. */
export function runCall(run: Located, kind: 'Task' | 'Pipeline', objects: Objects, namespace: string): Draft[] {
  const ref = run.at(kind === 'Task' ? 'taskRef' : 'pipelineRef');
  const known = ref.given ? objects.referenced(ref, kind, namespace) : undefined;
  if (known === undefined) return [];
  const params = run.at('params');
  return [
    ...paramsOfCall({ what: `${kind} ${nameOf(ref)}`, params, given: givenIn(params), declared: declaredParams(known.at('params')) }),
    ...workspacesOfCall(run.at('workspaces'), known.at('workspaces'), kind, nameOf(ref)),
  ];
}

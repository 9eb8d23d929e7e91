import { closest } from '../../../source/closest';
import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';

const see = docs.workspaces;

/**
 * The workspaces that are bound are those that what runs declares.
 *
 * Source: pipeline, pkg/workspace/validate.go (ValidateBindings), pkg/reconciler/pipelinerun/resources/validate_params.go.
 * @param bound list of workspaces by name
 * @param declared list of workspaces as a task or pipeline declares them
 * @param kind what runs: the cluster may have a default for the workspaces of tasks
 */
export function workspacesOfCall(bound: Located, declared: Located, kind: 'Task' | 'Pipeline', name: string): Draft[] {
  const what = `${kind} ${name}`;
  const [given, known] = [new Set(bound.names), new Set(declared.names)];
  const missing = declared.items
    .filter(item => item.at('optional').value !== true && !given.has(item.at('name').text))
    .map(item => item.at('name').text);
  const unknown = bound.items.map(item => item.at('name')).filter(({ text }) => !known.has(text));
  return [
    ...unknown.map(at => {
      const near = closest(at.text, [...known]);
      const fix = near === undefined ? 'remove it' : `write ${near}, or remove it`;
      return warning(at, { rule: 'workspace-in-vain', reason: `is no workspace of ${what}`, fix, see });
    }),
    ...(missing.length === 0
      ? []
      : [missingWorkspaces(missing, bound, `${what} cannot start${kind === 'Task' ? ', unless the cluster has a default' : ''}`)]),
  ];
}

function missingWorkspaces(missing: readonly string[], bound: Located, effect: string): Draft {
  const names = missing.join(', ');
  const reason = `${bound.given ? 'does not bind' : 'is missing, which would bind'} ${names}: ${effect}`;
  return warning(bound, { rule: 'workspace-missing', reason, fix: `bind ${names}, or make it optional`, see });
}

import { cleanPath } from '../clean-path';
import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { repeated } from './repeated';

const see = docs.workspaces;

/** Workspaces of a task: names and mount paths of their own, and none used that is not declared. Source: pipeline, task_validation.go. */
export function taskWorkspaces(spec: Located): Draft[] {
  const declared = spec.at('workspaces');
  return [
    ...repeated(declared, 'workspace', see),
    ...mountPaths(spec),
    ...uses(spec.at('steps'), declared),
    ...uses(spec.at('sidecars'), declared),
  ];
}

function mountPaths(spec: Located): Draft[] {
  const mounts = [...spec.at('steps').items, spec.at('stepTemplate')].flatMap(step => step.at('volumeMounts').items);
  const taken = new Set(mounts.map(mount => cleanPath(mount.at('mountPath').text)));
  return spec.at('workspaces').items.flatMap(workspace => {
    const path = workspace.at('mountPath');
    const clean = cleanPath(path.text === '' ? `/workspace/${workspace.at('name').text}` : path.text);
    const again = taken.has(clean);
    taken.add(clean);
    if (!again) return [];
    const reason = `is where another workspace or a volume is mounted: ${clean}`;
    return [error(path, { rule: 'workspace-mount-path', reason, fix: 'mount one of them somewhere else', see })];
  });
}

function uses(containers: Located, declared: Located): Draft[] {
  const names = new Set(declared.names);
  return containers.items
    .flatMap(container => container.at('workspaces').names.map((name, index) => [name, container.at('workspaces', index, 'name')] as const))
    .filter(([name]) => !names.has(name))
    .map(([, at]) =>
      error(at, { rule: 'undeclared-workspace', reason: 'is no workspace of the task', fix: 'declare it in workspaces', see }),
    );
}

/** Workspaces of a pipeline. Source: pipeline, pipeline_validation.go (validatePipelineWorkspacesDeclarations). */
export function pipelineWorkspaces(declared: Located): Draft[] {
  const nameless = declared.items.map(item => item.at('name')).filter(({ text }) => text === '');
  return [
    ...nameless.map(at => error(at, { rule: 'workspace-name', reason: 'is missing', fix: 'name the workspace', see })),
    ...repeated(declared, 'workspace', see),
  ];
}

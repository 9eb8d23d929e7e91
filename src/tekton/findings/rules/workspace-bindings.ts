import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';

const see = docs.workspaces;
const sources = ['emptyDir', 'persistentVolumeClaim', 'volumeClaimTemplate', 'configMap', 'secret', 'projected', 'csi'];

/** What has to be said of a source. */
const needed: Readonly<Record<string, string>> = {
  persistentVolumeClaim: 'claimName',
  configMap: 'name',
  secret: 'secretName',
  csi: 'driver',
};

/** Workspaces of a run: each is bound to one source. Source: pipeline, pkg/apis/pipeline/v1/workspace_validation.go. */
export function workspaceBindings(list: Located): Draft[] {
  return list.items.flatMap(binding);
}

function binding(at: Located): Draft[] {
  const [source, ...more] = sources.filter(name => at.at(name).given);
  if (source === undefined) {
    const fix = `add one of ${sources.join(', ')}`;
    return [error(at, { rule: 'workspace-binding', reason: 'is bound to nothing', fix, see })];
  }
  if (more.length > 0) {
    const reason = `is bound to ${[source, ...more].join(' and ')}`;
    return [error(at, { rule: 'workspace-binding', reason, fix: 'keep one of them', see })];
  }
  const field = needed[source];
  if (field !== undefined && at.at(source, field).text === '') return [missing(at.at(source, field))];
  return source === 'projected' && at.at(source, 'sources').items.length === 0 ? [missing(at.at(source, 'sources'))] : [];
}

function missing(at: Located): Draft {
  return error(at, { rule: 'workspace-binding', reason: 'is missing', fix: 'say what the workspace is bound to', see });
}

import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';

const see = docs.affinityAssistants;
const fix = 'use an emptyDir inside one task and pass results between tasks, or place all tasks in taskRunTemplate.podTemplate';

/**
 * Tasks of a run that share a PersistentVolumeClaim run on one node, which a placeholder pod of Tekton's picks first (coschedule:
 * workspaces, the default, and since OpenShift Pipelines 1.19 on OpenShift, too).
 *
 * Sources: pipeline, pkg/workspace/validate.go, pkg/internal/affinityassistant, pkg/reconciler/pipelinerun/affinity_assistant.go.
 */
export function affinityAssistant(run: Located, pipeline: Located | undefined): Draft[] {
  const claims = new Map(run.at('workspaces').items.flatMap(claimOf));
  if (claims.size === 0) return [];
  const tasks = pipeline === undefined ? [] : ['tasks', 'finally'].flatMap(key => pipeline.at(key).items);
  return [
    ...paramsInTemplate(run.at('taskRunTemplate', 'podTemplate')),
    ...nodeOfTask(run, tasks, claims),
    ...twoClaims(run, tasks, claims),
  ];
}

type Claims = ReadonlyMap<string, string>;

/** Name of a workspace, and of its claim. */
function claimOf(workspace: Located): [string, string][] {
  const name = workspace.at('name').text;
  if (workspace.at('volumeClaimTemplate').given) return [[name, `template of ${name}`]];
  const claim = workspace.at('persistentVolumeClaim');
  return claim.given ? [[name, claim.at('claimName').text]] : [];
}

/** The placeholder takes these fields as they are written. */
function paramsInTemplate(template: Located): Draft[] {
  const reason = 'uses params, which the placeholder pod of a run with a PersistentVolumeClaim does not replace: it never starts';
  return ['nodeSelector', 'tolerations', 'securityContext', 'priorityClassName', 'imagePullSecrets']
    .map(key => template.at(key))
    .filter(({ value }) => value !== undefined && JSON.stringify(value).includes('$(params'))
    .map(at => warning(at, { rule: 'affinity-assistant', reason, fix: 'write a value, or use no PersistentVolumeClaim', see }));
}

/** The placeholder knows nothing of what is demanded for one task. */
function nodeOfTask(run: Located, tasks: readonly Located[], claims: Claims): Draft[] {
  const byName = new Map(tasks.map(task => [task.at('name').text, task]));
  const general = JSON.stringify(run.at('taskRunTemplate', 'podTemplate', 'nodeSelector').value);
  return run.at('taskRunSpecs').items.flatMap(spec => {
    const task = byName.get(spec.at('pipelineTaskName').text);
    const [shared] = task === undefined ? [] : claimed(task, claims);
    if (shared === undefined) return [];
    const selector = spec.at('podTemplate', 'nodeSelector');
    const required = spec.at('podTemplate', 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
    const reason = `is not known to the placeholder pod of the workspace ${shared.workspace}, which may be on another node: then the task waits until it times out`;
    return [selector, required]
      .filter(at => at.given && JSON.stringify(at.value) !== general)
      .map(at => warning(at, { rule: 'affinity-assistant', reason, fix, see }));
  });
}

/** A task can be bound to one claim only. */
function twoClaims(run: Located, tasks: readonly Located[], claims: Claims): Draft[] {
  if (claims.size < 2) return [];
  const bindings = run.at('workspaces');
  return tasks.flatMap(task => {
    const used = claimed(task, claims);
    const other = used.find(({ claim }) => claim !== used[0]?.claim);
    if (other === undefined) return [];
    const reason = `is a second PersistentVolumeClaim of the task ${task.at('name').text}, beside ${used[0]?.workspace}: the task fails`;
    const at = bindings.items.find(item => item.at('name').text === other.workspace) ?? bindings;
    const fix = `use one claim with a subPath for each, or bind ${other.workspace} to something else`;
    return [warning(at, { rule: 'two-claims', reason, fix, see })];
  });
}

/** The workspaces of a task that are claims. */
function claimed(task: Located, claims: Claims): { readonly workspace: string; readonly claim: string }[] {
  return task.at('workspaces').items.flatMap(item => {
    const workspace = item.at('workspace').text || item.at('name').text;
    const claim = claims.get(workspace);
    return claim === undefined ? [] : [{ workspace, claim }];
  });
}

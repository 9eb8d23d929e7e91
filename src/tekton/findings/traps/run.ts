import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import type { Versions } from '../structure';
import { milliseconds } from '../text-formats';
import { atLeast } from '../version';
import { textsBelow } from './specs';

const hour = 3_600_000;

/** What goes wrong with a PipelineRun; `pipeline` is what it runs, where that is known. */
export function pipelineRunTraps(spec: Located, pipeline: Located | undefined, versions: Versions): Draft[] {
  const claims = spec.at('workspaces').items.filter(isClaim);
  const specs = spec.at('taskRunSpecs').items.map(item => item.at('podTemplate'));
  return [
    ...(pipeline === undefined ? [] : defaultTimeout(spec, pipeline)),
    ...(claims.length === 0 ? [] : [...specs.flatMap(placement), ...staticTemplate(spec.at('taskRunTemplate', 'podTemplate'))]),
    ...(pipeline === undefined ? [] : twoClaims(claims, pipeline)),
    ...specs.flatMap(template => templateParams(template, versions)),
  ];
}

/** What goes wrong with a TaskRun. */
export function taskRunTraps(spec: Located, versions: Versions): Draft[] {
  return templateParams(spec.at('podTemplate'), versions);
}

function isClaim(workspace: Located): boolean {
  return workspace.at('persistentVolumeClaim').given || workspace.at('volumeClaimTemplate').given;
}

/** Source: pipeline, config/config-defaults.yaml (default-timeout-minutes: 60). */
function defaultTimeout(spec: Located, pipeline: Located): Draft[] {
  const timeout = spec.at('timeouts', 'pipeline');
  if (timeout.given) return [];
  const long = pipeline.at('tasks').items.filter(task => (milliseconds(task.at('timeout').text) ?? 0) > hour);
  const [first] = long;
  if (first === undefined) return [];
  const reason = `is missing: the run ends after 60 minutes, though ${first.at('name').text} may take ${first.at('timeout').text}`;
  return [
    warning(timeout, { rule: 'default-timeout', reason, fix: 'write how long the whole run may take', see: docs.pipelineRunTimeouts }),
  ];
}

/** Source: pipeline, pkg/internal/affinityassistant/transformer.go; docs/affinityassistants.md. */
function placement(template: Located): Draft[] {
  return [template.at('nodeSelector'), template.at('affinity', 'nodeAffinity')]
    .filter(({ given }) => given)
    .map(at => {
      const reason =
        'is not known to the affinity assistant, which binds tasks with a claim to the node of a placeholder: on another node they wait for ever';
      const fix = 'write it in taskRunTemplate.podTemplate, or do without the claim';
      return warning(at, { rule: 'affinity-assistant', reason, fix, see: docs.affinityAssistants });
    });
}

/** The placeholder's pod gets the template as it is. Source: pipeline, pkg/reconciler/pipelinerun/affinity_assistant.go. */
function staticTemplate(template: Located): Draft[] {
  return textsBelow(template)
    .filter(({ text }) => text.includes('$(params'))
    .map(at => {
      const reason = 'is not replaced in the pod of the affinity assistant, which a claim brings';
      return warning(at, { rule: 'affinity-assistant', reason, fix: 'write the value itself', see: docs.affinityAssistants });
    });
}

/** Source: pipeline, pkg/workspace/validate.go (ValidateOnlyOnePVCIsUsed). */
function twoClaims(claims: readonly Located[], pipeline: Located): Draft[] {
  if (claims.length < 2) return [];
  const names = new Set(claims.map(claim => claim.at('name').text));
  const tasks = [...pipeline.at('tasks').items, ...pipeline.at('finally').items];
  const second = claims[1];
  return tasks.flatMap(task => {
    const used = task.at('workspaces').items.map(item => item.at('workspace').text || item.at('name').text);
    const bound = used.filter(name => names.has(name));
    if (bound.length < 2 || second === undefined) return [];
    const reason = `is a second claim of the task ${task.at('name').text} (${bound.join(', ')}), where the affinity assistant allows one`;
    const fix = 'put both into one claim, by subPath';
    return [warning(second, { rule: 'two-claims', reason, fix, see: docs.affinityAssistants })];
  });
}

/** Source: pipeline, pkg/reconciler/taskrun/resources/apply.go (ApplyPodTemplateReplacements), since 1.3. */
function templateParams(template: Located, { minVersion }: Versions): Draft[] {
  if (!template.given || atLeast(minVersion, '1.3.0')) return [];
  return textsBelow(template)
    .filter(({ text }) => text.includes('$(params'))
    .map(at => {
      const reason = `has a variable, which Tekton replaces here since 1.3.0: ${minVersion}, which this is to run on, does not`;
      return warning(at, {
        rule: 'newer-variable',
        reason,
        fix: 'write the value itself, or run Tekton 1.3.0 or later',
        see: docs.podTemplates,
      });
    });
}

import type { Objects } from '../cross/objects';
import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { atLeast } from '../version';
import { affinityAssistant } from './affinity-assistant';
import { runTimes } from './run-times';
import { secretsInEnvironment } from './secrets';

/** What goes wrong when a pipeline runs as this run says. */
export function pipelineRunTraps(run: Located, objects: Objects, namespace: string, minVersion: string): Draft[] {
  const pipeline = run.at('pipelineSpec').given ? run.at('pipelineSpec') : objects.referenced(run.at('pipelineRef'), 'Pipeline', namespace);
  const templates = [run.at('taskRunTemplate', 'podTemplate'), ...run.at('taskRunSpecs').items.map(spec => spec.at('podTemplate'))];
  return [
    ...affinityAssistant(run, pipeline),
    ...(pipeline === undefined ? [] : runTimes(run, pipeline)),
    ...templates.flatMap(template => podTemplateTraps(template, minVersion)),
  ];
}

/** What goes wrong with the pods of a run. */
export function podTemplateTraps(template: Located, minVersion: string): Draft[] {
  return [...secretsInEnvironment(template), ...paramsInPodTemplate(template, minVersion)];
}

const paramsSince = '1.3.0';

/** Source: pipeline v1.3.0, pkg/reconciler/taskrun/resources/apply.go (ApplyPodTemplateReplacements). */
function paramsInPodTemplate(template: Located, minVersion: string): Draft[] {
  if (!template.given || atLeast(minVersion, paramsSince) || !JSON.stringify(template.value).includes('$(params')) return [];
  const reason = `uses params, which Tekton ${minVersion}, which this is to run on, does not replace here: it came with ${paramsSince}`;
  return [
    warning(template, {
      rule: 'newer-variable',
      reason,
      fix: `write values, or run Tekton ${paramsSince} or later`,
      see: docs.podTemplates,
    }),
  ];
}

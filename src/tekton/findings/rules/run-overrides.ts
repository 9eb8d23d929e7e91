import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { repeated } from './repeated';

const see = docs.computeResources;

/** Resources of a whole run, or of its steps and sidecars. Source: pipeline, taskrun_validation.go (validateStepSpecs). */
export function resourceOverrides(at: Located): Draft[] {
  const steps = at.at('stepSpecs');
  return [...named(steps, 'step'), ...named(at.at('sidecarSpecs'), 'sidecar'), ...bothLevels(at.at('computeResources'), steps)];
}

function named(list: Located, what: string): Draft[] {
  const names = list.items.map(item => item.at('name'));
  const given = names.filter(({ text }) => text !== '');
  return [
    ...names
      .filter(({ text }) => text === '')
      .map(at => error(at, { rule: 'override-name', reason: 'is missing', fix: `name the ${what}`, see })),
    ...(given.length === names.length ? repeated(list, what, see, name => name.toLowerCase()) : []),
  ];
}

function bothLevels(whole: Located, steps: Located): Draft[] {
  const ofSteps = steps.items.some(({ value }) => hasResources(value));
  if (!whole.given || !ofSteps) return [];
  const reason = 'cannot be beside the resources of single steps in stepSpecs';
  return [error(whole, { rule: 'resources-twice', reason, fix: 'keep one of them', see })];
}

function hasResources(value: unknown): boolean {
  const resources = typeof value === 'object' && value !== null && 'computeResources' in value ? value.computeResources : undefined;
  return typeof resources === 'object' && resources !== null && Object.values(resources).some(part => Object.keys(part ?? {}).length > 0);
}

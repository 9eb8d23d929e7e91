import { cleanPath } from '../clean-path';
import { docs } from '../docs';
import { type Advice, type Draft, error } from '../draft';
import type { Located } from '../located';
import { isDnsLabel, milliseconds } from '../text-formats';
import { paramValuesThere } from './given-params';
import { reference } from './references';
import type { StepView } from './step-view';

const see = docs.steps;

/** One step: what it runs, and what it may not set. Source: pipeline, pkg/apis/pipeline/v1/container_validation.go (Step.Validate). */
export function step(view: StepView): Draft[] {
  const { at } = view;
  return [
    ...(at.at('ref').given ? withReference(at) : withoutReference(view)),
    ...stepName(at.at('name')),
    ...stepTimeout(at.at('timeout')),
    ...view.volumeMounts.flatMap(mount),
    ...onError(at.at('onError')),
    ...alpha(at),
  ];
}

const exclusive = ['image', 'command', 'args', 'script', 'workingDir', 'env', 'volumeMounts', 'results'] as const;

function withReference(at: Located): Draft[] {
  const set = (field: Located, key: string) => (key === 'env' ? field.given : field.text !== '' || field.items.length > 0);
  const reason = 'cannot be set where ref names a step action, which has it';
  const fix = 'remove it, or set it in the step action';
  return [
    ...reference(at.at('ref')),
    ...exclusive
      .map(key => [key, at.at(key)] as const)
      .filter(([key, field]) => set(field, key))
      .map(([, field]) => error(field, { rule: 'step-reference', reason, fix, see: docs.stepActions })),
    ...paramValuesThere(at.at('params'), docs.stepActions),
  ];
}

function withoutReference({ at, image, command }: StepView): Draft[] {
  return [
    ...(at.at('params').items.length > 0
      ? [
          error(at.at('params'), {
            rule: 'step-params',
            reason: 'cannot be without ref',
            fix: 'remove it: a step uses the params of its task',
            see: docs.stepActions,
          }),
        ]
      : []),
    ...(image.text === ''
      ? [error(image, { rule: 'step-image', reason: 'is missing', fix: 'add image, or ref to a step action', see })]
      : []),
    ...scriptAndCommand(at.at('script'), command),
  ];
}

/** A script is the command. */
export function scriptAndCommand(script: Located, command: Located): Draft[] {
  if (script.text === '' || command.items.length === 0) return [];
  const fix = 'remove one of them';
  return [error(script, { rule: 'script-and-command', reason: 'cannot be beside command', fix, see: docs.scripts })];
}

function stepName(name: Located): Draft[] {
  if (name.text === '' || isDnsLabel(name.text)) return [];
  const fix = 'use lower-case letters, digits and hyphens, at most 63, and begin and end with a letter or a digit';
  return [error(name, { rule: 'step-name', reason: 'is no name of a step', fix, see })];
}

function stepTimeout(timeout: Located): Draft[] {
  if ((milliseconds(timeout.text) ?? 0) >= 0) return [];
  return [error(timeout, { rule: 'negative-timeout', reason: 'is less than nothing', fix: 'write a positive time, or remove it', see })];
}

function mount(at: Located): Draft[] {
  const path = at.at('mountPath');
  const name = at.at('name');
  const clean = cleanPath(path.text);
  const own: Advice = {
    rule: 'mount-under-tekton',
    reason: "is Tekton's own folder",
    fix: 'mount it somewhere else, or under /tekton/home',
    see: docs.volumes,
  };
  return [
    ...(clean.startsWith('/tekton/') && !clean.startsWith('/tekton/home') ? [error(path, own)] : []),
    ...(name.text.startsWith('tekton-internal-')
      ? [
          error(name, {
            rule: 'internal-volume',
            reason: 'begins with tekton-internal-, as the volumes of Tekton do',
            fix: 'rename it',
            see: docs.volumes,
          }),
        ]
      : []),
  ];
}

function onError(at: Located): Draft[] {
  if (at.text === '' || at.text.startsWith('$(params') || ['continue', 'stopAndFail'].includes(at.text)) return [];
  return [
    error(at, { rule: 'on-error', reason: 'is no way to go on after an error', fix: 'write continue or stopAndFail', see: docs.onError }),
  ];
}

function alpha(at: Located): Draft[] {
  const fix = 'remove it';
  const off = (field: Located) =>
    error(field, { rule: 'alpha-feature', reason: 'is an alpha feature, which is off by default', fix, see: docs.featureFlags });
  return [...windowsScript(at.at('script')), ...[at.at('stdoutConfig'), at.at('stderrConfig')].filter(({ given }) => given).map(off)];
}

/** Scripts for Windows. */
export function windowsScript(script: Located): Draft[] {
  if (!script.text.trim().startsWith('#!win')) return [];
  const reason = 'is a script for Windows, an alpha feature that is off by default';
  return [error(script, { rule: 'alpha-feature', reason, fix: 'write a script for Linux', see: docs.featureFlags })];
}

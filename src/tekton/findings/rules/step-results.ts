import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import type { StepView } from './step-view';

const stepResult = /\$\(steps\..*?\.results\..*?\)/;
const stepArtifact = /\$\(steps\.[^.]+\.(?:inputs|outputs)\.[^.)]+\)/;
const taskArtifact = /\$\(tasks\.[^.]+\.(?:inputs|outputs)\.[^.)]+\)/;

/** Results of other steps may stand in env, command and args only. Source: pipeline, container_validation.go (validateStepResultReference). */
export function resultsOfSteps(view: StepView): Draft[] {
  const fix = 'give it to the step in env, and read the environment';
  const reason = 'uses the result of a step, which may be in env, command and args only';
  return placesWithoutResults(view)
    .filter(({ text }) => stepResult.test(text))
    .map(at => error(at, { rule: 'step-result-place', reason, fix, see: docs.stepResults }));
}

function placesWithoutResults({ at, texts }: StepView): Located[] {
  const free = new Set(['env', 'command', 'args', 'onError']);
  return [
    ...texts.filter(({ field }) => !free.has(field)).map(text => text.at),
    at.at('imagePullPolicy'),
    ...at.at('envFrom').items.flatMap(from => [from.at('prefix'), from.at('configMapRef', 'name'), from.at('secretRef', 'name')]),
    ...at.at('volumeDevices').items.flatMap(device => [device.at('name'), device.at('devicePath')]),
  ];
}

/** Artifacts are an alpha feature. Source: pipeline, container_validation.go (validateArtifactsReferencesInStep, validateStepArtifactsReference). */
export function artifactsInStep(view: StepView): Draft[] {
  const reason = 'uses artifacts, which need the feature flag enable-artifacts, off by default';
  const usual = new Set(['script', 'command', 'args', 'env']);
  const [run, others] = [view.texts.filter(({ field }) => usual.has(field)).map(({ at }) => at), placesWithoutResults(view)];
  return [
    ...run.filter(({ text }) => usesStepArtifact(text) || usesTaskArtifact(text)),
    ...others.filter(at => !run.includes(at) && usesStepArtifact(at.text)),
  ].map(at => error(at, { rule: 'artifacts', reason, fix: 'use a result, or push an image', see: docs.featureFlags }));
}

function usesStepArtifact(text: string): boolean {
  return stepArtifact.test(text) || text.includes('$(step.artifacts.path)');
}

function usesTaskArtifact(text: string): boolean {
  return taskArtifact.test(text) || text.includes('$(artifacts.path)');
}

/** Whether a text uses an artifact of a task of the pipeline. */
export function namesTaskArtifact(text: string): boolean {
  return taskArtifact.test(text);
}

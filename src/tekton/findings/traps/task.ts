import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { variables } from '../variables';
import { textsBelow } from './specs';

/** What goes wrong when a task runs. */
export function taskTraps(spec: Located): Draft[] {
  const steps = spec.at('steps').items;
  const containers = [...steps, spec.at('stepTemplate'), ...spec.at('sidecars').items];
  return [
    ...resultsNotWritten(spec),
    ...containers.flatMap(secretsInEnvironment),
    ...steps.flatMap(step => [...paramInScript(step), ...entrypoint(step)]),
  ];
}

/** What goes wrong when a step action runs. Params in its script are refused before. */
export function stepActionTraps(spec: Located): Draft[] {
  return [...secretsInEnvironment(spec), ...entrypoint(spec)];
}

/**
 * A result whose file no step knows is missing at the end: whoever uses it fails.
 *
 * Source: pipeline, docs/pipelines.md (Passing one Task's Results; InvalidTaskResultReference).
 */
function resultsNotWritten(spec: Located): Draft[] {
  const declared = spec.at('results').items.filter(result => !result.at('value').given);
  if (declared.length === 0) return [];
  const texts = [...spec.at('steps').items, spec.at('stepTemplate'), ...spec.at('sidecars').items].flatMap(textsBelow);
  if (texts.some(({ text }) => text.includes('/tekton/results'))) return [];
  const named = new Set(texts.flatMap(({ text }) => variables(text, 'results')).map(({ name }) => name));
  return declared
    .map(result => result.at('name'))
    .filter(({ text }) => !named.has(text))
    .map(name => {
      const reason = 'is written by no step, so that whoever uses it fails';
      const fix = `give $(results.${name.text}.path) to a step that writes it, or remove the result`;
      return warning(name, { rule: 'result-not-written', reason, fix, see: docs.results });
    });
}

/** Source: Kubernetes, docs/concepts/configuration/secret (Using Secrets as environment variables). */
function secretsInEnvironment(container: Located): Draft[] {
  const variables = container.at('env').items.map(item => item.at('valueFrom', 'secretKeyRef'));
  const whole = container.at('envFrom').items.map(item => item.at('secretRef'));
  return [...variables, ...whole]
    .filter(({ given }) => given)
    .map(at => {
      const reason = 'puts a secret into the environment, which every program that the step starts can read and print';
      return warning(at, {
        rule: 'secret-in-env',
        reason,
        fix: 'mount the Secret as a volume, in the step that needs it',
        see: docs.volumes,
      });
    });
}

/** Tekton replaces variables before the shell reads the script: a value can become code. Source: pipeline, docs/tasks.md. */
function paramInScript(step: Located): Draft[] {
  const script = step.at('script');
  const [first] = variables(script.text, 'params');
  if (first === undefined) return [];
  const reason = `has ${first.text}, which is replaced before the shell reads it: a value can become code`;
  return [warning(script, { rule: 'script-variable', reason, fix: 'pass it by env, and read the variable', see: docs.scripts })];
}

/** Source: pipeline, docs/container-contract.md (the entry point is looked up in the image's registry). */
function entrypoint(step: Located): Draft[] {
  if (['script', 'command', 'ref'].some(key => step.at(key).given) || !step.at('args').given) return [];
  const reason = "runs the image's own entry point, which Tekton looks up in the registry: it fails where only the node may pull";
  return [warning(step, { rule: 'step-entrypoint', reason, fix: 'write command or script', see: docs.steps })];
}

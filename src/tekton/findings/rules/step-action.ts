import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { variables } from '../variables';
import { declaredParams } from './declared-params';
import { undeclared } from './param-variables';
import { objectProperties, paramDeclarations, paramNames } from './params';
import { resultDeclarations } from './results';
import { scriptAndCommand, windowsScript } from './step';
import { arraysInSteps, paramsInSteps } from './step-variables';
import { type StepView, stepActionView } from './step-view';

const see = docs.stepActions;

/** A step action. Source: pipeline, pkg/apis/pipeline/v1beta1/stepaction_validation.go. */
export function stepAction(spec: Located): Draft[] {
  const image = spec.at('image');
  const script = spec.at('script');
  const params = declaredParams(spec.at('params'));
  const checked = judgedTexts(stepActionView(spec));
  const results = spec.at('results').names;
  return [
    ...(image.text === '' ? [error(image, { rule: 'step-image', reason: 'is missing', fix: 'add the image to run', see })] : []),
    ...scriptAndCommand(script, spec.at('command')),
    ...windowsScript(script),
    ...paramsInScript(script),
    ...paramsInSteps([checked], params),
    ...paramDeclarations(spec.at('params')),
    ...paramNames(params),
    ...objectProperties(spec.at('params')),
    ...arraysInSteps([checked], params),
    ...undeclared(script, { prefix: 'step.results', what: 'result', names: results }),
    ...undeclared(script, { prefix: 'results', what: 'result', names: results }),
    ...resultDeclarations(spec.at('results')),
    ...mounts(spec.at('volumeMounts')),
  ];
}

/** The webhook looks at fewer fields of a step action than of a step; what is wrong in its script is told already. */
function judgedTexts(view: StepView): StepView {
  const texts = view.texts.filter(
    ({ field, at }) => field !== 'workingDir' && field !== 'script' && !(field === 'volumeMount' && at.path.at(-1) !== 'name'),
  );
  return { ...view, texts };
}

function paramsInScript(script: Located): Draft[] {
  const [first] = variables(script.text, 'params');
  if (first === undefined) return [];
  const reason = `uses ${first.text}: a step action's script may not`;
  return [error(script, { rule: 'param-in-script', reason, fix: 'give it to the script in env, and read the environment', see })];
}

function mounts(list: Located): Draft[] {
  const fix = 'declare a string param for it, and write $(params.<name>)';
  const reason = 'is no single param: which volume it is, the task has to say';
  return list.items
    .map(mount => mount.at('name'))
    .filter(({ text }) => variables(text, 'params').length !== 1 || variables(text, 'params')[0]?.text !== text)
    .map(at => error(at, { rule: 'step-action-volume', reason, fix, see }));
}

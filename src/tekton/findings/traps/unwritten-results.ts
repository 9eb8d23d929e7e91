import { closest } from '../../../source/closest';
import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { type StepView, stepViews } from '../rules/step-view';

/**
 * Results that no step writes: a task that uses one fails with InvalidTaskResultReference.
 *
 * Not judged where a step may write them without naming them: where it uses a step action, runs what its image runs anyway, or
 * names the folder of the results itself.
 */
export function unwrittenResults(spec: Located): Draft[] {
  const results = spec.at('results').items;
  if (results.length === 0) return [];
  const steps = stepViews(spec);
  return [...fromSteps(results, steps), ...unwritten(results, steps, 'results', '/tekton/results')];
}

/** Results of a step itself. */
export function unwrittenStepResults(view: StepView): Draft[] {
  const results = view.at.at('results').items;
  return results.length === 0 ? [] : unwritten(results, [view], 'step.results', '/tekton/steps');
}

function unwritten(results: readonly Located[], steps: readonly StepView[], prefix: string, folder: string): Draft[] {
  const texts = steps.flatMap(step => step.texts.map(({ at }) => at.text)).filter(text => text !== '');
  if (steps.length === 0 || steps.some(opaque) || texts.some(text => text.includes(folder))) return [];
  const used = new Set(texts.filter(text => text.includes(`$(${prefix}`)).flatMap(text => pathsIn(text, prefix)));
  return results
    .filter(result => !result.at('value').given && !used.has(result.at('name').text))
    .map(result => {
      const name = result.at('name');
      const reason = 'is a result that no step writes: what uses it fails';
      const fix = `write it to $(${prefix}.${name.text}.path), or remove it`;
      return warning(name, { rule: 'result-not-written', reason, fix, see: docs.results });
    });
}

/** Names of the results whose paths a text uses. Source: pipeline, pkg/reconciler/taskrun/resources/apply.go (getTaskResultReplacements). */
function pathsIn(text: string, prefix: string): string[] {
  return [...text.matchAll(/\$\(((?:step\.)?results)(?:\.([^()]+?)|\["([^"]+)"\]|\['([^']+)'\])\.path\)/g)]
    .filter(([, written]) => written === prefix)
    .map(([, , dotted, double, single]) => dotted ?? double ?? single ?? '');
}

/** Whether what the step runs is not to be seen here. */
function opaque({ at, command, texts }: StepView): boolean {
  const args = texts.some(({ field }) => field === 'args');
  return at.at('ref').given || (at.at('script').text === '' && command.items.length === 0 && !args);
}

const stepResult = /^\$\(steps\.([^.()]+)\.results\.([^.()[\]]+)\)$/;

/** Results taken from a step of the same task, which has to have them. */
function fromSteps(results: readonly Located[], steps: readonly StepView[]): Draft[] {
  const byName = new Map(steps.map(({ at }) => [at.at('name').text, at]));
  return results.flatMap(result => {
    const value = result.at('value');
    const [, name = '', wanted = ''] = stepResult.exec(value.text) ?? [];
    const step = byName.get(name);
    // Steps without a name get one, and the results of a step action are its own.
    if (name === '' || (step === undefined && byName.has('')) || step?.at('ref').given) return [];
    const known = step === undefined ? [...byName.keys()] : step.at('results').names;
    if (step !== undefined && known.includes(wanted)) return [];
    const reason =
      step === undefined ? `names the step ${name}, but there is none` : `names ${wanted}, which is no result of the step ${name}`;
    const near = closest(step === undefined ? name : wanted, known) ?? known[0];
    const fix = near === undefined ? `declare it in the results of ${name}` : `write ${near}, or declare it`;
    return [warning(value, { rule: 'step-result-unknown', reason, fix, see: docs.stepResults })];
  });
}

import type { Located } from '../located';

/** A text of a step in which variables may stand. */
export interface StepText {
  readonly field: 'name' | 'image' | 'workingDir' | 'script' | 'command' | 'args' | 'env' | 'volumeMount' | 'onError';
  readonly at: Located;
}

/** A step as it runs: what it leaves out comes from the step template. */
export interface StepView {
  readonly at: Located;
  readonly image: Located;
  readonly command: Located;
  readonly volumeMounts: readonly Located[];
  readonly texts: readonly StepText[];
}

/** The steps of a task. Source: pipeline, pkg/apis/pipeline/v1/merge.go (MergeStepsWithStepTemplate). */
export function stepViews(spec: Located): StepView[] {
  const template = spec.at('stepTemplate');
  return spec.at('steps').items.map(step => view(step, step.at('ref').given ? undefined : template));
}

/** A step action, which is like a step without a template. */
export function stepActionView(spec: Located): StepView {
  return view(spec, undefined);
}

function view(step: Located, template: Located | undefined): StepView {
  const own = (key: string) => (!hasValue(step.at(key)) && template && hasValue(template.at(key)) ? template.at(key) : step.at(key));
  const merged = (key: string, identity: string) => mergedItems(step.at(key), template?.at(key), identity);
  const volumeMounts = merged('volumeMounts', 'mountPath');
  const text = (field: StepText['field'], at: Located): StepText => ({ field, at });
  return {
    at: step,
    image: own('image'),
    command: own('command'),
    volumeMounts,
    texts: [
      text('name', step.at('name')),
      text('image', own('image')),
      text('workingDir', own('workingDir')),
      text('script', step.at('script')),
      ...own('command').items.map(at => text('command', at)),
      ...own('args').items.map(at => text('args', at)),
      ...merged('env', 'name').map(at => text('env', at.at('value'))),
      ...volumeMounts.flatMap(at => ['name', 'mountPath', 'subPath'].map(key => text('volumeMount', at.at(key)))),
      text('onError', step.at('onError')),
    ],
  };
}

function hasValue(at: Located): boolean {
  return at.text !== '' || at.items.length > 0;
}

/** The step's items, and those of the template that it has none like. */
function mergedItems(list: Located, template: Located | undefined, identity: string): Located[] {
  const known = new Set(list.items.map(item => item.at(identity).text));
  return [...list.items, ...(template?.items ?? []).filter(item => !known.has(item.at(identity).text))];
}

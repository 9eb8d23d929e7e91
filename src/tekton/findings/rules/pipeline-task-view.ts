import type { Located } from '../located';
import { valueTexts } from '../values';
import { expressions, type ResultReference, resultReferences } from '../variables';

/** A param of a task of a pipeline: one value, or one of a matrix. */
export interface TaskParam {
  readonly at: Located;
  readonly from: 'params' | 'matrix' | 'include';
}

/** A task of a pipeline. */
export interface PipelineTaskView {
  readonly at: Located;
  readonly name: string;
  readonly section: 'tasks' | 'finally';
  readonly params: readonly TaskParam[];
  readonly when: readonly Located[];
  readonly matrixed: boolean;
}

/** The tasks of a pipeline, or those that run last. */
export function pipelineTasks(spec: Located, section: 'tasks' | 'finally'): PipelineTaskView[] {
  return spec.at(section).items.map(at => {
    const include = at.at('matrix', 'include').items;
    return {
      at,
      name: at.at('name').text,
      section,
      params: [
        ...at.at('params').items.map(param => ({ at: param, from: 'params' as const })),
        ...at.at('matrix', 'params').items.map(param => ({ at: param, from: 'matrix' as const })),
        ...include.flatMap(row => row.at('params').items).map(param => ({ at: param, from: 'include' as const })),
      ],
      when: at.at('when').items,
      matrixed: at.at('matrix', 'params').items.length > 0 || include.length > 0,
    };
  });
}

/** The texts of a condition. */
export function whenTexts(when: Located): Located[] {
  return [when.at('input'), when.at('cel'), ...when.at('values').items];
}

/** Where a task of a pipeline may use variables, each place with the value that it belongs to. */
export function placesOf(task: PipelineTaskView): { readonly at: Located; readonly texts: readonly Located[] }[] {
  return [
    ...task.params.map(({ at }) => ({ at: at.at('value'), texts: valueTexts(at.at('value')) })),
    ...task.when.map(at => ({ at, texts: whenTexts(at) })),
  ];
}

/** All expressions of some texts. */
export function expressionsOf(texts: readonly Located[]): string[] {
  return texts.flatMap(({ text }) => expressions(text));
}

/** A result that a task uses, and where. */
export interface ResultUse {
  readonly at: Located;
  readonly reference: ResultReference;
}

/** The results that a task uses, in its own steps too. Source: pipeline, resultref.go (PipelineTaskResultRefs). */
export function resultUses(task: PipelineTaskView): ResultUse[] {
  const own = ['steps', 'sidecars'].flatMap(key => task.at.at('taskSpec', key).items).flatMap(stepTexts);
  const texts = [...placesOf(task).flatMap(place => place.texts), ...own];
  return texts.flatMap(at => resultReferences([at.text]).map(reference => ({ at, reference })));
}

/** Source: pipeline, container_types.go (Step.GetVarSubstitutionExpressions). */
function stepTexts(step: Located): Located[] {
  const env = step.at('env').items;
  const keys = env.flatMap(item => ['secretKeyRef', 'configMapKeyRef'].map(key => item.at('valueFrom', key)));
  return [
    ...['name', 'image', 'imagePullPolicy', 'script', 'workingDir'].map(key => step.at(key)),
    ...step.at('command').items,
    ...step.at('args').items,
    ...env.map(item => item.at('value')),
    ...keys.flatMap(key => [key.at('key'), key.at('name')]),
  ];
}

import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import { isRecord, type Located } from '../located';

/**
 * Lists of a matrix that are empty: the task does not run, and the pipeline goes on as if it had.
 *
 * Source: pipeline, pkg/reconciler/pipelinerun/resources/pipelinerunresolution.go (skipBecauseEmptyArrayInMatrixParams).
 * @param given names of the params of the run that embeds the pipeline
 */
export function emptyMatrix(pipeline: Located, given: readonly string[]): Draft[] {
  const lists = ['tasks', 'finally'].flatMap(key => pipeline.at(key).items).flatMap(task => task.at('matrix', 'params').items);
  if (lists.length === 0) return [];
  const set = new Set(given);
  const empty = new Set(
    pipeline
      .at('params')
      .items.filter(param => isEmpty(param.at('default')))
      .map(param => param.at('name').text),
  );
  return lists.flatMap(param => {
    const value = param.at('value');
    const name = wholeParam(value);
    if (name === undefined ? !isEmpty(value) : set.has(name) || !empty.has(name)) return [];
    const reason =
      name === undefined ? 'is empty: the task is skipped' : `is empty by default, the default of ${name}: then the task is skipped`;
    const fix = name === undefined ? 'write at least one value' : `remove the default of ${name}, or give it a value`;
    return [warning(value, { rule: 'empty-matrix', reason, fix, see: docs.matrix })];
  });
}

function isEmpty({ value }: Located): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** The param that is the whole list, written as text or as the only element. */
function wholeParam(at: Located): string | undefined {
  const only = at.items.length === 1 ? at.items[0] : at;
  if (only === undefined || isRecord(only.value)) return undefined;
  return /^\$\(params\.([^()[\]]+)\[\*\]\)$/.exec(only.text)?.[1];
}

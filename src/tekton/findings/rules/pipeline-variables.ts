import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { valueTexts } from '../values';
import { expressions, looksLikeResult, resultReferences } from '../variables';
import { atLeast } from '../version';
import { type Scope, undeclared } from './param-variables';
import { expressionsOf, type PipelineTaskView, placesOf } from './pipeline-task-view';
import { namesTaskArtifact } from './step-results';

const prefixes = ['params', 'tasks', 'finally', 'context', 'workspaces', 'results'];

/** Since 1.14 only Tekton's own variables may look like one. Source: pipeline, pipeline_validation.go (validateVarSubstitutionExpressions). */
export function knownPrefixes(tasks: readonly PipelineTaskView[], tekton: string): Draft[] {
  if (!atLeast(tekton, '1.14.0')) return [];
  const fix = 'write a variable of Tekton, a variable of the shell in braces, or do it in a script';
  return tasks.flatMap(placesOf).flatMap(({ texts }) =>
    texts.flatMap(at =>
      expressions(at.text)
        .filter(expression => !prefixes.includes(expression.split('.')[0] ?? ''))
        .map(expression =>
          error(at, { rule: 'variable-prefix', reason: `uses $(${expression}), no variable of Tekton`, fix, see: docs.variables }),
        ),
    ),
  );
}

const contexts: readonly Scope[] = [
  { prefix: 'context.pipelineRun', what: 'variable', names: ['name', 'namespace', 'uid'] },
  { prefix: 'context.pipeline', what: 'variable', names: ['name'] },
  { prefix: 'context.pipelineTask', what: 'variable', names: ['retries'] },
];

/** Source: pipeline, pipeline_validation.go (validatePipelineContextVariables), which looks at the last task of a list only. */
export function contextInTasks(tasks: readonly PipelineTaskView[]): Draft[] {
  return tasks.flatMap((task, index) => {
    const found = task.params.flatMap(({ at }) =>
      valueTexts(at.at('value')).flatMap(text => contexts.flatMap(scope => undeclared(text, scope))),
    );
    return index === tasks.length - 1 ? found : found.map(draft => ({ ...draft, severity: 'warning' as const }));
  });
}

/** How a task has ended is known in `finally` only. Source: pipeline, pipeline_validation.go (validateExecutionStatusVariables). */
export function statusVariables(tasks: readonly PipelineTaskView[], last: readonly PipelineTaskView[]): Draft[] {
  const names = new Set(tasks.map(({ name }) => name));
  return [
    ...tasks.flatMap(statusPlaces).map(([at, expression]) => {
      const reason = `uses $(${expression}), which is known when all tasks have ended`;
      return error(at, { rule: 'status-in-tasks', reason, fix: 'move the task to finally', see: docs.finally });
    }),
    ...last
      .flatMap(statusPlaces)
      .filter(
        ([, expression]) =>
          expression !== 'tasks.status' && !names.has(expression.replace(/^tasks\./, '').replace(/\.(status|reason)$/, '')),
      )
      .map(([at, expression]) => {
        const reason = `uses $(${expression}), but there is no such task in tasks`;
        return error(at, { rule: 'unknown-task', reason, fix: `name one of the tasks: ${[...names].join(', ')}`, see: docs.finally });
      }),
  ];
}

/** Values with a status; one that has a result, too, is not looked into. */
function statusPlaces(task: PipelineTaskView): (readonly [Located, string])[] {
  const inMatrix = new Set(task.params.filter(({ from }) => from !== 'params').map(({ at }) => at.at('value').path.join('.')));
  return placesOf(task)
    .filter(({ at }) => !inMatrix.has(at.path.join('.')))
    .flatMap(({ at, texts }) => {
      const used = expressionsOf(texts);
      if (used.some(looksLikeResult)) return [];
      return used.filter(expression => /^tasks\.(.*\.)?(status|reason)$/.test(expression)).map(expression => [at, expression] as const);
    });
}

/** What runs last uses results of the tasks before it. Source: pipeline, pipeline_validation.go (validateTaskResultReferenceInFinallyTasks). */
export function resultsInFinally(tasks: readonly PipelineTaskView[], last: readonly PipelineTaskView[]): Draft[] {
  const names = new Set(tasks.map(({ name }) => name));
  const own = new Set(last.map(({ name }) => name));
  return last.flatMap(task =>
    placesOf({ ...task, params: task.params.filter(({ from }) => from === 'params') }).flatMap(({ at, texts }) =>
      resultReferences(texts.map(({ text }) => text))
        .filter(reference => own.has(reference.task) || !names.has(reference.task))
        .map(({ expression, task: other }) => {
          const why = own.has(other) ? `a task of finally, all of which start together` : 'no task of the pipeline';
          const reason = `uses $(${expression}), a result of ${other}: ${why}`;
          return error(at, { rule: 'finally-result', reason, fix: 'use the result of a task in tasks', see: docs.finally });
        }),
    ),
  );
}

/** Artifacts of other tasks. Source: pipeline, pipeline_validation.go (validateArtifactReference). */
export function artifactsInTasks(tasks: readonly PipelineTaskView[]): Draft[] {
  const reason = 'uses artifacts, which need the feature flag enable-artifacts, off by default';
  return tasks
    .flatMap(({ params }) => params.filter(({ from }) => from === 'params').flatMap(({ at }) => valueTexts(at.at('value'))))
    .filter(({ text }) => namesTaskArtifact(text))
    .map(at => error(at, { rule: 'artifacts', reason, fix: 'use a result, or push an image', see: docs.featureFlags }));
}

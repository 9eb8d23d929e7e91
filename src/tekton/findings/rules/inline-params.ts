import type { Draft } from '../draft';
import type { Located } from '../located';
import { declaredParams, givenParams, type Param } from './declared-params';
import { missingProperties, paramNames } from './params';
import { paramsInTasks } from './pipeline-params';
import { pipelineTasks } from './pipeline-task-view';
import { arraysInSteps, paramsInSteps } from './step-variables';
import { stepViews } from './step-view';

/** Params of a task that a run embeds. Source: pipeline, pkg/apis/pipeline/v1/taskrun_validation.go (validateInlineParameters). */
export function inlineTaskParams(run: Located): Draft[] {
  const spec = run.at('taskSpec');
  if (!spec.given) return [];
  const known = new Known(run.at('params'));
  known.declare(spec.at('params'));
  return [...known.drafts, ...(spec.at('steps').items.length > 0 ? usedBySteps(spec, known.params) : [])];
}

/** Params of a pipeline that a run embeds. Source: pipeline, pkg/apis/pipeline/v1/pipelinerun_validation.go (validateInlineParameters). */
export function inlinePipelineParams(run: Located): Draft[] {
  const spec = run.at('pipelineSpec');
  if (!spec.given) return [];
  const tasks = pipelineTasks(spec, 'tasks');
  const known = new Known(run.at('params'));
  known.declare(spec.at('params'));
  for (const { at } of tasks) {
    known.give(at.at('params'));
    known.declare(at.at('taskSpec', 'params'));
  }
  const embedded = tasks.map(({ at }) => at.at('taskSpec')).filter(task => task.at('steps').items.length > 0);
  return [...known.drafts, ...embedded.flatMap(task => usedBySteps(task, known.params)), ...paramsInTasks(tasks, known.params)];
}

function usedBySteps(spec: Located, params: readonly Param[]): Draft[] {
  const steps = stepViews(spec);
  return [...paramNames(params), ...arraysInSteps(steps, params), ...paramsInSteps(steps, params)];
}

/** What a run gives and what its embedded spec declares, in one: embedded tasks may use all of it. */
class Known {
  readonly drafts: Draft[] = [];
  private readonly byName: Map<string, Param>;

  constructor(given: Located) {
    this.byName = new Map(givenParams(given).map(param => [param.name, param]));
  }

  get params(): readonly Param[] {
    return [...this.byName.values()];
  }

  /** A param that has a value keeps its type; an object takes the declared keys. Source: taskrun_validation.go (combineParamSpec). */
  declare(declarations: Located): void {
    for (const declared of declaredParams(declarations)) {
      const given = this.byName.get(declared.name);
      if (given === undefined) this.byName.set(declared.name, declared);
      else if (given.type === 'object' && declared.hasProperties) this.byName.set(given.name, { ...given, keys: declared.keys });
      else if (given.type === 'object') this.drafts.push(missingProperties(declared.at));
    }
  }

  /** What a task of the pipeline is given counts as declared, too. Source: pipelinerun_validation.go (appendPipelineTaskParams). */
  give(values: Located): void {
    for (const value of givenParams(values)) {
      const before = this.byName.get(value.name);
      if (before === undefined) this.byName.set(value.name, value);
      else if (value.type === 'object') this.byName.set(value.name, { ...before, keys: [...before.keys, ...value.keys] });
    }
  }
}

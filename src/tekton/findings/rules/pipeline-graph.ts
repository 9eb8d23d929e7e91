import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { type PipelineTaskView, resultUses } from './pipeline-task-view';

interface Edge {
  readonly at: Located;
  readonly to: string;
  readonly result?: string;
}

/**
 * The order of a pipeline's tasks: by `runAfter` and by the results that they use. All of them are there, and none waits for itself.
 *
 * Source: pipeline, pkg/reconciler/pipeline/dag/dag.go (Build), pkg/apis/pipeline/v1/pipeline_types.go (Deps).
 */
export function graph(tasks: readonly PipelineTaskView[]): Draft[] {
  const edges = new Map(tasks.map(task => [task.name, edgesOf(task)]));
  return [...missing(edges), ...cycles(edges)];
}

/** What a task waits for. */
function edgesOf(task: PipelineTaskView): Edge[] {
  return [
    ...task.at.at('runAfter').items.map(at => ({ at, to: at.text })),
    ...resultUses(task).map(({ at, reference }) => ({ at, to: reference.task, result: reference.expression })),
  ];
}

function missing(edges: ReadonlyMap<string, readonly Edge[]>): Draft[] {
  return [...edges].flatMap(([name, list]) =>
    list
      .filter(({ to }) => !edges.has(to))
      .map(({ at, to, result }) => {
        const reason = result === undefined ? 'is no task of the pipeline' : `uses $(${result}), but there is no task ${to}`;
        const others = [...edges.keys()].filter(other => other !== name).join(', ');
        return error(at, {
          rule: 'unknown-task',
          reason,
          fix: others === '' ? 'remove it' : `name one of the other tasks: ${others}`,
          see: docs.order,
        });
      }),
  );
}

function cycles(edges: ReadonlyMap<string, readonly Edge[]>): Draft[] {
  const done = new Set<string>();
  return [...edges.keys()].flatMap(start => {
    const cycle = done.has(start) ? undefined : cycleFrom(start, [], edges, done);
    if (cycle === undefined) return [];
    for (const name of cycle) done.add(name);
    const [first = '', second] = [...cycle, cycle[0]];
    const edge = edges.get(first)?.find(({ to }) => to === second);
    if (edge === undefined) return [];
    const reason = `makes a circle: ${[...cycle, first].join(' waits for ')}`;
    return [error(edge.at, { rule: 'task-cycle', reason, fix: 'take one of them out of the circle', see: docs.order })];
  });
}

/** The first circle that is met on the way from a task. */
function cycleFrom(
  name: string,
  way: readonly string[],
  edges: ReadonlyMap<string, readonly Edge[]>,
  done: Set<string>,
): readonly string[] | undefined {
  if (way.includes(name)) return way.slice(way.indexOf(name));
  if (done.has(name)) return undefined;
  for (const { to } of edges.get(name) ?? []) {
    const cycle = cycleFrom(to, [...way, name], edges, done);
    if (cycle !== undefined) return cycle;
  }
  done.add(name);
  return undefined;
}

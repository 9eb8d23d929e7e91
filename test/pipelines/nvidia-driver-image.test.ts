import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { nvidiaDriverImage } from '../../src/pipelines/nvidia-driver-image/pipeline';
import { driverImageTasks } from '../../src/pipelines/nvidia-driver-image/tasks';
import { stepImages } from '../../src/tasks/images';

interface PipelineTask {
  readonly name: string;
  readonly taskRef: { readonly name: string };
  readonly when?: unknown;
  readonly runAfter?: readonly string[];
  readonly timeout?: string;
  readonly params: readonly { readonly name: string; readonly value: string }[];
}

const chart = new Chart(new App(), 'test');
const tasks = driverImageTasks(chart, stepImages);
const { pipeline } = nvidiaDriverImage(chart, tasks);
const { spec } = pipeline.resource.toJson() as {
  spec: { tasks: PipelineTask[]; finally: PipelineTask[]; results: { name: string; value: string }[]; params: { name: string }[] };
};
const byName = new Map(spec.tasks.map(task => [task.name, task]));

/** Tasks whose results a task uses. */
function uses({ params, when }: PipelineTask): string[] {
  const text = JSON.stringify([params, when]);
  return [...new Set([...text.matchAll(/\$\(tasks\.([\w-]+)\.results/g)].map(([, name]) => name ?? ''))];
}

test('tasks run in the order lookup, driver-image-preflight, kmod-build, driver-image-build, driver-image-push, nvidia-driver-apply', () => {
  expect(spec.tasks.map(({ name, runAfter }) => [name, runAfter])).toEqual([
    ['lookup', undefined],
    ['driver-image-preflight', undefined],
    ['kmod-build', ['driver-image-preflight']],
    ['driver-image-build', ['kmod-build']],
    ['driver-image-push', ['driver-image-build']],
    ['nvidia-driver-apply', ['driver-image-push']],
  ]);
});

test('only the lookup gives results to others: Tekton skips a task, and all after it, that uses a result of a skipped one', () => {
  for (const task of spec.tasks) expect(uses(task), task.name).toEqual(task.name === 'lookup' ? [] : expect.arrayContaining(['lookup']));
  for (const task of spec.tasks) expect(uses(task).filter(name => name !== 'lookup')).toEqual([]);
});

test('what checks, compiles and builds runs when the image is missing; everything else always does', () => {
  const missing = [{ input: '$(tasks.lookup.results.state)', operator: 'in', values: ['missing'] }];
  expect(spec.tasks.map(({ when }) => when)).toEqual([undefined, missing, missing, missing, undefined, undefined]);
});

describe.each(spec.tasks)('$name', task => {
  test('has a time-out of its own, and a task that exists', () => {
    expect(task.timeout).toMatch(/^\d+(h|m)/);
    expect(Object.values(tasks).map(({ name }) => name)).toContain(task.taskRef.name);
  });

  test('uses results that are declared', () => {
    const declared = Object.keys(tasks.lookup.results ?? {});
    const used = [...JSON.stringify(task).matchAll(/\$\(tasks\.lookup\.results\.([\w-]+)\)/g)].map(([, name]) => name);
    for (const name of used) expect(declared).toContain(name);
  });
});

test('every param of the pipeline is used', () => {
  const text = JSON.stringify([spec.tasks, spec.finally]);
  for (const { name } of spec.params) expect(text).toContain(`$(params.${name})`);
});

test('what comes last takes no result of a task, and so is never skipped', () => {
  expect(spec.finally.map(({ name }) => name)).toEqual(['cleanup', 'report']);
  expect(spec.finally.flatMap(uses)).toEqual([]);
});

test('the results are those that Tekton Chains reads, the state of the NVIDIADriver, and what came of the run', () => {
  expect(spec.results.map(({ name, value }) => [name, value])).toEqual([
    ['IMAGE_URL', '$(tasks.driver-image-push.results.IMAGE_URL)'],
    ['IMAGE_DIGEST', '$(tasks.driver-image-push.results.IMAGE_DIGEST)'],
    ['state', '$(tasks.nvidia-driver-apply.results.state)'],
    ['outcome', '$(finally.report.results.outcome)'],
  ]);
  expect(byName.size).toBe(6);
});

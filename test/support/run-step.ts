import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { stepImages } from '../../src/tasks/images';
import type { Task } from '../../src/tekton/task';
import { authorities, type Manner, type ScriptRan, type Surroundings, World } from './run-script';

interface RenderedStep {
  readonly name: string;
  readonly script: string;
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } };
  }[];
}

interface Given extends Surroundings, Manner {
  readonly params?: Readonly<Record<string, string>>;
  /** Results that earlier steps wrote. */
  readonly results?: Readonly<Record<string, string>>;
  /** Values of Tekton's own variables and of the pod's fields; those that are not given are their names. */
  readonly context?: Readonly<Record<string, string>>;
  /** Environment in place of what the task gives. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ran extends ScriptRan {
  /** Results of the task, but for `failure`. */
  readonly results: Readonly<Record<string, string>>;
  /** The result `failure`; empty where the task has none. */
  readonly failure: string;
}

/** What is of a step's world and not of this machine. */
const folders = [
  'work',
  'findings',
  'secrets',
  'ca',
  'key',
  'signatures',
  'usr/src/kernels',
  'lib/modules',
  'etc/pki',
  'etc/rhsm-host',
  'etc/yum.repos.d',
  'etc/subuid',
  'etc/subgid',
  'etc/containers',
  'etc/ssl',
  'run/registration',
  'entitlement',
];

type TaskOf = (
  scope: Chart,
  images: typeof stepImages,
) => Pick<Task, 'name'> & {
  readonly resource: {
    toJson(): {
      spec: { steps: RenderedStep[]; stepTemplate?: Pick<RenderedStep, 'env'>; params?: { name: string; default?: string }[] };
    };
  };
};

/**
 * Runs one step of a task as it is rendered, under the real bash: its script and environment, params and result files in place, its
 * volumes in a folder of their own, and stubs before the real programs.
 */
export async function runStep(
  task: TaskOf,
  stepName: string,
  { params = {}, files = {}, results = {}, context = {}, env: changed = {}, ...given }: Given,
): Promise<Ran> {
  const world = new World('step', folders);
  const { spec } = task(new Chart(new App(), 'test'), stepImages).resource.toJson();
  const step = spec.steps.find(({ name }) => name === stepName);
  if (!step) throw new Error(`no step ${stepName}`);
  const values = { ...Object.fromEntries((spec.params ?? []).map(param => [param.name, param.default ?? ''])), ...params };
  const rendered = (text: string) =>
    world
      .outside(text)
      .replace(/\$\(params\.([\w-]+)\)/g, (_, name: string) => values[name] ?? '')
      .replace(/\$\((context\.[\w.-]+)\)/g, (_, name: string) => context[name] ?? name)
      .replace(/\$\(results\.([\w-]+)\.path\)/g, (_, name: string) => join(world.root, 'results', name));

  for (const [name, text] of Object.entries(results)) world.write(join('results', name), text);
  const variables = [...(spec.stepTemplate?.env ?? []), ...step.env];
  const filledIn = (fieldPath: string) => context[fieldPath] ?? fieldPath;
  const env = {
    ...Object.fromEntries(
      variables.map(({ name, value, valueFrom }) => [
        name,
        rendered(value ?? (valueFrom?.fieldRef ? filledIn(valueFrom.fieldRef.fieldPath) : '4')),
      ]),
    ),
    ...changed,
  };
  const ran = await world.run(step.script, { ...given, env, files: { ...authorities, ...files } });
  const declared = new Set(
    variables.map(({ value }) => /\$\(results\.([\w-]+)\.path\)/.exec(value ?? '')?.[1]).filter(name => name !== undefined),
  );
  const result = (name: string) => world.inside(world.read(join('results', name)) ?? '');
  return {
    ...ran,
    failure: result('failure'),
    results: Object.fromEntries([...declared].filter(name => name !== 'failure').map(name => [name, result(name)])),
  };
}

/**
 * Runs a script that belongs inside an image: whatever it names below /etc, /lib, /opt, /run, /usr/lib64, /usr/local, /usr/share, /usr/src and /var is in a
 * folder of its own, and stubs are before the real programs.
 *
 * @throws Error where the script names another absolute path, which would be the machine's own
 */
export async function runInside(
  script: string,
  given: Surroundings & { readonly env: Readonly<Record<string, string>> },
): Promise<ScriptRan> {
  const world = new World('inside', ['etc', 'lib', 'opt', 'run', 'usr/lib64', 'usr/local', 'usr/share', 'usr/src', 'var']);
  const text = world.outside(script).replaceAll(world.root, '@');
  const unmapped = text.match(/(?<![\w.$}@])\/(?!usr\/bin\/env|dev\/null)[a-z]+\/[\w./-]*/g) ?? [];
  if (unmapped.length > 0) throw new Error(`the script names ${unmapped.join(', ')}, which would be the machine's own`);
  return world.run(script, given);
}

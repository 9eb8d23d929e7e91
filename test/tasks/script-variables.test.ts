import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { describe as always, expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { driverImagePreflight } from '../../src/tasks/driver-image-preflight/task';
import { driverImagePush } from '../../src/tasks/driver-image-push/task';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { stepImages } from '../../src/tasks/images';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { nvidiaDriverApply } from '../../src/tasks/nvidia-driver-apply/task';
import { needs, program } from '../support/needs';

interface Rendered {
  readonly spec: {
    readonly stepTemplate?: { readonly env: readonly { name: string; value?: string }[] };
    readonly results?: readonly { readonly name: string }[];
    readonly steps: readonly {
      readonly name: string;
      readonly script: string;
      readonly env: readonly { name: string; value?: string }[];
    }[];
  };
}

const tasks = [driverToolkitLookup, driverImagePreflight, kmodBuild, driverImageBuild, driverImagePush, nvidiaDriverApply].map(task => {
  const { name, resource } = task(new Chart(new App(), 'test'), stepImages);
  const { spec }: Rendered = resource.toJson();
  return {
    name,
    results: spec.results ?? [],
    steps: spec.steps.map(step => ({ ...step, env: [...(spec.stepTemplate?.env ?? []), ...step.env] })),
  };
});
const steps = tasks.flatMap(({ name, steps }) =>
  steps.map(step => ({ title: `${name}: ${step.name}`, script: step.script, given: step.env.map(({ name }) => name) })),
);
/** What the programs of a step read from its environment themselves. */
const readByPrograms = new Set(['HOME']);

function isRead(variable: string, script: string): boolean {
  return new RegExp(`\\$\\{?${variable}\\b|-v ${variable}\\b`).test(script.replaceAll(`\${${variable}:?}`, ''));
}

/** What shellcheck says of variables that are read and never assigned; those that the step gives are assigned on its second line. */
function unassigned(scripts: readonly { readonly script: string; readonly given: readonly string[] }[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'variables-'));
  const files = scripts.map(({ script, given }, index) => {
    const file = join(folder, String(index));
    writeFileSync(file, script.replace('\n', `\nexport ${given.map(name => `${name}="\${1}"`).join(' ')}\n`));
    return file;
  });
  const options = ['--enable=check-unassigned-uppercase', '--include=SC2154', '--format=gcc'];
  const { stdout } = spawnSync('shellcheck', [...options, ...files], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return stdout.split('\n').filter(line => line !== '');
}

needs('shellcheck', program('shellcheck'))('the variables that a script reads', () => {
  test('are all given by its step', () => {
    expect(unassigned(steps)).toEqual([]);
  });

  test('are found where the step does not give them', () => {
    const [finding, ...others] = unassigned([{ script: '#!/usr/bin/env bash\necho "$WORK $IMAGE"\n', given: ['WORK'] }]);
    expect(others).toEqual([]);
    expect(finding).toContain('IMAGE is referenced but not assigned');
  });
});

always.each(steps)('$title', ({ script, given }) => {
  test('is given everything that it insists on', () => {
    // What a script passes on to a program of its own (`--env NAME=…`) that program may insist on.
    const passed = (name: string) => given.includes(name) || script.includes(`--env ${name}=`);
    const wanted = [...script.matchAll(/"\$\{([A-Z_0-9]+):\?\}"/g)].map(match => match[1]);
    expect(wanted.filter(name => name !== undefined && !passed(name))).toEqual([]);
  });

  test('reads everything that it is given', () => {
    expect(given.filter(name => !readByPrograms.has(name) && !isRead(name, script))).toEqual([]);
  });
});

always.each(tasks)('results of $name', ({ results, steps }) => {
  test.each(results.map(({ name }) => name))('%s is written by a step', name => {
    const writers = steps.filter(({ env, script }) =>
      env.some(variable => variable.value === `$(results.${name}.path)` && isRead(variable.name, script)),
    );
    expect(writers.map(step => step.name)).not.toEqual([]);
  });
});

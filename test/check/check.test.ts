import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check } from '../../src/check/check';

const folder = mkdtempSync(join(tmpdir(), 'check-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const right = file(
  'right.yaml',
  'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: build}\nspec:\n  steps: [{image: tools, script: make}]\n',
);
const wrong = file(
  'wrong.yaml',
  `apiVersion: v1
kind: ConfigMap
metadata: {name: other}
---
apiVersion: tekton.dev/v1
kind: Task
metadata: {name: build}
spec:
  steps:
    - name: Build
      image: tools
      scirpt: make
`,
);

test('what the cluster would take has no finding, and other kinds are passed over', () => {
  expect(check([right])).toEqual({ text: '1 file, 1 object: 0 errors, 0 warnings', failed: false });
});

test('every finding is told with its place, reason, fix and page, in the order of the files', () => {
  const { text, failed } = check([right, wrong]);
  expect(failed).toBe(true);
  const [name, field, summary] = text.split('\n\n');
  expect(name).toContain(`${wrong}:10:13 spec.steps[0].name: Build\n  why: `);
  expect(field).toBe(
    `${wrong}:12:15 spec.steps[0].scirpt: make\n  why: is not a field that Tekton 1.15.0 knows here\n  fix: write script\n  see: https://tekton.dev/docs/pipelines/tasks/`,
  );
  expect(summary).toBe('2 files, 3 objects: 2 errors, 0 warnings');
});

test('the items of a List are judged where they are', () => {
  const list = file(
    'list.yaml',
    'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: tekton.dev/v1\n    kind: Task\n    metadata: {}\n    spec: {steps: [{image: a}]}\n',
  );
  expect(check([list]).text).toContain(`${list}:6:15 items[0].metadata.name: (missing)\n  why: is missing\n  fix: name the object`);
});

test('a field that came later is an error for an older Tekton, and a warning where an older one is to run it', () => {
  const later = file(
    'later.yaml',
    'apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: {name: run}\nspec:\n  managedBy: example.dev/queue\n  pipelineRef: {name: build}\n',
  );
  expect(check([later])).toMatchObject({ failed: false, text: '1 file, 1 object: 0 errors, 0 warnings' });
  expect(check([later], { tekton: '1.3.6' }).text).toContain('  why: came with Tekton 1.5.0: 1.3.6 does not know it');
  const warned = check([later], { minVersion: '1.3.6' });
  expect(warned.failed).toBe(false);
  expect(warned.text).toContain(`${later}:5:14 warning: spec.managedBy: example.dev/queue`);
});

test('what is no YAML, or written twice, or not there, is a finding too', () => {
  const broken = file('broken.yaml', 'kind: [Task\n');
  expect(check([broken]).text).toContain('is not YAML as it is read here');
  const twice = file('twice.yaml', 'kind: ConfigMap\nkind: Secret\n');
  expect(check([twice]).text).toContain(`${twice}:2:1 kind: Secret\n  why: is written twice: first in line 1\n  fix: keep one of them`);
  expect(check(['nowhere.yaml'])).toMatchObject({ failed: true });
});

test('the program ends with 0 where all is right, with 1 on an error, and with 2 where it is called wrongly', () => {
  const run = (...args: string[]) => spawnSync('node', ['dist/check.js', ...args], { encoding: 'utf8' });
  expect(run(right).status).toBe(0);
  expect(run(right, wrong).status).toBe(1);
  const usage = 'usage: npm run check -- [--tekton VERSION] [--min-version VERSION] FILE...';
  expect(run()).toMatchObject({ status: 2, stderr: `error: no file is named\n${usage}\n` });
  expect(run('--tekton', 'new', right)).toMatchObject({ status: 2, stderr: `error: new is no version; write it like 1.15.0\n${usage}\n` });
});

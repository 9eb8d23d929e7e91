import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseManifests } from '../../../src/check/manifest-file';
import { renderPath } from '../../../src/source/path';
import { type FindingsOptions, findings } from '../../../src/tekton/findings/findings';
import { writtenCases } from '../../e2e/suites/conformance/cases';

// The cases that a real cluster has judged (test/e2e, suite conformance): those that it refuses say in lines `# says:` what our findings
// tell a user about them, and of those that it accepts the findings say nothing of the kind.
const groups = writtenCases();

/** What is said against a manifest, a line each: where, why, what to write instead, and the rule. */
function said(text: string): string[] {
  return findings(parseManifests('case', text).manifests.map(({ value }) => value))
    .filter(({ severity }) => severity === 'error')
    .map(({ path, reason, fix, rule }) => `${renderPath(path)} ${reason} → ${fix} (${rule})`);
}

function expected(text: string): string[] {
  return [...text.matchAll(/^# says: (.*)$/gm)].map(([, line = '']) => line);
}

describe.each(groups)('$name', ({ cases }) => {
  test.each(cases)('$name', ({ accepted, text }) => {
    expect(said(text)).toEqual(expected(text));
    expect(expected(text).length > 0).toBe(!accepted);
  });
});

// What no case of the suite can hold: kubectl itself stops it, or another version of Tekton has to judge.
const others: readonly {
  readonly what: string;
  readonly text: string;
  readonly options?: FindingsOptions;
  readonly says: readonly string[];
}[] = [
  {
    what: 'a namespace that is no name of one',
    text: '{apiVersion: tekton.dev/v1, kind: Task, metadata: {name: a, namespace: A_B}, spec: {steps: [{name: a, image: b, command: [c]}]}}',
    says: [
      'error metadata.namespace is no name of a namespace → use lower-case letters, digits and hyphens, at most 63 (object-namespace)',
    ],
  },
  {
    what: 'two ports of a sidecar with the same number',
    text: '{apiVersion: tekton.dev/v1, kind: Task, metadata: {name: a}, spec: {sidecars: [{name: s, image: b, ports: [{containerPort: 80}, {containerPort: 80, protocol: TCP}]}], steps: [{name: a, image: b, command: [c]}]}}',
    says: ['error spec.sidecars[0].ports[1] has the same containerPort and protocol as one before it → keep one of them (duplicate-item)'],
  },
  {
    what: 'a field whose letters have another case, where only the webhook looks',
    text: '{apiVersion: triggers.tekton.dev/v1beta1, kind: TriggerTemplate, metadata: {name: a}, spec: {resourceTemplates: [{apiVersion: v1, kind: ConfigMap}]}}',
    says: [
      'warning spec.resourceTemplates is read as resourcetemplates, because the webhook ignores case; other tools do not → write resourcetemplates (field-case)',
    ],
  },
  ...(['1.3.6', '1.15.0'] as const).map(tekton => ({
    what: `a field that came with Tekton 1.4.0, on 1.0.0, judged for ${tekton}`,
    text: '{apiVersion: tekton.dev/v1, kind: PipelineRun, metadata: {name: a}, spec: {pipelineRef: {name: p}, taskRunSpecs: [{pipelineTaskName: t, timeout: 1m}]}}',
    options: { tekton, minVersion: '1.0.0' },
    says: [
      tekton === '1.3.6'
        ? 'error spec.taskRunSpecs[0].timeout came with Tekton 1.4.0: 1.3.6 does not know it → remove it, or run Tekton 1.4.0 or later (unknown-field)'
        : 'warning spec.taskRunSpecs[0].timeout came with Tekton 1.4.0: 1.0.0, which this is to run on, does not know it → remove it, or run Tekton 1.4.0 or later (newer-field)',
    ],
  })),
  {
    what: 'an older version of a kind',
    text: '{apiVersion: tekton.dev/v1beta1, kind: Task, metadata: {name: a}, spec: {}}',
    says: ['warning apiVersion is an older version: what it says is not judged → write apiVersion: tekton.dev/v1 (older-version)'],
  },
];

test.each(others)('$what', ({ text, options, says }) => {
  const manifests = parseManifests('case', text).manifests.map(({ value }) => value);
  const lines = findings(manifests, options).map(
    ({ severity, path, reason, fix, rule }) => `${severity} ${renderPath(path)} ${reason} → ${fix} (${rule})`,
  );
  expect(lines).toEqual(says);
});

test('every rule that refuses something has a case', () => {
  const root = join(__dirname, '../../../src/tekton/findings');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    file => file.endsWith('.ts') && !/^(traps|cross)\b/.test(file),
  );
  const source = files.map(file => readFileSync(join(root, file), 'utf8')).join('\n');
  const rules = new Set([...source.matchAll(/\brule: '([a-z-]+)'/g)].map(([, rule = '']) => rule));
  const told = groups
    .flatMap(({ cases }) => cases)
    .flatMap(({ text }) => expected(text))
    .concat(others.flatMap(({ says }) => says))
    .map(line => /\(([a-z-]+)\)$/.exec(line)?.[1]);
  expect(rules.size).toBeGreaterThan(60);
  expect([...rules].filter(rule => !told.includes(rule)).sort()).toEqual([]);
});

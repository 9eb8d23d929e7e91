import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config';
import { parseConfig } from '../../src/config/read-config';
import { judge, ManifestError, rendered } from '../../src/deployment/manifest-findings';
import { render, synth } from '../../src/deployment/synth';
import { findings } from '../../src/tekton/findings/findings';

const config = parseConfig(
  'nvidia-drivers.yaml',
  `
image: registry.example.com:5000/gpu/driver
drivers: [{ version: 580.105.08, runfile: { sha256: { x86_64: ${'a'.repeat(64)} } } }]
platforms: [x86_64]
releases: [4.20.3]
`,
);
/** What no configuration file can say, but a program that calls synth can. */
const misspelt = { key: 'build', operator: 'Exists', efect: 'NoSchedule' } as const;
const broken: Config = { ...config, build: { ...config.build, tolerations: [misspelt] } };

/** Every file below a folder with its text. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Object.fromEntries(files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]));
}

describe('what a cluster would refuse', () => {
  test('stops synth with every finding: object, construct, path, value, why, fix and page', () => {
    const folder = mkdtempSync(join(tmpdir(), 'refused-'));
    const template = 'TriggerTemplate/nvidia-driver-pipelines/r580-x86-64 (listener/trigger-template-r580-x86-64/Resource)';
    const run = 'PipelineRun/nvidia-driver-pipelines/r580-x86-64- (r580-x86-64-4.20.3/Run/Resource)';
    const places = [
      { place: `${template} warning: spec.resourcetemplates[0].`, more: ': no event can create it' },
      { place: `${run} `, more: '' },
    ];
    const findings = places.flatMap(({ place, more }) =>
      // The tasks that compile, build and push.
      [2, 3, 4].map(index =>
        [
          `${place}spec.taskRunSpecs[${index}].podTemplate.tolerations[0].efect: NoSchedule`,
          `  why: is not a field that Tekton 1.15.0 knows here${more}`,
          '  fix: write effect',
          '  see: https://tekton.dev/docs/pipelines/tasks/',
        ].join('\n'),
      ),
    );
    expect(() => synth(broken, join(folder, 'manifests'))).toThrow(
      expect.objectContaining({ name: 'ManifestError', message: ['nothing is written: 6 findings', ...findings].join('\n\n') }),
    );
    expect(contents(folder)).toEqual({});
  });

  test('leaves what an earlier synth has written as it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kept-'));
    synth(config, join(folder, 'manifests'));
    const before = contents(folder);
    expect(Object.keys(before)).toHaveLength(7);
    expect(() => synth(broken, join(folder, 'manifests'))).toThrow(ManifestError);
    expect(contents(folder)).toEqual(before);
  });
});

test('of our own output there is nothing to say, for the oldest Tekton that is supported', () => {
  const { warnings } = synth(config, join(mkdtempSync(join(tmpdir(), 'clean-')), 'manifests'));
  expect(warnings).toEqual([]);
  // Tasks and pipelines too, which synth does not judge again: no configuration changes what is judged of them.
  const { applied, runs } = render(config);
  const all = [...applied, ...runs].flatMap(({ objects }) => objects);
  expect(findings(all, { minVersion: '1.0.0' })).toEqual([]);
});

test('what a configuration may go wrong with is a warning, and all is written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'warned-'));
  const warnings = [{ file: 'a.yaml', line: 3, column: 14, path: 'drivers[0].version', value: '615.10.02', reason: 'is new', fix: 'wait' }];
  const written = synth({ ...config, warnings }, join(folder, 'manifests'));
  expect(written.warnings).toEqual(['a.yaml:3:14 warning: drivers[0].version: 615.10.02\n  why: is new\n  fix: wait']);
  expect(Object.keys(contents(folder))).toHaveLength(7);
});

test('what is newer than pipelines.minVersion is a warning', () => {
  const chart = new Chart(new App(), 'builds', { namespace: 'drivers' });
  const spec = { pipelineRef: { name: 'release' }, taskRunSpecs: [{ pipelineTaskName: 'build', timeout: '30m' }] };
  new ApiObject(chart, 'Run', { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name: 'release' }, spec });
  expect(judge([rendered(chart)], '1.0.0')).toEqual([
    `PipelineRun/drivers/release (builds/Run) warning: spec.taskRunSpecs[0].timeout: 30m
  why: came with Tekton 1.4.0: 1.0.0, which this is to run on, does not know it
  fix: remove it, or run Tekton 1.4.0 or later
  see: https://tekton.dev/docs/pipelines/tasks/`,
  ]);
  expect(judge([rendered(chart)], '1.4.0')).toEqual([]);
});

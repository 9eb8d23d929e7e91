import { App } from 'cdk8s';
import { expect, test } from 'vitest';
import type { Config, Target } from '../../src/config/config';
import { configurationOf, driverImageRun } from '../../src/deployment/driver-image-run';
import { PipelineChart } from '../../src/deployment/pipeline-chart';
import { config, find, runs } from '../support/deployed';

const target = first(config.targets);

function first<T>([item]: readonly T[]): T {
  if (item === undefined) throw new Error('the configuration has no target');
  return item;
}

/** Which of both hashes a change of the configuration changes. */
function changedBy(changes: Partial<Config>, ofTarget: Partial<Target> = {}): string[] {
  const [before, after] = [configurationOf(config, target), configurationOf({ ...config, ...changes }, { ...target, ...ofTarget })];
  return (['recipe', 'configuration'] as const).filter(hash => before[hash] !== after[hash]);
}

const mirrored = Object.fromEntries(
  Object.entries(config.sources.entryPoint).map(([rhel, files]) => [
    rhel,
    Object.fromEntries(Object.entries(files).map(([name, { sha256 }]) => [name, { url: `https://mirror.example.com/${name}`, sha256 }])),
  ]),
);

const [both, configuration] = [['recipe', 'configuration'], ['configuration']];

test.each<[string, string[], Partial<Config>, Partial<Target>?]>([
  ['nothing', [], {}],
  ['another driver version', both, {}, { driverVersion: '580.200.01' }],
  ['another module flavour', both, {}, { moduleFlavour: 'proprietary' }],
  ['another runfile', both, {}, { runfile: { url: target.runfile.url, sha256: 'c'.repeat(64) } }],
  ['vGPU instead of whole GPUs', both, {}, { type: 'vgpu' }],
  ['a login for the runfile', configuration, {}, { runfile: { ...target.runfile, secret: 'login' } }],
  ['another repository', configuration, {}, { image: 'registry.example.com/other' }],
  ['another base image', both, {}, { baseImage: 'nvcr.io/nvidia/cuda:13.2.0-base-ubi{rhel}' }],
  ['other packages', both, {}, { packages: ['a'] }],
  ['RPMs that are brought up to date', both, {}, { cveUpdates: ['openssl-libs'] }],
  ['another entry point', both, { sources: { ...config.sources, entryPoint: {} } }],
  ['another signing Secret', both, { secrets: { ...config.secrets, signingKey: 'other' } }],
  ['a subject of the pairs for one build', both, { signing: { subject: { commonName: 'ACME' } } }],
  ['a key in a token', both, { signing: { external: { image: 'quay.io/acme/hsm@sha256:1', key: 'pkcs11:token=acme' } } }],
  ['a mirror of the runfile', configuration, {}, { runfile: { url: 'https://mirror.example.com/run', sha256: target.runfile.sha256 } }],
  ['a mirror of the entry point', configuration, { sources: { ...config.sources, entryPoint: mirrored } }],
  ['another push Secret', configuration, { secrets: { ...config.secrets, push: 'other' } }],
  ['another commit of the configuration', [], { origin: { commit: 'a'.repeat(40), repository: 'https://example.com/a.git' } }],
  ['a driver toolkit of its own', configuration, {}, { driverToolkit: { image: 'a', kernel: 'b' } }],
  ['another release', configuration, { releases: ['4.20.4'] }],
])('%s changes of the hashes of a target: %j', (_, hashes, changes, ofTarget) => {
  expect(changedBy(changes, ofTarget)).toEqual(hashes);
});

test('another image that reaches the token of the key is another configuration alone', () => {
  const signing = (digit: string) => ({ signing: { external: { image: `quay.io/acme/hsm@sha256:${digit}`, key: 'pkcs11:token=acme' } } });
  const [one, other] = ['1', '2'].map(digit => configurationOf({ ...config, ...signing(digit) }, target));
  expect(one?.recipe).toBe(other?.recipe);
  expect(one?.configuration).not.toBe(other?.configuration);
});

test('both hashes have 12 hex digits, and those of two targets differ', () => {
  const all = config.targets.flatMap(one => Object.values(configurationOf(config, one)));
  for (const hash of all) expect(hash).toMatch(/^[0-9a-f]{12}$/);
  expect(new Set(all).size).toBe(4);
});

test('a run says which target and configuration it is of; and what the configuration names releases by', () => {
  expect(runs[0]?.metadata.labels).toMatchObject({
    'nvidia-driver-pipelines/target': 'r580-x86-64',
    'nvidia-driver-pipelines/configuration': configurationOf(config, target).configuration,
  });
  expect(runs[0]?.metadata.labels).not.toHaveProperty('nvidia-driver-pipelines/attempt');
  const given = Object.fromEntries(runs[0]?.spec.params.map(({ name, value }) => [name, value]) ?? []);
  expect(given).toMatchObject({
    release: 'quay.io/openshift-release-dev/ocp-release:4.20.3-x86_64',
    kernel: '',
    releases: '4.20.3',
    'release-repository': 'quay.io/openshift-release-dev/ocp-release',
  });
});

test('a run is told which commit its configuration is of, where that is known', () => {
  const pipeline = new PipelineChart(new App(), config);
  const given = (origin: NonNullable<Config['origin']>) =>
    driverImageRun(pipeline.built, { ...config, origin }, target, { name: 'a' }).params;
  expect(given({ commit: 'c0ffee', repository: 'https://example.com/a.git' })).toMatchObject({
    'source-commit': 'c0ffee',
    'source-repository': 'https://example.com/a.git',
  });
  expect(Object.keys(given({ commit: '', repository: '' })).filter(name => name.startsWith('source-'))).toEqual([]);
});

test('a run is told of a driver toolkit of its target, and of the kernels of all of them', () => {
  const own = { image: `quay.io/acme/toolkit@sha256:${'d'.repeat(64)}`, kernel: '5.14.0-1.hf1.el9_6.x86_64' };
  const other = { ...own, kernel: '5.14.0-1.hf2.el9_6.x86_64' };
  const pipeline = new PipelineChart(new App(), config);
  const targets = [target, { ...target, driverToolkit: own }, { ...target, driverToolkit: other }];
  const [plain, hotFix] = targets.map(one => driverImageRun(pipeline.built, { ...config, targets }, one, { name: 'a' }).params);
  expect(plain).not.toHaveProperty('driver-toolkit');
  expect(plain).toMatchObject({ 'hot-fix-kernels': `${own.kernel} ${other.kernel}` });
  expect(hotFix).toMatchObject({ 'driver-toolkit': own.image, 'driver-toolkit-kernel': own.kernel, kernel: '' });
  expect(runs[0]?.spec.params.map(({ name }) => name)).not.toContain('hot-fix-kernels');
});

test('an event makes the same run, of a version and a kernel, under a name of its own and with its attempt', () => {
  const template = find('TriggerTemplate', 'r580-x86-64');
  const [made] = template?.spec.resourcetemplates ?? [];
  expect(made?.metadata).toMatchObject({
    name: 'r580-x86-64-$(tt.params.part)-$(tt.params.attempt)',
    labels: { ...runs[0]?.metadata.labels, 'nvidia-driver-pipelines/attempt': '$(tt.params.attempt)' },
  });
  const [release, kernel, ...others] = made?.spec.params ?? [];
  expect([release, kernel]).toEqual([
    { name: 'release', value: '$(tt.params.release)' },
    { name: 'kernel', value: '$(tt.params.kernel)' },
  ]);
  expect(others).toEqual(runs[0]?.spec.params.slice(2));
});

test('the values of an event reach every target by one TriggerBinding; what it may lack has a default', () => {
  expect(find('TriggerBinding', 'nvidia-driver-builds')?.spec.params).toEqual(
    ['release', 'kernel', 'attempt'].map(name => ({ name, value: `$(body.${name})` })),
  );
  for (const name of ['r580-x86-64', 'r580-aarch64']) {
    expect(find('Trigger', name)?.spec.bindings).toEqual([
      { kind: 'TriggerBinding', ref: 'nvidia-driver-builds' },
      { name: 'part', value: '$(extensions.part)' },
    ]);
    const defaults = find('TriggerTemplate', name)?.spec.params.map(param => [param.name, param.default]);
    expect(defaults).toEqual([
      ['release', undefined],
      ['kernel', ''],
      ['attempt', '1'],
      ['part', undefined],
    ]);
  }
});

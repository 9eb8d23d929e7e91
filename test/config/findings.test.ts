import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error';
import { readConfig } from '../../src/config/read-config';
import { configOf, expectFinding, findingsOf, minimal } from './drivers-yaml';

describe('a file', () => {
  it('that is not there', () => {
    expect(() => readConfig('no/such.yaml')).toThrow(
      [
        'no/such.yaml: 1 finding',
        '',
        'no/such.yaml:1:1',
        "  why: cannot be read: ENOENT: no such file or directory, open 'no/such.yaml'",
        '  fix: write it, or name another one in NVIDIA_DRIVERS_CONFIG',
      ].join('\n'),
    );
  });

  it('that is empty', () => expectFinding('', '1:1 (empty)', 'is not a configuration', 'write at least image, drivers and platforms'));

  it('that is a list', () => expectFinding('- a\n', '1:1 ["a"]', 'is not a configuration', 'write at least image, drivers and platforms'));

  it('that is not YAML', () =>
    expectFinding(
      'image: "quay.io/acme\n',
      '2:1 (end of the file)',
      'is not YAML as it is read here: missing closing "quote',
      'correct the line, or the one before it',
    ));

  it('with two findings, told in one error', () => {
    const error = errorOf('image: quay.io/acme/gpu\n');
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(
      [
        'drivers.yaml: 2 findings',
        '',
        'drivers.yaml:1:1 drivers: (missing)',
        '  why: is required',
        '  fix: add drivers: [{"version":"580.105.08"}]',
        '',
        'drivers.yaml:1:1 platforms: (missing)',
        '  why: is required',
        '  fix: add platforms: ["x86_64"]',
      ].join('\n'),
    );
    expect(error.findings[0]).toEqual({
      file: 'drivers.yaml',
      line: 1,
      column: 1,
      path: 'drivers',
      value: '(missing)',
      reason: 'is required',
      fix: 'add drivers: [{"version":"580.105.08"}]',
    });
  });
});

describe('a field', () => {
  it.each([
    ['adopted: true', '8:1 adopted: true', 'is not a field that is known here', 'write adopt'],
    [
      'frobnicate: 1',
      '8:1 frobnicate: 1',
      'is not a field that is known here',
      'remove it, or write one of namespace, image, registry, retag, adopt, releases, drivers, platforms, nodeFeatureRule, operator, secrets, signing, subscription, caConfigMap, images,' +
        ' sources, pipelines, build, apply, upgrade',
    ],
    ['secrets: { pul: a }', '8:12 secrets.pul: a', 'is not a field that is known here', 'write pull'],
    [
      'image: quay.io/acme/nvidia-gpu-driver',
      '8:1 image: quay.io/acme/nvidia-gpu-driver',
      'is written twice: first in line 1',
      'keep one of them',
    ],
    ['adopt: yes', '8:8 adopt: yes', 'is a text to YAML, where true or false is wanted', 'write true or false'],
    ['secrets: none', '8:10 secrets: none', 'is a text to YAML, where a map is wanted', 'write a map'],
    ['releases: 4.20.3', '8:11 releases: 4.20.3', 'is a text to YAML, where a list is wanted', 'write a list, like ["4.20.3"]'],
    [
      'caConfigMap:',
      '8:13 caConfigMap: (empty)',
      'is empty, where a text is wanted',
      'write a value, like acme-registry, or remove the line',
    ],
    ['caConfigMap: 7', '8:14 caConfigMap: 7', 'is a number to YAML, where a text is wanted', 'put it in quotes: "7"'],
    ['retag: nevr', '8:8 retag: nevr', 'is not one of always, never', 'write never'],
    [
      'subscription: rhsm',
      '8:15 subscription: rhsm',
      'is not one of activation-key, entitlement, none',
      'write activation-key, entitlement or none',
    ],
    ['apply: { rollout: }', '8:19 apply.rollout: (empty)', 'is empty', 'write auto or manual, or remove the line'],
    [
      'secrets: { push: Nvidia_Push }',
      '8:18 secrets.push: Nvidia_Push',
      'is not the name of a Kubernetes object',
      'use lower-case letters, digits, - and ., like "acme-registry"',
    ],
    ['secrets: { stepImages: [a, b, a] }', '8:31 secrets.stepImages[2]: a', 'is in the list already, as number 1', 'remove one of them'],
    [`namespace: ${'n'.repeat(64)}`, `8:12 namespace: ${'n'.repeat(59)}…`, 'is longer than 63 characters', 'shorten it'],
    [
      'build: { timeout: 4 hours }',
      '8:19 build.timeout: 4 hours',
      'is not a duration',
      'write hours, minutes and seconds, like "4h", "10m" or "1h30m"',
    ],
    [
      'apply: { timeout: 0s }',
      '8:19 apply.timeout: 0s',
      'is not a duration',
      'write hours, minutes and seconds, like "4h", "10m" or "1h30m"',
    ],
    [
      'images: { oc: task-runner }',
      '8:15 images.oc: task-runner',
      'is not an image reference',
      'write it with its registry, like "quay.io/acme/task-runner:1.8.1"',
    ],
    [
      'sources: { rpms: { gpgKey: "https://mirror.example.com/key" } }',
      '8:18 sources.rpms.baseUrl: (missing)',
      'is required',
      'add baseUrl: https://mirror.example.com/cuda/rhel{rhel}/{arch}',
    ],
    [
      'sources: { rpms: { baseUrl: mirror.example.com } }',
      '8:29 sources.rpms.baseUrl: mirror.example.com',
      'is not a URL',
      'write it with http:// or https://, without spaces, quotes and $',
    ],
    [
      'releases: [4.20]',
      '8:12 releases[0]: 4.20',
      'is a number to YAML, where a text is wanted',
      'write a version like "4.20.3", or an image by tag or digest, in quotes',
    ],
    [
      'releases: [latest]',
      '8:12 releases[0]: latest',
      'is not a full version or a release image',
      'write a version like "4.20.3", or an image by tag or digest',
    ],
    [
      'sources: { entryPoint: { 9: { } } }',
      '8:29 sources.entryPoint["9"]: {}',
      'is empty',
      'write at least one entry, like {"nvidia-driver":{"url":"https://mirror.example.com/nvidia-driver","sha256":"<64 hex digits>"}}',
    ],
  ])('%s', (line, where, why, fix) => expectFinding(`${minimal}${line}\n`, where, why, fix));
});

describe('image', () => {
  it.each([
    ['quay.io/acme/gpu:latest', 'has a tag: tags are made of driver, kernel and OS', 'write quay.io/acme/gpu'],
    ['quay.io:443/acme/gpu:latest', 'has a tag: tags are made of driver, kernel and OS', 'write quay.io:443/acme/gpu'],
    ['quay.io/acme/gpu@sha256:12', 'has a digest: every build publishes another one', 'write quay.io/acme/gpu'],
    [
      'acme/gpu',
      'does not begin with a registry: an NVIDIADriver resource needs registry and name',
      'write it with its registry, like quay.io/acme/nvidia-gpu-driver',
    ],
    [
      'gpu',
      'does not begin with a registry: an NVIDIADriver resource needs registry and name',
      'write it with its registry, like quay.io/acme/nvidia-gpu-driver',
    ],
    ['quay.io/Acme/gpu', 'has characters that no image name has', 'use lower-case letters and digits, with . _ or - between them'],
  ])('%s', (image, why, fix) => {
    expectFinding(minimal.replace('quay.io/acme/nvidia-gpu-driver', image), `1:8 image: ${image}`, why, fix);
    const ofDriver = minimal.replace('    runfile:', `    image: ${image}\n    runfile:`);
    expectFinding(ofDriver, `4:12 drivers[0].image: ${image}`, why, fix);
  });
});

describe('findings', () => {
  it('are told in the order of the file', () => {
    const text = `${minimal.replace('quay.io/acme/', '')}adopt: 1\nretag: 2\n`;
    expect(findingsOf(text).map(finding => finding.split(' ')[0])).toEqual(['drivers.yaml:1:8', 'drivers.yaml:8:8', 'drivers.yaml:9:8']);
  });

  it('are told of values behind anchors and aliases where they are used', () => {
    const text = `${minimal}secrets: { pull: &name Bad_Name }\ncaConfigMap: *name\n`;
    expect(findingsOf(text).map(finding => finding.split('\n')[0])).toEqual([
      'drivers.yaml:8:24 secrets.pull: Bad_Name',
      'drivers.yaml:9:14 caConfigMap: "Bad_Name"',
    ]);
  });
});

function errorOf(text: string): ConfigError {
  try {
    configOf(text);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('no finding');
}

import { describe, expect, it } from 'vitest';
import { configOf, expectFinding, findingsOf, minimal } from './drivers-yaml';

const on = (...platforms: string[]) => minimal.replace('  - x86_64', platforms.map(platform => `  - ${platform}`).join('\n'));

describe('a platform', () => {
  it('that there is not', () =>
    expectFinding(
      on('amd64'),
      '7:5 platforms[0]: amd64',
      'is not one of x86_64, aarch64, aarch64+64k',
      'write x86_64, aarch64 or aarch64+64k',
    ));

  it('that is misspelt in a map', () =>
    expectFinding(on('name: x86-64'), '7:11 platforms[0].name: x86-64', 'is not one of x86_64, aarch64, aarch64+64k', 'write x86_64'));

  it('without a name', () => expectFinding(on('nodeSelector: {}'), '7:5 platforms[0].name: (missing)', 'is required', 'add name: x86_64'));

  it('that is a number', () =>
    expectFinding(
      on('64'),
      '7:5 platforms[0]: 64',
      'is a number to YAML, where a text or a map is wanted',
      'write a text or a map, like x86_64',
    ));

  it('that is in the list twice', () => {
    expectFinding(on('x86_64', 'x86_64'), '8:5 platforms[1]: x86_64', 'is in the list already, as platforms[0]', 'remove one of them');
    expectFinding(
      on('x86_64', 'name: x86_64'),
      '8:11 platforms[1].name: x86_64',
      'is in the list already, as platforms[0]',
      'remove one of them',
    );
  });

  it('that is not in the list at all', () =>
    expectFinding(
      minimal.replace(/platforms:\n.*\n/, 'platforms: []\n'),
      '6:12 platforms: []',
      'is empty',
      'write at least one entry, like ["x86_64"]',
    ));
});

describe('a node selector', () => {
  it.each([
    ['kubernetes.io/arch: amd64', '8:21 platforms[0].nodeSelector["kubernetes.io/arch"]: amd64', 'follows from the platform', 'remove it'],
    [
      'nvidia.com/gpu-operator.driver.owner: me',
      '8:21 platforms[0].nodeSelector["nvidia.com/gpu-operator.driver.owner"]: me',
      'is reserved by the GPU operator',
      'remove it',
    ],
    [
      'gpu: true',
      '8:26 platforms[0].nodeSelector.gpu: true',
      'is true or false to YAML, where a text is wanted',
      'put it in quotes: "true"',
    ],
    [
      'gpu: "a b"',
      '8:26 platforms[0].nodeSelector.gpu: "a b"',
      'is not a label value',
      'use letters, digits, - _ . and at most 63 characters',
    ],
    ['"a b": c', '8:21 platforms[0].nodeSelector["a b"]: c', 'is not a label key', 'write it like "nvidia-driver-pipelines/page-size"'],
  ])('of %s', (label, where, why, fix) => expectFinding(on(`name: x86_64\n    nodeSelector: { ${label} }`), where, why, fix));
});

describe('aarch64 with both page sizes', () => {
  it('and nothing to tell the nodes apart, however many drivers there are', () => {
    expect(findingsOf(on('aarch64', 'aarch64+64k'))).toEqual([
      [
        'drivers.yaml:8:5 platforms[1]: aarch64+64k',
        '  why: selects nodes that r580-aarch64 selects, too: no label has different values in the node selectors of r580-aarch64 and' +
          ' r580-aarch64-64k, and the GPU operator refuses both (ConflictingNodeSelector)',
        '  fix: write nodeFeatureRule: true, and Node Feature Discovery labels the nodes by page size; or do it yourself, and select them by that label:',
        '       oc label node <node> nvidia-driver-pipelines/page-size=4k',
        '       oc label node <node> nvidia-driver-pipelines/page-size=64k',
        '       platforms:',
        '         - name: aarch64',
        '           nodeSelector: { nvidia-driver-pipelines/page-size: 4k }',
        '         - name: aarch64+64k',
        '           nodeSelector: { nvidia-driver-pipelines/page-size: 64k }',
      ].join('\n'),
    ]);
  });

  it('and the label that the finding tells of', () => {
    const text = on(
      'name: aarch64\n    nodeSelector: { nvidia-driver-pipelines/page-size: 4k }',
      'name: aarch64+64k\n    nodeSelector: { nvidia-driver-pipelines/page-size: 64k }',
    );
    expect(findingsOf(text)).toEqual([]);
  });

  it('and the rule that labels the nodes: each target selects those with its page size', () => {
    const { targets } = configOf(`${on('x86_64', 'aarch64', 'name: aarch64+64k\n    nodeSelector: { rack: a }')}nodeFeatureRule: true\n`);
    expect(targets.map(({ nodeSelector }) => nodeSelector)).toEqual([
      { 'kubernetes.io/arch': 'amd64' },
      { 'kubernetes.io/arch': 'arm64', 'nvidia-driver-pipelines/page-size': '4k' },
      { 'kubernetes.io/arch': 'arm64', 'nvidia-driver-pipelines/page-size': '64k', rack: 'a' },
    ]);
  });

  it('and the rule, and its label by hand', () =>
    expectFinding(
      `${on('name: aarch64+64k\n    nodeSelector: { nvidia-driver-pipelines/page-size: 64k }')}nodeFeatureRule: true\n`,
      '8:21 platforms[0].nodeSelector["nvidia-driver-pipelines/page-size"]: 64k',
      'is set by nodeFeatureRule, and follows from the platform',
      'remove it',
    ));
});

import { describe, expect, it } from 'vitest';
import { renderFinding } from '../../src/source/finding';
import { configOf, expectFinding, findingsOf, minimal, sha256 } from './drivers-yaml';

/** The minimal file with other lines for the driver and the platforms, and more at the end. */
function file(driver: string, { platforms = ['x86_64'], more = '' } = {}): string {
  return minimal
    .replace('version: 580.105.08', driver.replaceAll('\n', '\n    '))
    .replace('  - x86_64', platforms.map(platform => `  - ${platform}`).join('\n'))
    .concat(more);
}

/** The warnings of a text, a block of lines each, as synth prints them. */
function warningsOf(text: string): string[] {
  return configOf(text).warnings.map(finding => renderFinding(finding, 'warning'));
}

describe('a driver is refused', () => {
  it('for GPUs that its kernel modules do not drive, by default', () =>
    expectFinding(
      file('version: 580.105.08\ngpus: [hopper, volta]'),
      '4:20 drivers[0].gpus[1]: volta',
      'Volta GPUs need proprietary kernel modules',
      'use proprietary, or give these GPUs a driver of their own',
    ));

  it('for GPUs that its kernel modules do not drive, as configured', () =>
    expectFinding(
      file('version: 580.105.08\nmodules: proprietary\ngpus: [blackwell]'),
      '5:12 drivers[0].gpus[0]: blackwell',
      'Blackwell GPUs need open kernel modules',
      'use open, or give these GPUs a driver of their own',
    ));

  it('for GPUs that its branch does not drive', () =>
    expectFinding(
      file('version: 595.91.07\ngpus: [pascal]'),
      '4:12 drivers[0].gpus[0]: pascal',
      'branch 595 does not drive Pascal GPUs (580 is the last that does)',
      'use branch 580 with proprietary modules, or give these GPUs a driver of their own',
    ));

  it('for GPUs that are in nodes of another architecture, which is not among the platforms', () => {
    const text = (...platforms: string[]) => file('version: 580.105.08\ngpus: [hopper, grace-hopper]', { platforms });
    expectFinding(
      text('x86_64'),
      '4:20 drivers[0].gpus[1]: grace-hopper',
      'Grace Hopper GPUs are in nodes of aarch64 only',
      'add the platform aarch64 or aarch64+64k, or remove it',
    );
    expect(findingsOf(text('x86_64', 'aarch64'))).toEqual([]);
  });

  it('where no platform is right, too', () =>
    expect(findingsOf(file('version: 620.10.02\nmodules: proprietary', { platforms: ['arm64'] }))).toEqual([
      'drivers.yaml:4:14 drivers[0].modules: proprietary\n  why: branch 620 has no proprietary kernel modules (removed in 620)\n  fix: use open',
      'drivers.yaml:8:5 platforms[0]: arm64\n  why: is not one of x86_64, aarch64, aarch64+64k\n  fix: write x86_64, aarch64 or aarch64+64k',
    ]));

  it('for a generation that there is not', () =>
    expectFinding(
      file('version: 580.105.08\ngpus: [pascl]'),
      '4:12 drivers[0].gpus[0]: pascl',
      'is not one of maxwell, pascal, volta, turing, ampere, ada, hopper, grace-hopper, blackwell, grace-blackwell',
      'write pascal',
    ));
});

describe('a release is refused', () => {
  it('whose nodes run RHEL 8, once for all drivers and platforms', () =>
    expectFinding(
      file('version: 580.105.08', { platforms: ['x86_64', 'aarch64'], more: 'releases: [4.20.3, 4.12.9]\n' }),
      '9:20 releases[1]: 4.12.9',
      'OpenShift 4.12.9 has nodes of RHEL 8, for which nothing here is built',
      'use 4.13 or later',
    ));

  it('without a kernel of 64 KiB pages', () =>
    expectFinding(
      file('version: 580.105.08', { platforms: ['name: aarch64+64k'], more: 'releases: [4.14.30]\n' }),
      '8:12 releases[0]: 4.14.30',
      'the driver toolkit of OpenShift 4.14.30 has no kernel with pages of 64 KiB',
      'use 4.15 or later, or the platform aarch64',
    ));

  it('that the GPU operator does not support', () =>
    expectFinding(
      file('version: 580.105.08', { more: 'releases: [4.18.30, 4.17.9]\noperator: { version: 26.3.3 }\n' }),
      '8:21 releases[1]: 4.17.9',
      'GPU operator 26.3.3 needs OpenShift 4.18 or later',
      'use 4.18 or later, or an operator before 26.3',
    ));

  it('only where it is a version: what an image is, nobody knows before it is looked up', () => {
    const image = `quay.io/openshift-release-dev/ocp-release@sha256:${sha256('0')}`;
    expect(findingsOf(file('version: 580.105.08', { more: `releases: ["${image}"]\n` }))).toEqual([]);
  });
});

it('a version of the GPU operator that is not full is refused', () =>
  expectFinding(
    file('version: 580.105.08', { more: 'operator: { version: "26.3" }\n' }),
    '8:22 operator.version: "26.3"',
    'is not a full version of the GPU operator',
    'write it in full, like "26.3.3"',
  ));

describe('a warning tells', () => {
  it('what no source covers, in the order of the file', () => {
    expect(warningsOf(file('version: 615.10.02', { more: 'releases: [4.23.1]\noperator: { version: 24.9.2 }\n' }))).toEqual([
      [
        'drivers.yaml:3:14 warning: drivers[0].version: 615.10.02',
        '  why: how the RPMs of branches after 610 are named is unverified',
        '  fix: use 610 or earlier, or name the RPMs in packages',
      ].join('\n'),
      [
        'drivers.yaml:8:12 warning: releases[0]: 4.23.1',
        '  why: which RHEL the nodes of OpenShift 4.23 and later run is unverified',
        '  fix: compare the tags of its first image with what a node of it asks for',
      ].join('\n'),
      [
        'drivers.yaml:9:22 warning: operator.version: 24.9.2',
        '  why: whether GPU operators before 25.3 know all fields of our NVIDIADriver resources is unverified',
        '  fix: use 25.3 or later',
      ].join('\n'),
    ]);
  });

  it('that a runfile may lag behind, once for each platform', () => {
    const platforms = ['name: aarch64\n    nodeSelector: { page: 4k }', 'name: aarch64+64k\n    nodeSelector: { page: 64k }'];
    expect(warningsOf(file('version: 580.105.08', { platforms })).map(text => text.split('\n', 2))).toEqual([
      ['drivers.yaml:7:11 warning: platforms[0].name: aarch64', lag],
      ['drivers.yaml:9:11 warning: platforms[1].name: aarch64+64k', lag],
    ]);
  });

  it('what a base image has nothing for, where CUDA is the default', () =>
    expect(warningsOf(file('version: 580.105.08\nmodules: proprietary\ngpus: [volta]'))).toEqual([
      [
        'drivers.yaml:3:5 warning: drivers[0].cuda: (missing)',
        '  why: CUDA 13.1.0 has no code for Volta GPUs (12.x is the last that has)',
        '  fix: use 12.8.1',
      ].join('\n'),
    ]));

  it('nothing of CUDA where the base image is the user’s own', () => {
    const driver = 'version: 580.105.08\nmodules: proprietary\ngpus: [volta]\nbaseImage: quay.io/acme/base:1';
    expect(warningsOf(file(driver))).toEqual([]);
  });
});

const lag = "  why: a driver's runfile for aarch64 may be published later than that for x86_64";

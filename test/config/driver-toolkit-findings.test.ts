import { describe, expect, it } from 'vitest';
import { configOf, expectFinding, minimal } from './drivers-yaml';

const toolkit = `quay.io/acme/driver-toolkit@sha256:${'d'.repeat(64)}`;
const kernel = '5.14.0-570.62.1.hf2.el9_6';

/** A driver with these lines, on these platforms. */
const driver = (lines: readonly string[], platforms: readonly string[] = ['x86_64']) =>
  minimal
    .replace('    runfile:', [...lines.map(line => `    ${line}`), '    runfile:'].join('\n'))
    .replace(
      '  - x86_64',
      platforms.map(name => `  - { name: ${name}, nodeSelector: { pages: p${name.includes('64k') ? '64k' : '4k'} } }`).join('\n'),
    );
const overridden = (text: string, platforms: readonly string[] = ['x86_64']) =>
  driver([`driverToolkit: ${toolkit}`, `kernel: ${text}`], platforms);

describe('a driver toolkit of the user, and its kernel', () => {
  it.each([
    ['x86_64', `${kernel}.x86_64`],
    ['aarch64', `${kernel}.aarch64`],
    ['aarch64+64k', `${kernel}.aarch64+64k`],
  ])('are taken for %s', (platform, text) => {
    expect(configOf(overridden(text, [platform])).targets[0]?.driverToolkit).toEqual({ image: toolkit, kernel: text });
  });

  it('go together', () => {
    expectFinding(
      driver([`driverToolkit: ${toolkit}`]),
      '3:5 drivers[0].kernel: (missing)',
      'is required with driverToolkit: a toolkit is for one kernel, and so is what is compiled in it',
      'add the kernel that its nodes run, as uname -r prints it, like "kernel: 5.14.0-570.62.1.el9_6.x86_64"',
    );
    expectFinding(
      driver([`kernel: ${kernel}.x86_64`]),
      '3:5 drivers[0].driverToolkit: (missing)',
      'is required with kernel: the headers of that kernel are in it',
      'add the driver toolkit of that kernel by digest, or remove kernel: those of releases are found without it',
    );
  });

  it('is named by digest', () =>
    expectFinding(
      driver(['driverToolkit: quay.io/acme/driver-toolkit:4.20', `kernel: ${kernel}.x86_64`]),
      '4:20 drivers[0].driverToolkit: quay.io/acme/driver-toolkit:4.20',
      'is not an image by digest',
      'write registry, name and digest, like "quay.io/acme/driver-toolkit@sha256:<64 hex digits>"',
    ));

  it.each(['latest', '5.14.0-570.62.1.el9_6', '5.14.0-570.62.1.HOTFIX.el9_6.x86_64', `${kernel}.aarch64+64k-debug`])(
    'has no kernel %s',
    text =>
      expectFinding(
        overridden(text),
        `5:13 drivers[0].kernel: ${text}`,
        'is not a kernel of RHEL',
        'write it as uname -r prints it, like "5.14.0-570.62.1.el9_6.x86_64" or "5.14.0-570.62.1.el9_6.aarch64+64k"',
      ),
  );

  const like = 'write it like "5.14.0-570.62.1.el9_6.x86_64" or "5.14.0-570.62.1.el9_6.aarch64+64k"';
  it.each([
    [['x86_64'], `${kernel}.x86_64+rt`, 'is a real-time kernel, for which the GPU operator has no precompiled drivers', like],
    [
      ['x86_64'],
      '5.14.0-284.54.1.rt14.339.el9_2.x86_64',
      'is a real-time kernel, for which the GPU operator has no precompiled drivers',
      like,
    ],
    [['x86_64'], `${kernel}.ppc64le`, 'is not a kernel of RHEL', like],
    [['x86_64'], `${kernel}.x86_64+64k`, 'has pages of 64 KiB, which only aarch64 has', like],
    [['aarch64+64k'], `${kernel}.aarch64_64k`, 'is written as in a label or a tag', `write ${kernel}.aarch64+64k, as uname -r prints it`],
    [
      ['aarch64+64k'],
      `${kernel}.aarch64`,
      'is a kernel of aarch64, the platform is aarch64+64k',
      `write ${kernel}.aarch64+64k, or the platform aarch64`,
    ],
    [
      ['aarch64'],
      `${kernel}.aarch64+64k`,
      'is a kernel of aarch64+64k, the platform is aarch64',
      'write a kernel of aarch64, or the platform aarch64+64k',
    ],
    [
      ['x86_64'],
      `${kernel}.aarch64`,
      'is a kernel of aarch64, the platform is x86_64',
      'write a kernel of x86_64, or the platform aarch64',
    ],
    [
      ['x86_64', 'aarch64', 'aarch64+64k'],
      `${kernel}.aarch64`,
      'is a kernel of aarch64, and the driver is built for x86_64 and aarch64+64k, too',
      'write the driver into a configuration of its own, with the platform aarch64 alone',
    ],
  ])('for %j has not the kernel %s', (platforms, text, why, fix) =>
    expectFinding(overridden(text, platforms), `5:13 drivers[0].kernel: ${text}`, why, fix),
  );
});

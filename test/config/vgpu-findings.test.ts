import { describe, expect, it } from 'vitest';
import { configOf, expectFinding, findingsOf, minimal } from './drivers-yaml';

const url = 'https://files.example.com/NVIDIA-Linux-{arch}-{version}-grid.run';
const guest = `${minimal.replace(
  '    runfile:\n',
  `    type: vgpu
    licenceAccepted: true
    licensing: { secret: vgpu-licence }
    runfile:
      url: ${url}
      secret: runfile-login
`,
)}`;

describe('a vGPU guest driver', () => {
  it('has its userspace from the runfile, and no RPM of NVIDIA', () => {
    const { targets, warnings } = configOf(guest);
    expect(targets[0]).toMatchObject({
      type: 'vgpu',
      licensingSecret: 'vgpu-licence',
      packages: ['libglvnd-glx'],
      runfile: { url: 'https://files.example.com/NVIDIA-Linux-x86_64-580.105.08-grid.run', secret: 'runfile-login' },
    });
    expect(warnings.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      "drivers[0].type NVIDIA's documentation says that precompiled driver images do not support vGPU",
    ]);
  });

  it('is no other driver: that is passthrough, unless it is said', () =>
    expect(configOf(minimal).targets[0]).toMatchObject({
      type: 'passthrough',
      packages: expect.arrayContaining(['nvidia-driver-cuda-580.105.08']),
    }));

  it('needs the licence accepted, the Secret of its licence and a URL, all told at once', () =>
    expect(findingsOf(minimal.replace('    runfile:\n', '    type: vgpu\n    licenceAccepted: false\n    runfile:\n'))).toEqual([
      `drivers.yaml:3:5 drivers[0].licensing: (missing)
  why: is required for type vgpu: the driver does not start without the configuration of its licence
  fix: write licensing: { secret: <name> }, of a Secret with gridd.conf and client_configuration_token.tok`,
      `drivers.yaml:5:22 drivers[0].licenceAccepted: false
  why: must be true for type vgpu: NVIDIA's licence of vGPU software forbids that everybody can pull the image, and only you can accept it
  fix: read the file LICENSE of the runfile, publish to repositories that nobody can pull from without a login,
       then write licenceAccepted: true`,
      `drivers.yaml:7:7 drivers[0].runfile.url: (missing)
  why: is required for type vgpu: NVIDIA has guest drivers behind a login only
  fix: put NVIDIA-Linux-{arch}-{version}-grid.run on a server of yours and write its URL; runfile.secret is for its login`,
    ]));

  it('has no checksum that curl could tell without a login', () =>
    expectFinding(
      guest.replace('x86_64:', 'aarch64:').replace(/, aarch64: b+/, ''),
      '10:15 drivers[0].runfile.sha256.x86_64: (missing)',
      'is required: x86_64 is among the platforms',
      'write the checksum of a runfile that you trust:\n       sha256sum <file>',
    ));

  it('has a licence in a Secret that has a name', () =>
    expectFinding(
      guest.replace('{ secret: vgpu-licence }', '{}'),
      '6:16 drivers[0].licensing.secret: (missing)',
      'is required',
      'add secret: vgpu-licence',
    ));

  it('does not go with operators that take no licence from a Secret', () =>
    expectFinding(
      `${guest}operator: { version: 25.3.4 }\n`,
      '13:22 operator.version: 25.3.4',
      'GPU operator 25.3.4 takes no vGPU licence from a Secret (licensingConfig.secretName exists since 25.10)',
      'use 25.10 or later',
    ));

  it('publishes not under the tags of another driver of its version', () =>
    expectFinding(
      guest
        .replace(
          'platforms:',
          `  - version: 580.105.08\n    name: whole\n    nodeSelector: { a: b }\n    runfile: { sha256: { x86_64: ${'a'.repeat(64)} } }\nplatforms:`,
        )
        .replace('    type: vgpu', '    nodeSelector: { a: c }\n    type: vgpu'),
      '12:14 drivers[1].version: 580.105.08',
      'publishes under the same tags as drivers[0], but they differ in type, runfile, packages',
      'give it an image of its own, like "image: quay.io/acme/nvidia-gpu-driver-2", or make them the same',
    ));
});

describe('what only a vGPU guest driver has', () => {
  it.each([
    ['licenceAccepted', 'licenceAccepted: true', 'licenceAccepted: true'],
    ['licensing', 'licensing: { secret: a }', 'licensing: {"secret":"a"}'],
  ])('%s is refused for another', (field, line, shown) =>
    expectFinding(
      minimal.replace('    runfile:\n', `    ${line}\n    runfile:\n`),
      `4:5 drivers[0].${field}: ${shown.slice(shown.indexOf(':') + 2)}`,
      'is for type vgpu alone',
      'remove it, or write type: vgpu',
    ),
  );

  it('a type of its own is refused', () =>
    expectFinding(
      minimal.replace('    runfile:\n', '    type: grid\n    runfile:\n'),
      '4:11 drivers[0].type: grid',
      'is not one of passthrough, vgpu',
      'write passthrough or vgpu',
    ));
});

describe('the login of a runfile', () => {
  const login = (lines: string) => minimal.replace('    runfile:\n', `    runfile:\n${lines}`);

  it("is not for NVIDIA's own server", () =>
    expectFinding(
      login('      secret: a\n'),
      '5:15 drivers[0].runfile.secret: a',
      "needs runfile.url: NVIDIA's own server, which is asked without it, wants no login",
      'write runfile.url, or remove it',
    ));

  it('is for any driver whose runfile is on a server that wants one', () =>
    expect(configOf(login(`      secret: a\n      url: ${url}\n`)).targets[0]?.runfile.secret).toBe('a'));

  it('is warned of where others can read it on the way', () => {
    const text = login('      secret: a\n      url: http://files.example.com/driver.run\n');
    expect(configOf(text).warnings.map(({ line, column, path, reason, fix }) => `${line}:${column} ${path} ${reason}: ${fix}`)).toEqual([
      '6:12 drivers[0].runfile.url sends the login of runfile.secret over a connection that others can read: use https://',
    ]);
  });
});

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nvidiaDrivers as run } from '../support/executable';
import { facts } from './configuration';

const folder = mkdtempSync(join(tmpdir(), 'plan-'));
const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const usage = `usage: npx nvidia-drivers plan [--facts FILE] [--release RELEASE]... [--json]
       npx nvidia-drivers plan --record FILE [--release RELEASE]... [--json]\n`;

function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

const known = file('known.json', { format: 1, releases: [facts('4.20.4', kernel)] });

describe('the executable', () => {
  test('has a command for each entry point, and says which where none is meant', () => {
    const commands = 'usage: npx nvidia-drivers synth|plan|check [OPTION]...\n';
    expect(run([])).toEqual({ status: 2, stdout: '', stderr: `error: no command is given\n${commands}` });
    expect(run(['toString'])).toEqual({ status: 2, stdout: '', stderr: `error: "toString" is no command\n${commands}` });
  });

  test('synth writes what `npm run synth` writes', () => {
    const { status, stdout } = run(['synth'], { CDK8S_OUTDIR: join(folder, 'manifests') });
    expect([status, stdout.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(/^nvidia-drivers\.yaml: 1 target → .*manifests, 1 run → .*runs$/),
    ]);
  });

  test('check judges manifests', () => {
    expect(run(['check', 'nvidia-drivers.yaml'])).toMatchObject({ status: 0, stdout: '1 file, 1 object: 0 errors, 0 warnings\n' });
  });
});

describe('plan', () => {
  test('prints, for the configuration of the README, target, image, nodes, packages, kernel and tags', () => {
    expect(run(['plan', '--facts', known, '--release', '4.20.4', '--release', '4.20.9'])).toEqual({
      status: 0,
      stderr: '',
      stdout: `nvidia-drivers.yaml, ${known}: 1 target, 2 releases: 2 images

r580-x86-64: driver 580.105.08, open modules
  image: quay.io/acme/nvidia-gpu-driver
  nodes: kubernetes.io/arch=amd64
  base image: nvcr.io/nvidia/cuda:13.1.0-base-ubi{rhel}
  packages: nvidia-driver-cuda-580.105.08
            nvidia-driver-libs-580.105.08
            libnvidia-ml-580.105.08
            nvidia-persistenced-580.105.08
            nvidia-fabricmanager-580.105.08
            libnvidia-nscq-580.105.08
            nvidia-imex-580.105.08
            libnvsdm-580.105.08
            infiniband-diags
            nvlsm
            cuda-compat-13-1
            cuda-cudart-13-1

  OpenShift 4.20.4
    kernel: ${kernel}
    tags: 580.105.08-${kernel}-rhel9.6
          580.105.08-${kernel}-rhel9

  OpenShift 4.20.9
    kernel: unknown until looked up
    tags: 580.105.08-<kernel>-rhel9.6
          580.105.08-<kernel>-rhel9
`,
    });
  });

  test('prints what the README shows, from the facts that it shows', () => {
    const readme = readFileSync('README.md', 'utf8');
    const [written = ''] = /(?<=`)\{"format": 1[^`]*/.exec(readme) ?? [];
    const [shown] = /(?<=```\n)nvidia-drivers\.yaml, facts\.json: [^`]*/.exec(readme) ?? [];
    const [args = ''] = /(?<=npx nvidia-drivers plan --facts facts\.json ).*/.exec(readme) ?? [];
    const path = file('readme.json', JSON.parse(written));
    const { status, stdout } = run(['plan', '--facts', path, ...args.split(' ')]);
    expect([status, stdout.replace(path, 'facts.json')]).toEqual([1, shown]);
  });

  test('ends with 1 where a release is refused, and says why after the images', () => {
    const { status, stdout } = run(['plan', '--release', '4.12.1']);
    expect(status).toBe(1);
    expect(stdout.split('\n')[0]).toBe('nvidia-drivers.yaml: 1 target, 1 release: 0 images, 1 refused');
    expect(stdout.split('\n\n').at(-1)).toBe(
      'r580-x86-64 refused: OpenShift 4.12.1\n  why: OpenShift 4.12.1 has nodes of RHEL 8, for which nothing here is built\n  fix: use 4.13 or later\n',
    );
  });

  test('is JSON for programs, every field there', () => {
    const { status, stdout } = run([
      'plan',
      '--facts',
      known,
      '--release',
      '4.20.4',
      '--release',
      '4.23.0',
      '--release',
      '4.12.1',
      '--json',
    ]);
    const printed = JSON.parse(stdout);
    expect([status, Object.keys(printed)]).toEqual([1, ['format', 'releases', 'targets', 'images', 'refused', 'warnings']]);
    expect([printed.format, printed.releases]).toEqual([1, ['4.20.4', '4.23.0', '4.12.1']]);
    expect(printed.targets).toEqual([
      {
        name: 'r580-x86-64',
        platform: 'x86_64',
        driverVersion: '580.105.08',
        type: 'passthrough',
        modules: 'open',
        image: 'quay.io/acme/nvidia-gpu-driver',
        baseImage: 'nvcr.io/nvidia/cuda:13.1.0-base-ubi{rhel}',
        packages: expect.arrayContaining(['nvidia-driver-cuda-580.105.08', 'nvlsm']),
        cveUpdates: [],
        nodeSelector: { 'kubernetes.io/arch': 'amd64' },
      },
    ]);
    expect(printed.images).toEqual([
      {
        target: 'r580-x86-64',
        kernel,
        rhel: '9.6',
        releases: ['4.20.4'],
        tags: [`580.105.08-${kernel}-rhel9.6`, `580.105.08-${kernel}-rhel9`],
        tagPatterns: [],
      },
      { target: 'r580-x86-64', kernel: null, rhel: null, releases: ['4.23.0'], tags: [], tagPatterns: ['580.105.08-<kernel>-<os tag>'] },
    ]);
    expect(printed.refused).toEqual([
      {
        target: 'r580-x86-64',
        releases: ['4.12.1'],
        reason: 'OpenShift 4.12.1 has nodes of RHEL 8, for which nothing here is built',
        fix: 'use 4.13 or later',
      },
    ]);
    expect(printed.warnings).toEqual([
      {
        target: 'r580-x86-64',
        releases: ['4.23.0'],
        reason: 'which RHEL the nodes of OpenShift 4.23 and later run is unverified',
        fix: 'compare the tags of its first image with what a node of it asks for',
      },
    ]);
  });

  test('takes the releases of the configuration where none is named, and all that facts tell of', () => {
    const config = { image: 'quay.io/acme/gpu', releases: ['4.21.1'], platforms: ['x86_64'] };
    const drivers = [{ version: '580.105.08', runfile: { sha256: { x86_64: '0'.repeat(64) } } }];
    const env = { NVIDIA_DRIVERS_CONFIG: file('named.yaml', { ...config, drivers }) };
    expect(JSON.parse(run(['plan', '--json'], env).stdout).releases).toEqual(['4.21.1']);
    expect(JSON.parse(run(['plan', '--json', '--facts', known], env).stdout).releases).toEqual(['4.20.4', '4.21.1']);
  });

  test('ends with 1 where the configuration is wrong, and with every finding', () => {
    const { status, stderr } = run(['plan', '--release', '4.20.4'], { NVIDIA_DRIVERS_CONFIG: file('wrong.yaml', { platforms: [] }) });
    expect([status, stderr.split('\n')[0]]).toEqual([1, expect.stringMatching(/wrong\.yaml: \d+ findings$/)]);
  });

  test.each([
    [[], 'no release is named: name one with --release, in releases of the configuration, or give a file with --facts'],
    [['--release', '4.20'], '"4.20" is not a release: write it in full, like "4.20.3"'],
    [['--facts', 'a', '--record', 'b'], '--facts reads a file and --record writes one: give one of them'],
    [['--fact', 'a'], "Unknown option '--fact'"],
  ])('called with %j ends with 2 and the usage', (args, message) => {
    const { status, stdout, stderr } = run(['plan', ...args]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`error: ${message}`);
    expect(stderr.endsWith(usage)).toBe(true);
  });
});

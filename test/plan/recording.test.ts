import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nvidiaDrivers } from '../support/executable';
import { needs, program } from '../support/needs';
import { ocThatKnows, pathWith } from '../support/stub-oc';
import { facts } from './configuration';

const repository = 'quay.io/openshift-release-dev/ocp-release';
const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const stream = { kernel, rhel: '9.6', toolkit: 'quay.io/ocp/toolkit@sha256:4.20.4' };
const file = () => join(mkdtempSync(join(tmpdir(), 'recording-')), 'facts.json');
const recorded = (path: string) => JSON.parse(readFileSync(path, 'utf8')).releases;

/** PATH with an oc of ours before the machine's programs. */
const withOc = (oc: string) => ({ PATH: `${pathWith({ oc }, {})}:${process.env.PATH}` });

/** An entry of the ConfigMap nvidia-driver-releases. */
const entry = (image: string, version: string) =>
  JSON.stringify({
    image,
    version,
    at: '2026-03-01T12:00:00Z',
    facts: { version, machineOs: 'unknown', streams: [{ ...stream, os: ['rhel', '9.6'] }] },
  });

test('from a cluster: what its watcher has read of releases is written, and planned', () => {
  const image = `${repository}@sha256:${'a'.repeat(64)}`;
  const data = { [`${'0'.repeat(20)}.amd64`]: entry(image, '4.20.4'), note: 'not ours' };
  const path = file();
  const { status, stdout, stderr } = nvidiaDrivers(['plan', '--record', path], withOc(ocThatKnows({}, data)));
  expect([status, stderr]).toEqual([0, `${path}: 1 release image recorded, 1 release in all\n`]);
  expect(recorded(path)).toEqual([{ version: '4.20.4', arch: 'x86_64', image, streams: [stream] }]);
  expect(stdout).toContain(`  OpenShift 4.20.4\n    kernel: ${kernel}\n    tags: 580.105.08-${kernel}-rhel9.6\n`);
});

test('from a cluster whose watcher has not looked: it is said what to do, and nothing is written', () => {
  const path = file();
  expect(nvidiaDrivers(['plan', '--record', path], withOc(ocThatKnows({})))).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'ConfigMap nvidia-driver-releases in namespace nvidia-driver-pipelines cannot be read: Error from server (NotFound): not found: log in to a cluster whose watcher has looked once, or name releases with --release\n',
  });
  expect(() => readFileSync(path)).toThrow('ENOENT');
});

needs('jq', program('jq'))('from a registry', () => {
  const oc = ocThatKnows({ [`${repository}:4.20.4-x86_64`]: { version: '4.20.4', kernel, rhel: '9.6' } });

  test('releases that are named are read, and written beside what the file has', () => {
    const path = file();
    const before = facts('4.18.1', '5.14.0-427.50.2.el9_4.x86_64');
    writeFileSync(path, JSON.stringify({ format: 1, releases: [before] }));
    const { status, stdout, stderr } = nvidiaDrivers(['plan', '--record', path, '--release', '4.20.4', '--json'], withOc(oc));
    expect([status, stderr]).toEqual([0, expect.stringContaining(`${path}: 1 release image recorded, 2 releases in all\n`)]);
    expect(recorded(path)).toEqual([
      before,
      { version: '4.20.4', arch: 'x86_64', image: `${repository}:4.20.4-x86_64`, streams: [stream] },
    ]);
    expect(JSON.parse(stdout).images[0].kernel).toBe(kernel);
  });

  test('of what cannot be read it is said why, the rest is written, and it ends with 1', () => {
    const path = file();
    const { status, stdout, stderr } = nvidiaDrivers(['plan', '--record', path, '--release', '4.20.9', '--release', '4.20.4'], withOc(oc));
    const image = `${repository}:4.20.9-x86_64`;
    expect(status).toBe(1);
    expect(stderr).toContain(`${image} (x86_64): permanent error: release ${image} does not exist: give a release that does\n`);
    expect(recorded(path).map(({ version }: { readonly version: string }) => version)).toEqual(['4.20.4']);
    expect(stdout).toContain('  OpenShift 4.20.9\n    kernel: unknown until looked up\n');
  });
});

test('where the script that asks ends early, nothing is written', () => {
  const path = file();
  const env = { PATH: `${pathWith({ oc: '', date: 'exit 1' }, {})}:${process.env.PATH}` };
  const { status, stderr } = nvidiaDrivers(['plan', '--record', path, '--release', '4.20.4'], env);
  expect([status, stderr.trimEnd().split('\n').at(-1)]).toEqual([1, 'the releases cannot be read: see the words above']);
  expect(() => readFileSync(path)).toThrow('ENOENT');
});

test.each([
  ['oc', [], []],
  ['oc', ['--release', '4.20.4'], []],
  ['bash', ['--release', '4.20.4'], ['oc']],
])('without %s on the PATH it is said that it is needed (called with %j)', (missing, args, there) => {
  const env = execFileSync('sh', ['-c', 'command -v env'], { encoding: 'utf8' }).trim();
  const PATH = pathWith({}, Object.fromEntries(there.map(name => [name, env])));
  expect(nvidiaDrivers(['plan', '--record', file(), ...args], { PATH })).toEqual({
    status: 1,
    stdout: '',
    stderr: `--record needs ${missing}, which is not on the PATH: install it, or record on a machine that has it\n`,
  });
});

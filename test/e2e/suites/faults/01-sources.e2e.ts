import { expect, test } from 'vitest';
import { gpuNode, removeNodes, runsOn } from '../../harness/cluster';
import { misfit, tiny } from '../../harness/driver-image';
import { build, faultRows } from '../../harness/fault-row';
import { wrongFile } from '../../harness/faulty';
import { log } from '../../harness/pipeline-run';
import { configuration, namespace, server } from '../../harness/project';

faultRows();

const path = 'tesla/{version}/NVIDIA-Linux-{arch}-{version}.run';

/** The configuration's runfile from where it comes wrong, with the checksum of the right one. */
function runfile(kind: string, changes: object = {}): { readonly driver: object } {
  const { drivers } = configuration(tiny) as { drivers: [{ runfile: object }] };
  return { driver: { runfile: { ...drivers[0].runfile, url: wrongFile(kind, path), ...changes } } };
}

test.each([
  ['missing runfile', runfile('missing'), /runfile http\S+ .*404/],
  ['login page instead of a runfile', runfile('page'), /runfile http\S+ is a web page/],
  ['truncated runfile', runfile('truncated'), /runfile http\S+ has sha256 [0-9a-f]{64}, wanted is [0-9a-f]{64}/],
  [
    'wrong runfile',
    { driver: { runfile: { url: `${server}/${path}`, sha256: { x86_64: 'f'.repeat(64) } } } },
    /wanted is f{64}: it was not run/,
  ],
])('%s: permanent, nothing of it is run', async (fault, changes, seen) => {
  const outcome = await build({ fault, changes });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(/: permanent error: /);
  expect(outcome.results.outcome).toMatch(seen);
});

test('interrupted runfile: the download goes on where it stopped', async () => {
  const outcome = await build({ fault: 'interrupted runfile', changes: runfile('interrupted') });
  expect(outcome.succeeded).toBe(true);
  expect(log(outcome.name, 'kmod-build', namespace)).toMatch(/curl: \((18|56|92)\)[^\n]*\ntry 1 of 7 failed, the next in 2 s\n/);
});

test("a real driver that does not fit the kernel: the compiler's first error is in the sentence", async () => {
  const outcome = await build({ fault: 'module that does not compile', version: misfit, changes: { driver: { modules: 'open' } } });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(
    /^kmod-build: permanent error: driver 535\.261\.03 does not compile for kernel \S+: .*too few arguments to function .pci_resize_resource.; choose a driver that knows this kernel$/,
  );
});

test('slow runfile: a download that stands still is begun again from there', async () => {
  const outcome = await build({ fault: 'slow runfile', changes: runfile('stalled') });
  expect(outcome.succeeded).toBe(true);
  expect(log(outcome.name, 'kmod-build', namespace)).toMatch(/curl: \(28\) Operation too slow/);
});

test('kernel mismatch: a node of the release runs another kernel than its driver toolkit', async () => {
  gpuNode('gpu-a', '5.14.0-570.99.9.el9_6.x86_64');
  runsOn('gpu-a', 'Red Hat Enterprise Linux CoreOS 9.6.20251015-1 (Plow)', '5.14.0-570.99.9.el9_6.x86_64');
  const outcome = await build({ fault: 'kernel mismatch' });
  removeNodes('gpu-a');
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(
    /^driver-image-preflight: permanent error: preflight found 1 mistake, nothing was built: node gpu-a runs kernel 5\.14\.0-570\.99\.9\.el9_6\.x86_64, the driver toolkit/,
  );
});

test.each([
  ['unknown release', '4.99.1', /release \S+:4\.99\.1-x86_64 does not exist: give a release that does/],
  ['release without driver toolkit', '4.12.9', /release 4\.12\.9 has no driver-toolkit: choose a release of OpenShift 4\.13 or later/],
  ['driver toolkit without headers', '4.20.9', /the driver toolkit has no headers of /],
])('%s: permanent', async (fault, release, seen) => {
  const outcome = await build({ fault, release });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(/: permanent error: /);
  expect(outcome.results.outcome).toMatch(seen);
});

import { expect, test } from 'vitest';
import { gpuNode, nvidiaDriver } from '../../harness/cluster';
import { clusterVersion, nodeRuns } from '../../harness/cluster-version';
import { kernelA, kernelB, kernelC, next, tiny } from '../../harness/driver-image';
import { allAre, entry, ledger, untrue } from '../../harness/ledger';
import { deploy, first, nodesOf, second, targets, tell, upgradeRows } from '../../harness/upgrade-row';
import { allEnded, compileCount, type Run, runs, twice, watch } from '../../harness/watcher';

// The schedule starts the watcher; rows that expect no run let it look besides, so that it has.
const upgrade = { schedule: '* * * * *', offered: { perMinor: 20 } };
const ground = { file: 'ahead', upgrade };
upgradeRows(ground, 'what the cluster says', 'runs', 'compiles', 's', 'ledgers');

/** The kernel of 4.20.14, which no release before has. */
const kernelD = '5.14.0-570.82.1.el9_6.x86_64';

/** Runs that a change brings, when all wanted images are published and the ledgers are true. */
async function brings(change: string, kernels: readonly string[], act: () => void, of: readonly string[] = targets): Promise<Run[]> {
  const [before, start] = [new Set(runs(...of).map(({ name }) => name)), Date.now()];
  act();
  await watch();
  await allAre('published', 20 * 60, Object.fromEntries(of.map(target => [target, kernels])));
  await watch();
  const made = runs(...of).filter(({ name }) => !before.has(name));
  expect(twice(made)).toEqual([]);
  expect(made.filter(({ event }) => event === '')).toEqual([]);
  expect(of.flatMap(untrue)).toEqual([]);
  const answers = of.map(target => ledger(target).coverage);
  tell(change, made.length, compileCount(made), Math.round((Date.now() - start) / 1000), answers.join(', '));
  expect(new Set(answers)).toEqual(new Set(['covered']));
  return made;
}

test('three releases with three kernels are built for by the CronJob itself: event, run, image, ledger, NVIDIADriver', async () => {
  gpuNode('gpu-a', kernelA, nodesOf(first));
  nodeRuns('gpu-a', '4.20.3');
  clusterVersion({ desired: '4.20.3', available: ['4.20.5', '4.20.6'] });
  const start = Date.now();
  deploy({ ...ground, both: false });
  await allAre('published', 15 * 60, { [first]: [kernelA, kernelB, kernelC] });
  const made = await allEnded(first);
  tell('4.20.3, updates 4.20.5 and 4.20.6', made.length, compileCount(made), Math.round((Date.now() - start) / 1000), 'all published');
  expect(made.map(({ kernel }) => kernel).sort()).toEqual([kernelA, kernelB, kernelC]);
  expect(made.every(({ event }) => event !== '')).toBe(true);
  expect(compileCount(made)).toBe(3);
  expect(untrue(first)).toEqual([]);
  expect(ledger(first).entries.map(({ wanted, releases, attempts }) => [wanted, ...releases, attempts])).toEqual([
    ['desired', '4.20.3', 1],
    ['offered', '4.20.5', 1],
    ['offered', '4.20.6', 1],
  ]);
  expect(nvidiaDriver(first)?.spec.version).toBe(tiny);
});

test('a second target: its three images, and no other', async () => {
  gpuNode('gpu-b', kernelA, nodesOf(second));
  nodeRuns('gpu-b', '4.20.3');
  const made = await brings('a second target', [kernelA, kernelB, kernelC], () => deploy(ground));
  expect(made.map(({ target, kernel }) => `${target} ${kernel}`).sort()).toEqual(
    [kernelA, kernelB, kernelC].map(one => `${second} ${one}`),
  );
  expect(compileCount(made)).toBe(3);
  expect(nvidiaDriver(second)?.spec.version).toBe(next);
});

test('the update begins: all is there, no run', async () => {
  const moved = () => clusterVersion({ desired: '4.20.5', before: ['4.20.3'], available: ['4.20.6'] });
  expect(await brings('update to 4.20.5', [kernelA, kernelB, kernelC], moved)).toEqual([]);
  expect([kernelA, kernelB, kernelC].map(kernel => entry(first, kernel).wanted)).toEqual(['running', 'desired', 'offered']);
});

test('a third update, with a kernel that is known: no run', async () => {
  const offered = () => clusterVersion({ desired: '4.20.5', before: ['4.20.3'], available: ['4.20.6', '4.20.10'] });
  expect(await brings('an update with the kernel of 4.20.6', [kernelA, kernelB, kernelC], offered)).toEqual([]);
  expect(entry(first, kernelC).releases).toEqual(expect.arrayContaining(['4.20.6', '4.20.10']));
});

test('an update of the next minor, with a known kernel on another RHEL: tags are added, nothing is compiled', async () => {
  const available = ['4.20.6', '4.20.10', '4.21.0'];
  const offered = () => clusterVersion({ desired: '4.20.5', before: ['4.20.3'], available });
  const made = await brings('an update to another RHEL', [kernelA, kernelB, kernelC], offered);
  expect(made.map(({ target, kernel }) => `${target} ${kernel}`).sort()).toEqual(targets.map(target => `${target} ${kernelA}`));
  expect(compileCount(made)).toBe(0);
  // That the registry has them under one digest was seen above.
  for (const [target, version] of [[first, tiny] as const, [second, next] as const])
    expect([...entry(target, kernelA).tags].sort()).toEqual(['rhel9', 'rhel9.6', 'rhel9.8'].map(os => `${version}-${kernelA}-${os}`));
});

test('a fourth update, with a new kernel: one more build per target', async () => {
  const available = ['4.20.6', '4.20.10', '4.20.14', '4.21.0'];
  const offered = () => clusterVersion({ desired: '4.20.5', before: ['4.20.3'], available });
  const made = await brings('an update with a new kernel', [kernelA, kernelB, kernelC, kernelD], offered);
  expect(made.map(({ target, kernel }) => `${target} ${kernel}`).sort()).toEqual(targets.map(target => `${target} ${kernelD}`));
  expect(compileCount(made)).toBe(2);
});

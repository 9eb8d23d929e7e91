import { expect, test } from 'vitest';
import { clusterVersion } from '../../harness/cluster-version';
import { allAre, ledger, untrue } from '../../harness/ledger';
import { deploy, first, second, targets, tell, upgradeRows } from '../../harness/upgrade-row';
import { compileCount, runs, twice, watch } from '../../harness/watcher';

// Every update counts, and all builds start at once.
const upgrade = { watch: false, desired: false, running: false, offered: { perMinor: 20 }, maxConcurrent: 16 };
const ground = { file: 'many', upgrade };
upgradeRows(ground, 'releases', 'targets', 'images', 'runs', 'compiles', 's');

test(
  'thirty updates over eight kernels, for two targets: sixteen runs, sixteen compiles',
  async () => {
    const some = (minor: string, from: number, length: number) => Array.from({ length }, (_, index) => `${minor}.${from + index}`);
    const available = [...some('4.20', 10, 20), ...some('4.21', 1, 10)];
    clusterVersion({ desired: '4.20.3', available });
    deploy(ground);
    const start = Date.now();
    await watch();
    const kernels = ledger(first).entries.map(({ kernel }) => kernel);
    expect(kernels).toHaveLength(8);
    const releases = ledger(first).entries.flatMap(entry => entry.releases);
    expect([...releases].sort()).toEqual([...available].sort());
    await allAre('published', 80 * 60, { [first]: kernels, [second]: kernels });
    await watch();
    const made = runs(...targets);
    tell(available.length, targets.length, 2 * kernels.length, made.length, compileCount(made), Math.round((Date.now() - start) / 1000));
    expect(twice(made)).toEqual([]);
    expect(made).toHaveLength(16);
    expect(compileCount(made)).toBe(16);
    expect(targets.flatMap(untrue)).toEqual([]);
    expect(targets.map(target => ledger(target).coverage)).toEqual(['covered', 'covered']);
  },
  90 * 60_000,
);

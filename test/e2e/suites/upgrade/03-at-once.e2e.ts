import { beforeEach, expect, test } from 'vitest';
import { clusterVersion } from '../../harness/cluster-version';
import { kernelA, kernelB, kernelC } from '../../harness/driver-image';
import { allAre, untrue } from '../../harness/ledger';
import { connect } from '../../harness/listener';
import { deploy, first, forget, listenerService, second, targets, tell, upgradeRows } from '../../harness/upgrade-row';
import { compileCount, jobEnded, runs, start, twice, watch } from '../../harness/watcher';

const ground = { file: 'at-once', upgrade: { watch: false, maxConcurrent: 6 } };
upgradeRows(ground, 'at once', 'images', 'runs', 'compiles');

beforeEach(() => {
  forget(ground);
  deploy(ground);
});

test('a hundred identical events: one run', async () => {
  clusterVersion({ desired: '4.20.3' });
  const event = JSON.stringify({ target: first, release: '4.20.3', kernel: kernelA, attempt: 1 });
  const connection = await connect(listenerService);
  const answers = await connection.postAll(Array.from({ length: 100 }, () => event));
  connection.close();
  expect(answers).toEqual(Array.from({ length: 100 }, () => 202));
  // The listener answers first and creates then: the watcher sees what became of it, and starts what is missing.
  await watch();
  await allAre('published', 10 * 60, { [first]: [kernelA], [second]: [kernelA] });
  const made = runs(...targets);
  tell('100 events for one image', 2, made.length, compileCount(made));
  expect(made.map(({ target }) => target).sort()).toEqual(targets);
  expect(compileCount(made)).toBe(2);
});

test('ten watchers: one run per image', async () => {
  const kernels = [kernelA, kernelB, kernelC];
  clusterVersion({ desired: '4.20.3', available: ['4.20.5', '4.20.6'] });
  const watchers = await Promise.all(Array.from({ length: 10 }, () => jobEnded(start('nvidia-driver-watcher'))));
  await allAre('published', 20 * 60, { [first]: kernels, [second]: kernels });
  const made = runs(...targets);
  // Those that lose the race for a ledger five times leave it to the next of their schedule.
  tell(`10 watchers, ${watchers.filter(({ succeeded }) => succeeded).length} of them to their end`, 6, made.length, compileCount(made));
  expect(twice(made)).toEqual([]);
  expect(made).toHaveLength(6);
  expect(compileCount(made)).toBe(6);
  expect(targets.flatMap(untrue)).toEqual([]);
});

import { expect, test } from 'vitest';
import { alertIs } from '../../harness/alerts';
import { clusterVersion } from '../../harness/cluster-version';
import { kernelA, kernelB } from '../../harness/driver-image';
import { eventsOn } from '../../harness/events';
import { allAre, ledger, ledgerName, untrue } from '../../harness/ledger';
import { server } from '../../harness/project';
import { deploy, first, second, targets, tell, upgradeProject, upgradeRows } from '../../harness/upgrade-row';
import { judge, runs, watch } from '../../harness/watcher';

const upgrade = { watch: false, maxConcurrent: 4, deadline: '1s' };
const right = { file: 'failing', upgrade };
const runfile = { url: `${server}/tesla/{version}/NVIDIA-Linux-{arch}-{version}.run`, sha256: { x86_64: 'f'.repeat(64) } };
const wrong = { ...right, secondDriver: { runfile } };
upgradeRows(wrong, 'row', 'first target', 'second target', 'runs', 'coverage Job');

const both = { [first]: [kernelA, kernelB], [second]: [kernelA, kernelB] };
const coverageJob = 'nvidia-driver-coverage';
/** The alerts are synthesised, not applied: not every cluster knows their kind. */
const alerts = (ground: typeof right) =>
  upgradeProject({ ...ground, file: `${ground.file}-alerts`, upgrade: { ...upgrade, watch: true, alerts: true } });

/** Lets the coverage be judged, and gives its last line. */
async function verdict(row: string): Promise<{ readonly succeeded: boolean; readonly last: string }> {
  const { succeeded, log } = await judge();
  const last = log.trimEnd().split('\n').at(-1) ?? '';
  tell(row, ...targets.map(target => ledger(target).coverage), runs(...targets).length, succeeded ? 'succeeded' : last);
  return { succeeded, last };
}

test('a target that fails for good does not hold up the other, and stops: once per image', async () => {
  clusterVersion({ desired: '4.20.3', available: ['4.20.5'] });
  deploy(wrong);
  await watch();
  await allAre('published', 15 * 60, { [first]: [kernelA, kernelB] });
  await allAre('failed', 10 * 60, { [second]: [kernelA, kernelB] });
  await watch();
  await watch();
  expect(runs(second)).toHaveLength(2);
  expect(runs(first)).toHaveLength(2);
  expect(targets.flatMap(untrue)).toEqual([]);
  expect(targets.map(target => ledger(target).coverage)).toEqual(['covered', 'missing']);
});

test('the reason is in the ledger and an event on it', () => {
  const reason = /^kmod-build: permanent error: runfile \S+ has sha256 [0-9a-f]{64}, wanted is f{64}/;
  for (const { failure, failures } of ledger(second).entries) {
    expect(failure).toMatch(reason);
    expect(failures).toBe(1);
  }
  expect(ledger(second).text).toContain('wanted is ffff');
  expect(eventsOn(ledgerName(second)).join('\n')).toMatch(/^Warning DriverImageFailed: .*wanted is f{64}/m);
  expect(eventsOn(ledgerName(first)).join('\n')).toMatch(/^Normal DriverImagePublished: \S+: published: /m);
});

test('past the deadline the coverage Job fails, and says which image is missing and why', async () => {
  const { succeeded, last } = await verdict('wrong checksum');
  expect(succeeded).toBe(false);
  expect(last).toContain(second);
  expect(last).toContain('wanted is ffff');
  expect(eventsOn(ledgerName(second)).join('\n')).toMatch(/^Warning DriverImageMissing: /m);
});

test('the alert fires on what the Job has become, and no other does', () => {
  alertIs('firing', 'NvidiaDriverImageMissing', alerts(wrong), coverageJob, 10);
  alertIs('silent', 'NvidiaDriverCoverageUnknown', alerts(wrong), coverageJob, 10);
});

test('no coverage Job for more than an hour: the other alert fires', () => {
  alertIs('firing', 'NvidiaDriverCoverageUnknown', alerts(wrong), coverageJob, 3 * 60);
});

test('with the right checksum it is built, the coverage Job succeeds, the alert ends', async () => {
  deploy(right);
  await watch();
  await allAre('published', 15 * 60, both);
  await watch();
  expect(await verdict('right checksum')).toMatchObject({ succeeded: true });
  alertIs('silent', 'NvidiaDriverImageMissing', alerts(right), coverageJob, 10);
});

test('without a channel nobody knows what comes: cannot see, and the coverage Job says so', async () => {
  clusterVersion({ desired: '4.20.3', channel: '' });
  await watch();
  expect(targets.map(target => ledger(target).coverage)).toEqual(['cannot-see', 'cannot-see']);
  expect(ledger(first).text).toContain('no channel is set in the ClusterVersion');
  const { succeeded, last } = await verdict('no channel');
  expect(succeeded).toBe(false);
  expect(last).toContain('channel');
});

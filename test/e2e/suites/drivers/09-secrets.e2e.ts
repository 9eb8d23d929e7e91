import { expect, test } from 'vitest';
import { leaks } from '../../harness/leaks';

test('no key, PIN, password or token is to be read in any log, object or image of the runs above', () => {
  const { places, logs, blobs } = leaks();
  console.log(`searched: logs of ${logs} pods, ${blobs} layers and configurations, all pods, events, runs, leases and ConfigMaps`);
  expect(places).toEqual([]);
  expect(logs).toBeGreaterThan(10);
  expect(blobs).toBeGreaterThan(10);
});

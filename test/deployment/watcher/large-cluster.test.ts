import { expect, test } from 'vitest';
import type { Decision } from '../../support/decision';
import { written } from '../../support/decision';
import { jq } from '../../support/jq';
import { everythingPublished, largeCluster, type WantedImages } from '../../support/large-cluster';
import { needs, program } from '../../support/needs';

needs('jq', program('jq'))('a cluster with 500 releases and ten targets', () => {
  const { settings, cluster } = largeCluster(500, 10);
  const wanted = jq('wanted', cluster, { settings }) as WantedImages;
  const registry = everythingPublished(settings, wanted);
  const decide = (seen: object, found = registry) => jq('decide', seen, { settings, wanted, registry: found }) as Decision;

  test('is covered where all images are there, and then nothing is left to write', () => {
    const first = decide(cluster);
    expect(first.lines).toHaveLength(10);
    expect(first.lines[9]).toBe('pool-9-x86-64: covered: 63 of 63 images are published');
    expect(Object.values(first.ledgers).map(({ data }) => Object.keys(data).length)).toEqual(Array(10).fill(64));
    const { repositories } = registry;
    const again = decide({ ...cluster, ledgers: written(first) }, { repositories, images: {} });
    expect(again).toEqual({ ledgers: {}, failures: [], events: [], lines: first.lines });
  });
});

import { type ClusterSeen, cluster, node, type ReleaseSeen, release, settings, target } from './cluster-world';

/**
 * A cluster with this many releases, a kernel for each eight of them, and targets, all of one architecture, in repositories of their own
 * and with a node each that runs the oldest release.
 */
export function largeCluster(releases: number, targets: number) {
  const kernels = Math.ceil(releases / 8);
  const versions = Array.from({ length: releases }, (_, index): ReleaseSeen => {
    const kernel = `5.14.0-570.${Math.floor((index * kernels) / releases)}.1.el9_6`;
    return release(`4.20.${index}`, [index === releases - 1 ? 'desired' : index === 0 ? 'running' : 'offered'], { [kernel]: 'rhel 9.6' });
  });
  const all = Array.from({ length: targets }, (_, index) =>
    target({ name: `pool-${index}-x86-64`, image: `quay.io/acme/gpu-${index}`, nodeSelector: { pool: `${index}` } }),
  );
  const nodes = all.map((_, index) => node(`worker-${index}`, '5.14.0-570.0.1.el9_6.x86_64', '4.20.0', { pool: `${index}` }));
  const seen: ClusterSeen = cluster({ releases: versions, nodes });
  return { settings: settings(all), cluster: seen };
}

import { type ClusterSeen, cluster, node, type ReleaseSeen, release, settings, target } from './cluster-world';
import { image, type RegistrySeen } from './decision';

/**
 * A cluster with this many releases, a kernel for each eight of them, and targets, all of one architecture, in repositories of their own.
 * It is on the oldest release, and is offered all others; its nodes are shared out to the targets.
 */
export function largeCluster(releases: number, targets: number, nodes = targets) {
  const kernels = Math.ceil(releases / 8);
  const versions = Array.from({ length: releases }, (_, index): ReleaseSeen => {
    const kernel = `5.14.0-570.${Math.floor((index * kernels) / releases)}.1.el9_6`;
    return release(`4.20.${index}`, index === 0 ? ['desired', 'running'] : ['offered'], { [kernel]: 'rhel 9.6' });
  });
  const all = Array.from({ length: targets }, (_, index) =>
    target({ name: `pool-${index}-x86-64`, image: `quay.io/acme/gpu-${index}`, nodeSelector: { pool: `${index}` } }),
  );
  const workers = Array.from({ length: nodes }, (_, index) =>
    node(`worker-${index}`, '5.14.0-570.0.1.el9_6.x86_64', '4.20.0', { pool: `${index % targets}` }),
  );
  const seen: ClusterSeen = cluster({ releases: versions, nodes: workers });
  return { settings: settings(all, { offered: { perMinor: releases, conditional: true } }), cluster: seen };
}

/** Tags of the images that each target needs. */
export type WantedImages = Readonly<Record<string, { readonly images: readonly { readonly tags: readonly string[] }[] }>>;

/** The registry in which all those images are. */
export function everythingPublished({ targets }: ReturnType<typeof settings>, wanted: WantedImages): RegistrySeen {
  const tagsOf = (name: string) => wanted[name]?.images.flatMap(({ tags }) => tags) ?? [];
  return {
    repositories: Object.fromEntries(targets.map(({ name, image: repository }) => [repository, { tags: tagsOf(name) }])),
    images: Object.fromEntries(
      targets.flatMap(({ name, image: repository }) => tagsOf(name).map(tag => [`${repository}:${tag}`, image()] as const)),
    ),
  };
}

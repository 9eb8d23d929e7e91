import {
  type ClusterSeen,
  cluster,
  type Entry,
  type Ledger,
  node,
  now,
  type RunSeen,
  release,
  settings,
  type TargetSettings,
  target,
} from './cluster-world';
import { jq } from './jq';

/** The kernel of {@link oneRelease}. */
export const kernel = '5.14.0-570.62.1.el9_6.x86_64';

/** Its tags. */
export const tags = [`580.105.08-${kernel}-rhel9.6`, `580.105.08-${kernel}-rhel9`];

/** A cluster on 4.20.3, with a node that runs it. */
export const oneRelease = {
  releases: [release('4.20.3', ['desired'], { '5.14.0-570.62.1.el9_6': 'rhel 9.6' })],
  nodes: [node('worker-0', kernel, '4.20.3')],
};

/** What the registry has under a tag. */
export interface ImageSeen {
  readonly digest: string;
  readonly proof: boolean;
  readonly signer: string;
}

/** An image of ours. */
export function image(digest = 'sha256:1'): ImageSeen {
  return { digest, proof: true, signer: 'self-signed' };
}

/** What the registry container hands over. */
export interface RegistrySeen {
  readonly repositories: Readonly<Record<string, { readonly tags?: readonly string[]; readonly reason?: string }>>;
  readonly images: Readonly<Record<string, ImageSeen | { readonly reason: string }>>;
}

/** A repository that has these tags; what is under them where it was asked. */
export function repository(
  listed: readonly string[],
  images: Readonly<Record<string, ImageSeen | { readonly reason: string }>> = {},
): RegistrySeen {
  const name = target().image;
  return {
    repositories: { [name]: { tags: listed } },
    images: Object.fromEntries(Object.entries(images).map(([tag, found]) => [`${name}:${tag}`, found])),
  };
}

/** A run of the one target and kernel that has failed, unless told otherwise. */
export function run(attempt: number, changes: Partial<RunSeen> = {}): RunSeen {
  return {
    name: `r580-x86-64-5-14-0-570-62-1-el9-6-${attempt}`,
    target: 'r580-x86-64',
    kernel,
    attempt,
    configuration: target().configuration,
    done: true,
    succeeded: false,
    outcome: 'kmod-build: transient error: the node is gone',
    digest: '',
    ended: '2026-03-01T11:50:00Z',
    created: '2026-03-01T11:00:00Z',
    ...changes,
  };
}

/** What is decided. */
export interface Decision {
  readonly ledgers: Readonly<Record<string, Omit<Ledger, 'resourceVersion'>>>;
  readonly failures: readonly { readonly target: string; readonly message: string }[];
  readonly events: readonly { readonly target: string; readonly release: string; readonly kernel: string; readonly attempt: number }[];
  readonly lines: readonly string[];
}

/** What a decision is made from; what is left out is one target, whose image nobody has made. */
export interface World {
  readonly seen?: Partial<ClusterSeen>;
  readonly registry?: RegistrySeen;
  readonly targets?: readonly TargetSettings[];
  readonly upgrade?: Readonly<Record<string, unknown>>;
}

/** What the watcher decides in such a world, from the images that are wanted to the events. */
export function decide({ seen = {}, registry = repository([]), targets = [target()], upgrade = {} }: World = {}): Decision {
  const given = settings(targets, upgrade);
  const found = cluster({ ...oneRelease, ...seen });
  const { releases, nodes } = found;
  const wanted = jq('wanted', { releases, nodes }, { settings: given });
  return jq('decide', found, { settings: given, wanted, registry }) as Decision;
}

/** The entry of a kernel in what is decided. */
export function entryIn({ ledgers }: Decision, of = kernel, name = 'r580-x86-64'): Entry {
  const text = ledgers[name]?.data[of.replace('+', '_')];
  if (text === undefined) throw new Error(`no entry of ${of} is written`);
  return JSON.parse(text);
}

/** The ledgers of a world in which that was written; the second decision is made from them. */
export function written({ ledgers }: Decision): Record<string, Ledger> {
  return Object.fromEntries(Object.entries(ledgers).map(([name, each]) => [name, { resourceVersion: '1', ...each }]));
}

/** Minutes after {@link now}. */
export function later(minutes: number): string {
  return new Date(Date.parse(now) + minutes * 60000).toISOString().replace('.000', '');
}

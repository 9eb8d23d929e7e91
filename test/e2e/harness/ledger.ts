import { get, within } from './command';
import { namespace } from './project';
import { inspect } from './registry';

/** What the ledger says of one image. */
export interface Entry {
  readonly state: 'published' | 'building' | 'queued' | 'waiting' | 'failed' | 'unseen' | 'unwanted';
  readonly kernel: string;
  readonly image: string;
  readonly tags: readonly string[];
  readonly releases: readonly string[];
  readonly wanted: 'desired' | 'running' | 'named' | 'offered' | 'no';
  readonly digest: string;
  readonly attempts: number;
  readonly failures: number;
  readonly failure: string;
  readonly run: string;
}

/** What the ledger of a target says. */
export interface Ledger {
  /** `covered`, `missing` or `cannot-see`. */
  readonly coverage: string;
  /** The same for people. */
  readonly text: string;
  /** By kernel, in the order of the kernels. */
  readonly entries: readonly Entry[];
}

/** Name of the ConfigMap that a target's ledger is kept in. */
export function ledgerName(target: string): string {
  return `nvidia-driver-ledger-${target}`;
}

/** The ledger of a target; of nothing where there is none yet. */
export function ledger(target: string): Ledger {
  interface ConfigMap {
    readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
    readonly data?: Readonly<Record<string, string>>;
  }
  const { metadata, data = {} } = get<ConfigMap>('configmap', ledgerName(target), namespace) ?? { metadata: {} };
  const { coverage: text = '', ...images } = data;
  return {
    coverage: metadata.labels?.['nvidia-driver-pipelines/coverage'] ?? '',
    text,
    entries: Object.keys(images)
      .sort()
      .map(kernel => JSON.parse(images[kernel] ?? '') as Entry),
  };
}

/** The entry of a kernel. @throws Error where the ledger has none */
export function entry(target: string, kernel: string): Entry {
  const found = ledger(target).entries.find(one => one.kernel === kernel);
  if (!found) throw new Error(`the ledger of ${target} has no ${kernel}`);
  return found;
}

function wanted(target: string): Entry[] {
  return ledger(target).entries.filter(one => one.wanted !== 'no');
}

/** Waits until the wanted images of every target are those of certain kernels, each in a state. */
export function allAre(state: Entry['state'], seconds: number, kernels: Readonly<Record<string, readonly string[]>>): Promise<true> {
  const targets = Object.entries(kernels);
  return within(seconds, `all images ${state}`, () => {
    const there = targets.map(([target, of]) => ({ target, of, entries: wanted(target) }));
    const seen = there
      .flatMap(({ target, entries }) => entries.map(one => `${target} ${one.kernel}: ${one.state} ${one.failure}`))
      .join('\n');
    const done = there.every(
      ({ of, entries }) => of.length === entries.length && entries.every(one => of.includes(one.kernel) && one.state === state),
    );
    return { seen, ...(done && { result: true as const }) };
  });
}

/** What the registry does not confirm of a ledger: a wanted image is said to be published, and by its digest, where all its tags are it. */
export function untrue(target: string): string[] {
  return wanted(target).flatMap(({ kernel, image, tags, state, digest }) => {
    const there = new Set(tags.map(tag => inspect(`${image}:${tag}`)?.Digest ?? 'nothing'));
    const isPublished = there.size === 1 && !there.has('nothing');
    if (isPublished ? state === 'published' && there.has(digest) : state !== 'published') return [];
    return [`${target} ${kernel}: the ledger says ${state} ${digest}, the registry has ${[...there].join(', ')}`];
  });
}

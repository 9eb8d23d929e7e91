/** A target as the watcher's settings have it. */
export interface TargetSettings {
  readonly name: string;
  readonly platform: string;
  readonly arch: 'x86_64' | 'aarch64';
  readonly nodeArch: 'amd64' | 'arm64';
  readonly pages: '' | '+64k';
  /** The one kernel that its own driver toolkit is for. */
  readonly kernel?: string;
  readonly image: string;
  readonly driverVersion: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly recipe: string;
  readonly configuration: string;
}

export function target(changes: Partial<TargetSettings> = {}): TargetSettings {
  return {
    name: 'r580-x86-64',
    platform: 'x86_64',
    arch: 'x86_64',
    nodeArch: 'amd64',
    pages: '',
    image: 'quay.io/acme/gpu',
    driverVersion: '580.105.08',
    nodeSelector: { 'kubernetes.io/arch': 'amd64' },
    recipe: 'aaaaaaaaaaaa',
    configuration: 'cccccccccccc',
    ...changes,
  };
}

/** The target of 64 KiB pages. */
export const pages64k = target({
  name: 'r580-aarch64-64k',
  platform: 'aarch64+64k',
  arch: 'aarch64',
  nodeArch: 'arm64',
  pages: '+64k',
  nodeSelector: { 'kubernetes.io/arch': 'arm64' },
});

/** The settings of a watcher of these targets. */
export function settings(targets: readonly TargetSettings[] = [target()], upgrade: Readonly<Record<string, unknown>> = {}) {
  return {
    targets,
    releases: [],
    releaseRepository: 'quay.io/openshift-release-dev/ocp-release',
    updateService: 'https://api.openshift.com/api/upgrades_info/v1/graph',
    upgrade: {
      maxConcurrent: 2,
      desired: true,
      running: true,
      offered: { perMinor: 2, conditional: true },
      channels: [],
      attempts: 6,
      ...upgrade,
    },
    event: { longestPart: 27, mostAttempts: 99, version: '^[0-9]+\\.[0-9]+\\.[0-9]+(-[a-z][a-z0-9.]*)?$' },
    osTags: [
      ['rhcos', 'rhcos{version}'],
      ['rhel', 'rhel{version}', 'rhel{major}'],
    ],
    rhelSince: '4.19',
  };
}

type Why = 'desired' | 'running' | 'named' | 'offered';

/** A release of OpenShift; facts and reasons, why there are none, by architecture of nodes. */
export interface ReleaseSeen {
  readonly version: string;
  readonly image: string;
  readonly why: readonly Why[];
  readonly facts: Readonly<Record<string, object>>;
  readonly reasons: Readonly<Record<string, string>>;
}

/** What is known of a release of OpenShift: of its nodes' OS by "id version", by kernel without arch. */
export function release(version: string, why: readonly Why[], kernels: Readonly<Record<string, string>>): ReleaseSeen {
  const facts = (arch: string) => ({
    version,
    machineOs: 'unknown',
    streams: Object.entries(kernels).map(([kernel, os]) => ({
      toolkit: `quay.io/toolkit@sha256:${'d'.repeat(64)}`,
      kernel: `${kernel}.${arch}`,
      rhel: /el(\d+)_(\d+)/.exec(kernel)?.slice(1).join('.') ?? '',
      os: os.split(' '),
    })),
  });
  return {
    version,
    image: `quay.io/openshift-release-dev/ocp-release@sha256:${version}`,
    why,
    facts: { amd64: facts('x86_64'), arm64: facts('aarch64') },
    reasons: {},
  };
}

/** A release that could not be read. */
export function unreadable(version: string, why: readonly Why[], reason: string): ReleaseSeen {
  return { ...release(version, why, {}), facts: {}, reasons: { amd64: reason, arm64: reason } };
}

/** A node with a GPU. */
export function node(name: string, kernel: string, of: string, labels: Readonly<Record<string, string>> = {}) {
  const arch = kernel.includes('aarch64') ? 'arm64' : 'amd64';
  return { name, kernel, labels: { 'kubernetes.io/arch': arch, ...labels }, release: of };
}

/** A run as the watcher sees it. */
export interface RunSeen {
  readonly name: string;
  readonly target: string;
  readonly kernel: string;
  readonly attempt: number;
  readonly configuration: string;
  readonly done: boolean;
  readonly succeeded: boolean;
  readonly outcome: string;
  readonly digest: string;
  readonly ended: string;
  readonly created: string;
}

/** What the releases container hands over. */
export interface ClusterSeen {
  readonly now: string;
  readonly releases: readonly ReleaseSeen[];
  readonly nodes: readonly ReturnType<typeof node>[];
  readonly runs: readonly RunSeen[];
  readonly ledgers: Readonly<Record<string, Ledger>>;
  readonly blind: readonly string[];
}

/** A ledger as it is in the cluster. */
export interface Ledger {
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

/** When it all happens. */
export const now = '2026-03-01T12:00:00Z';

export function cluster(changes: Partial<ClusterSeen> = {}): ClusterSeen {
  return { now, releases: [], nodes: [], runs: [], ledgers: {}, blind: [], ...changes };
}

/** An entry of a ledger, whose fields are all there. */
export interface Entry {
  readonly state: string;
  readonly kernel: string;
  readonly image: string;
  readonly tags: readonly string[];
  readonly releases: readonly string[];
  readonly wanted: string;
  readonly digest: string;
  readonly signer: string;
  readonly attempts: number;
  readonly failures: number;
  readonly failure: string;
  readonly run: string;
  readonly recipe: string;
  readonly configuration: string;
  readonly since: string;
  readonly ended: string;
  readonly checked: string;
  readonly next: string;
}

export function entry(kernel: string, changes: Partial<Entry> = {}): Entry {
  return {
    state: 'queued',
    kernel,
    image: '',
    tags: [],
    releases: [],
    wanted: 'no',
    digest: '',
    signer: '',
    attempts: 0,
    failures: 0,
    failure: '',
    run: '',
    recipe: '',
    configuration: '',
    since: '',
    ended: '',
    checked: '',
    next: '',
    ...changes,
  };
}

/** The ledger with these entries. */
export function ledger(entries: readonly Entry[], annotations: Readonly<Record<string, string>> = {}): Ledger {
  const data = Object.fromEntries(entries.map(each => [each.kernel.replace('+', '_'), JSON.stringify(each)]));
  return { resourceVersion: '7', labels: {}, annotations, data };
}

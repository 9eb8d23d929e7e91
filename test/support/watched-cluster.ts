import { releasesConfigMap } from '../../src/tasks/releases-config-map';
import { jq, jqAll } from './jq';
import type { ScriptRan } from './run-script';
import { runWatcher } from './watcher';

/** What is inside a release image: kernels without architecture, the first in driver-toolkit, another in driver-toolkit-10. */
interface Payload {
  readonly version: string;
  readonly kernels: readonly string[];
  /** Architectures as kernels name them; by default all. */
  readonly arches?: readonly string[];
}

/** What the watcher finds; a text in place of an answer is what oc says when it is refused. */
interface Cluster {
  readonly clusterVersion?: object | string;
  readonly nodes?: readonly object[] | string;
  /** Release by the name of a MachineConfig. */
  readonly machineConfigs?: Readonly<Record<string, string>>;
  readonly runs?: readonly object[] | string;
  readonly ledgers?: readonly object[] | string;
  /** The ConfigMap nvidia-driver-releases: its data, or none. */
  readonly cache?: Readonly<Record<string, string>>;
  /** By image, what registries hold. */
  readonly payloads?: Readonly<Record<string, Payload | string>>;
  /** Other calls of oc, as arms of a `case` of their words. */
  readonly oc?: string;
  readonly settings?: object;
  readonly upgrade?: object;
  readonly targets?: readonly object[];
  readonly programs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** cluster.json, as far as tests look at it. */
interface Seen {
  readonly now: string;
  readonly releases: readonly {
    readonly version: string;
    readonly image: string;
    readonly why: readonly string[];
    readonly facts: Readonly<Record<string, { readonly version: string; readonly streams: readonly { readonly kernel: string }[] }>>;
    readonly reasons: Readonly<Record<string, string>>;
  }[];
  readonly nodes: readonly { readonly name: string; readonly kernel: string; readonly labels: object; readonly release: string }[];
  readonly runs: readonly object[];
  readonly ledgers: object;
  readonly blind: readonly string[];
}

interface Watched extends ScriptRan {
  readonly seen: Seen;
  /** "4.20.3: desired, running" of each release. */
  readonly wanted: readonly string[];
  /** The ConfigMap that was written. */
  readonly written: Readonly<Record<string, string>> | undefined;
  /** Images that registries were asked for. */
  readonly asked: readonly string[];
}

export const now = '2026-03-01T12:00:00Z';
export const digest = (version: string) => `quay.io/ocp/release@sha256:${Buffer.from(version).toString('hex').padEnd(64, '0')}`;

/** A release by digest, as a ClusterVersion names it. */
export const update = (version: string) => ({ version, image: digest(version) });

/** A ClusterVersion of a cluster that was installed with 4.20.3. */
export function clusterVersion({ spec = {}, status = {} }: { readonly spec?: object; readonly status?: object } = {}) {
  return {
    spec: { clusterID: 'c1', channel: 'stable-4.20', ...spec },
    status: {
      desired: update('4.20.3'),
      history: [{ ...update('4.20.3'), state: 'Completed' }],
      availableUpdates: null,
      conditions: [{ type: 'RetrievedUpdates', status: 'True' }],
      ...status,
    },
  };
}

export const payload = (version: string, ...kernels: readonly string[]): Payload => ({ version, kernels });
export const x86 = { name: 'r580-x86-64', platform: 'x86_64', arch: 'x86_64', nodeArch: 'amd64', nodeSelector: {} };
export const arm = { name: 'r580-aarch64', platform: 'aarch64', arch: 'aarch64', nodeArch: 'arm64', nodeSelector: { rack: 'arm' } };

/** A GPU node, as the API server has it. */
export function node(name: string, kernel: string, { labels = {}, configuration = '' } = {}) {
  return {
    metadata: {
      name,
      labels: { 'kubernetes.io/arch': 'amd64', 'some.other/label': 'x', ...labels },
      annotations: configuration ? { 'machineconfiguration.openshift.io/currentConfig': configuration } : {},
    },
    status: { nodeInfo: { kernelVersion: kernel }, images: [{ names: ['large'] }] },
  };
}

function settingsOf({ targets = [x86], settings, upgrade }: Cluster) {
  return {
    targets,
    releases: [],
    releaseRepository: 'quay.io/ocp/release',
    updateService: 'https://updates.example/graph',
    ...settings,
    upgrade: { desired: true, running: true, offered: { perMinor: 2, conditional: true }, channels: [], ...upgrade },
  };
}

/** Which releases such a cluster may need, as {@link Watched.wanted}, and what cannot be seen of them: by the program alone. */
export function needed(cluster: Pick<Cluster, 'clusterVersion' | 'upgrade'>) {
  const given = { clusterVersion: cluster.clusterVersion ?? clusterVersion(), settings: settingsOf(cluster) };
  const nothing = { now, graphs: [], nodes: [], cache: [] };
  const { releases, blind } = jq('releases', {}, { ...given, ...nothing }) as Pick<Seen, 'releases' | 'blind'>;
  return { wanted: releases.map(inWords), blind };
}

/** What the watcher sees of these runs: by the program alone. */
export function runsSeen(...items: readonly object[]): readonly unknown[] {
  return jqAll('run', { items }, { settings: settingsOf({}) }).slice(1);
}

const inWords = ({ version, why }: Pick<Seen['releases'][number], 'version' | 'why'>) => `${version}: ${why.join(', ')}`;

/** Runs the watcher's first container on a cluster; what is not given is empty, and registries have no image. */
export async function watch(cluster: Cluster): Promise<Watched> {
  const settings = settingsOf(cluster);
  const ran = await runWatcher('releases.sh', {
    env: { RHEL_SINCE: '4.19', ...cluster.env },
    files: { '/scripts/settings.json': JSON.stringify(settings) },
    programs: { date: `echo ${now}`, oc: oc(cluster), ...cluster.programs },
  });
  const seen: Seen = JSON.parse(ran.file('/work/cluster.json') ?? '{"releases": []}');
  const written = ran.file('/work/written');
  return {
    ...ran,
    seen,
    wanted: seen.releases.map(inWords),
    written: written === undefined ? undefined : JSON.parse(written).data,
    asked: ran.calls.filter(call => call.startsWith('oc adm release info ')).map(call => call.split(' ')[4] ?? ''),
  };
}

function oc({ clusterVersion: version, nodes, machineConfigs = {}, runs, ledgers, cache, payloads = {}, oc: more = '' }: Cluster): string {
  const group = '/apis/machineconfiguration.openshift.io/v1/machineconfigs';
  const gpu = '/api/v1/namespaces/gpu/configmaps';
  const ours = 'labelSelector=nvidia-driver-pipelines/target';
  const list = (items: readonly object[] | string = []) => (typeof items === 'string' ? items : { metadata: {}, items });
  const annotated = (release: string) => ({ 'machineconfiguration.openshift.io/release-image-version': release });
  const answers = [
    ['/apis/config.openshift.io/v1/clusterversions/version', version ?? clusterVersion()],
    ['/api/v1/nodes?labelSelector=nvidia.com/gpu.present=true&limit=50', list(nodes)],
    [`/apis/tekton.dev/v1/namespaces/gpu/pipelineruns?${ours}&limit=50`, list(runs)],
    [`${gpu}?${ours}`, list(ledgers)],
    ...(cache ? [[`${gpu}/${releasesConfigMap}`, { data: cache }] as const] : []),
    ...Object.entries(machineConfigs).map(
      ([name, release]) => [`${group}/${name}`, { metadata: { name, annotations: annotated(release) } }] as const,
    ),
  ] as const;
  return `case "$*" in
${more}
${answers.map(([path, answer]) => `'get --raw ${path}') ${says(answer)} ;;`).join('\n')}
${Object.entries(payloads)
  .flatMap(([image, found]) => registry(image, found))
  .join('\n')}
'create '* | 'replace '*) while [[ $1 != -f ]]; do shift; done; cp "$2" /work/written ;;
*) ${says('Error from server (NotFound): not found')} ;;
esac`;
}

function registry(image: string, found: Payload | string): string[] {
  if (typeof found === 'string') return [`'adm release info ${image} '*) ${says(found)} ;;`];
  const { version, kernels, arches = ['x86_64', 'aarch64'] } = found;
  return arches.flatMap(arch => {
    const toolkit = (stream: number) => `quay.io/ocp/toolkit@sha256:${arch}-${version}-${stream}`;
    const names = ['driver-toolkit', 'driver-toolkit-10'];
    const tags = kernels.map((_, stream) => ({ name: names[stream], from: { name: toolkit(stream) } }));
    const info = { metadata: { version }, references: { spec: { tags } } };
    const os = arches.length > 1 ? `*linux/${arch === 'x86_64' ? 'amd64' : 'arm64'}` : '*';
    return [
      `'adm release info ${image} '${os}*) ${says(info)} ;;`,
      ...kernels.map((kernel, stream) => {
        const rhel = /\.el(\d+)_(\d+)/.exec(kernel)?.slice(1).join('.');
        return `'image extract ${toolkit(stream)}'*) printf '%s' '{"KERNEL_VERSION": "${kernel}.${arch}", "RHEL_VERSION": "${rhel}"}' >driver-toolkit-release.json ;;`;
      }),
    ];
  });
}

function says(answer: object | string): string {
  if (typeof answer === 'string') return `printf '%s\\n' '${answer}' >&2; exit 1`;
  return `printf '%s' '${JSON.stringify(answer).replaceAll("'", `'\\''`)}'`;
}

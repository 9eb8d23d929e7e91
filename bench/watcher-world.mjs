// A folder in which the watcher's real scripts run: an API server, a registry and a listener that answer at once, from files.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { readConfig } from '../dist/config/read-config.js';
import { WatcherChart } from '../dist/deployment/watcher-chart.js';

/** Programs that are not the real ones; $WORLD is the folder. */
const stubs = {
  oc: `case $1 in
get) name=\${3%%\\?*} name=\${name##*/}
  [[ $3 != *continue=* ]] || name+=.\${3##*continue=}
  [[ -f $WORLD/api/$name ]] || { echo 'Error from server (NotFound): not found' >&2; exit 1; }
  exec cat "$WORLD/api/$name" ;;
create | replace) exec tee "$(mktemp "$WORLD/written/XXXXXXXX")" <"$5" ;;
*) exit 1 ;;
esac`,
  skopeo: `repository=\${*: -1}
case $1 in
list-tags) exec cat "$WORLD/registry/\${repository//\\//_}" ;;
inspect) exec cat "$WORLD/registry/image" ;;
esac`,
  curl: '',
};

/** What the API server lists, `size` a page; an answer for each page, by name. */
function pages(name, items, size = 50) {
  const count = Math.max(1, Math.ceil(items.length / size));
  const page = index => ({
    metadata: index + 1 < count ? { continue: `${index + 1}` } : {},
    items: items.slice(index * size, (index + 1) * size),
  });
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [index === 0 ? name : `${name}.${index}`, page(index)]));
}

/** A node as large as one with GPUs is: hundreds of labels of Node Feature Discovery, 50 images. */
function apiNode({ name, kernel, labels, release }) {
  const found = Array.from({ length: 200 }, (_, index) => [`feature.node.kubernetes.io/cpu-cpuid.FEATURE${index}`, 'true']);
  return {
    metadata: {
      name,
      labels: { ...labels, ...Object.fromEntries(found) },
      annotations: { 'machineconfiguration.openshift.io/currentConfig': `rendered-${release}` },
    },
    status: {
      nodeInfo: { kernelVersion: kernel },
      images: Array.from({ length: 50 }, (_, index) => ({
        names: [`quay.io/acme/image@sha256:${`${index}`.padStart(64, '0')}`],
        sizeBytes: 1,
      })),
    },
  };
}

/** The API server's answers, by the last word of their path. */
function answers({ nodes, releases }) {
  const at = new Date().toISOString().replace(/\.\d+/, '');
  const isDesired = ({ why }) => why.includes('desired');
  const update = ({ version, image }) => ({ version, image });
  const desired = releases.filter(isDesired).map(update)[0];
  const cached = releases.flatMap(({ version, image, facts }) =>
    Object.entries(facts).map(([arch, of]) => [
      `${createHash('sha256').update(image).digest('hex').slice(0, 20)}.${arch}`,
      JSON.stringify({ image, version, at, facts: of }),
    ]),
  );
  const machineConfigs = nodes.map(({ release }) => [
    `rendered-${release}`,
    { metadata: { name: `rendered-${release}`, annotations: { 'machineconfiguration.openshift.io/release-image-version': release } } },
  ]);
  return {
    version: {
      spec: { channel: 'stable-4.20' },
      status: {
        desired,
        history: [{ ...desired, state: 'Completed' }],
        availableUpdates: releases.filter(release => !isDesired(release)).map(update),
      },
    },
    ...pages('nodes', nodes.map(apiNode)),
    ...Object.fromEntries(machineConfigs),
    ...pages('pipelineruns', []),
    'nvidia-driver-releases': { data: Object.fromEntries(cached) },
  };
}

/** The watcher of a cluster whose images are all in the registry. */
export class WatcherWorld {
  #folder;
  #ledgers = {};
  #containers;

  /** @param parent the folder that its own is made in. */
  constructor(parent, { settings, cluster }, { repositories }) {
    this.#folder = mkdtempSync(join(parent, 'watcher-'));
    const [{ data }, { spec }] = ['ConfigMap', 'CronJob'].map(kind =>
      new WatcherChart(new App(), readConfig('nvidia-drivers.yaml')).toJson().find(object => object.kind === kind),
    );
    const { initContainers, containers } = spec.jobTemplate.spec.template.spec;
    this.#containers = [...initContainers, ...containers];
    this.#write('scripts', { ...data, 'settings.json': JSON.stringify(settings) });
    const bin = Object.entries(stubs).map(([name, text]) => [name, `#!/bin/bash\nprintf '%s\\n' "${name} $*" >>"$WORLD/calls"\n${text}\n`]);
    this.#write('bin', Object.fromEntries(bin), 0o755);
    const lists = Object.entries(repositories).map(([name, { tags }]) => [`docker://${name}`.replaceAll('/', '_'), { Tags: tags }]);
    const image = { Digest: 'sha256:1', Labels: { 'nvidia-driver-pipelines.proof': '1', 'nvidia-driver-pipelines.signer': 'self-signed' } };
    this.#write('registry', { ...Object.fromEntries(lists), image });
    this.#write('work', {});
    this.see(cluster);
  }

  /** What the cluster has from now on; its ledgers stay. */
  see(cluster) {
    this.#write('api', answers(cluster));
  }

  /**
   * Runs the three containers one after another: of each its calls, CPU time (user and system of all processes) and wall time in
   * seconds, and the peak memory of its largest process in MiB. What the real oc, skopeo and curl use is not in it.
   */
  run() {
    this.#write('api', pages('configmaps', Object.values(this.#ledgers)));
    return this.#containers.map(container => this.#measured(container));
  }

  #measured({ name, command, env }) {
    const root = this.#folder;
    for (const [folder, texts] of Object.entries({ written: {}, '.': { calls: '' } })) this.#write(folder, texts);
    const own = text => text.replace(/^\/(scripts|work|secrets|ca)\b/, `${root}/$1`);
    const given = Object.fromEntries(env.map(variable => [variable.name, own(variable.value)]));
    const { status, stderr } = spawnSync('/usr/bin/time', ['-q', '-f', '%U %S %e %M', '-o', join(root, 'used'), ...command.map(own)], {
      env: { ...given, WORLD: root, TMPDIR: root, HOME: root, PATH: `${root}/bin:${process.env.PATH}` },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    const [user, system, wall, memory] = readFileSync(join(root, 'used'), 'utf8').trim().split(' ').map(Number);
    this.#keepLedgers();
    return { name, calls: readFileSync(join(root, 'calls'), 'utf8').split('\n'), cpu: user + system, wall, memory: memory / 1024 };
  }

  #keepLedgers() {
    for (const file of readdirSync(join(this.#folder, 'written'))) {
      const { kind, metadata, data } = JSON.parse(readFileSync(join(this.#folder, 'written', file), 'utf8'));
      if (kind === 'ConfigMap' && metadata.labels['nvidia-driver-pipelines/target'])
        this.#ledgers[metadata.name] = { metadata: { ...metadata, resourceVersion: '1' }, data };
    }
    rmSync(join(this.#folder, 'written'), { recursive: true });
  }

  #write(folder, texts, mode = 0o644) {
    mkdirSync(join(this.#folder, folder), { recursive: true });
    for (const [name, text] of Object.entries(texts))
      writeFileSync(join(this.#folder, folder, name), typeof text === 'string' ? text : JSON.stringify(text), { mode });
  }
}

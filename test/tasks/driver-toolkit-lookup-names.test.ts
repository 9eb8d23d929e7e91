import { expect, test } from 'vitest';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const image = (letter: string) => `quay.io/ocp/release@sha256:${letter.repeat(64)}`;

/** A cluster at 4.20.3, which came from 4.20.1; 4.20.4 is recommended, 4.20.5 has a known risk. */
const cluster = {
  status: {
    desired: { version: '4.20.3', image: image('3') },
    history: [
      { version: '4.20.3', image: image('f') },
      { version: '4.20.1', image: image('1') },
    ],
    availableUpdates: [{ version: '4.20.4', image: image('4') }],
    conditionalUpdates: [{ release: { version: '4.20.5', image: image('5') }, conditions: [] }],
  },
};

/** What the watcher keeps: of a channel, and of a release that it read elsewhere. */
const channels = {
  data: {
    'aaaaaaaaaaaaaaaaaaaa.arm64': JSON.stringify({ version: '4.22.7', image: image('a'), channel: true }),
    'bbbbbbbbbbbbbbbbbbbb.amd64': JSON.stringify({ version: '4.22.7', image: image('7'), channel: true }),
    'cccccccccccccccccccc.amd64': JSON.stringify({ version: '4.22.8', image: image('8') }),
  },
};

interface World {
  readonly params?: Readonly<Record<string, string>>;
  readonly cluster?: object | null;
  readonly channels?: object | null;
  /** What the question for a ClusterVersion or a ConfigMap ends with. */
  readonly refused?: string;
}

/** Looks up a release by its name. Every release image says of itself that it is 4.20.9, and has a kernel. */
function lookup(release: string, { params = {}, refused = 'none', ...objects }: World = {}) {
  const json = (object: object | null) => (object === null ? '' : JSON.stringify(object));
  return runStep(driverToolkitLookup, 'release', {
    params: { release, 'base-image': 'cuda', 'driver-version': '580.105.08', platform: 'x86_64', 'node-arch': 'amd64', ...params },
    context: { 'context.taskRun.namespace': 'drivers' },
    programs: {
      oc: `case "$*" in
        *${refused}*) echo 'Error from server (Forbidden): ${refused} is forbidden' >&2; exit 1 ;;
        'get clusterversion version -o json --ignore-not-found') printf '%s' '${json(objects.cluster === undefined ? cluster : objects.cluster)}' ;;
        'get configmap nvidia-driver-releases --namespace drivers -o json --ignore-not-found') printf '%s' '${json(objects.channels === undefined ? channels : objects.channels)}' ;;
        'adm release info '*) printf '%s' '{"metadata": {"version": "4.20.9"}, "references": {"spec": {"tags": [{"name": "driver-toolkit", "from": {"name": "toolkit"}}]}}}' ;;
        'image extract '*) printf '%s' '{"KERNEL_VERSION": "5.14.0-1.el9_6.x86_64", "RHEL_VERSION": "9.6"}' >driver-toolkit-release.json ;;
        'image info '*) printf '%s' '{"digest": "sha256:b"}' ;;
      esac`,
    },
  });
}

/** The release image that was read last: whose facts are told. */
const readImage = ({ calls }: { readonly calls: readonly string[] }) =>
  calls.findLast(call => call.startsWith('oc adm release info '))?.split(' ')[4];

const releases = `4.20.1 4.19.2 quay.io/acme/mirror:nine`;
const configured = { params: { releases, 'release-repository': 'mirror.example.com/ocp-release' } };

needs('jq', program('jq'))('the image of a release', () => {
  test.each<[string, string, World, string]>([
    ['that the cluster is at', '4.20.3', {}, image('3')],
    ['that the cluster was at', '4.20.1', {}, image('1')],
    ['that is a recommended update', '4.20.4', {}, image('4')],
    ['that is an update with a known risk', '4.20.5', {}, image('5')],
    ['that both the ClusterVersion and the configuration name', '4.20.1', configured, image('1')],
    ['that the configuration names by version', '4.19.2', configured, 'mirror.example.com/ocp-release:4.19.2-x86_64'],
    ['that says of itself to be an image of the configuration', '4.20.9', configured, 'quay.io/acme/mirror:nine'],
    ['that a channel has, of the architecture of the nodes', '4.22.7', configured, image('7')],
    [
      'that the configuration names, without a ClusterVersion',
      '4.19.2',
      { ...configured, cluster: null },
      'mirror.example.com/ocp-release:4.19.2-x86_64',
    ],
    [
      'that a channel has, where no update is known',
      '4.22.7',
      { cluster: { status: { desired: {}, availableUpdates: null } } },
      image('7'),
    ],
  ])('%s', async (_, release, world, wanted) => {
    const ran = await lookup(release, world);
    expect([ran.code, readImage(ran)]).toEqual([0, wanted]);
    expect(ran.log).toContain(`release ${release}: ${wanted}\n`);
  });

  test('that is given as an image is that image: nobody is asked', async () => {
    const ran = await lookup(image('9'), configured);
    expect([ran.code, readImage(ran)]).toEqual([0, image('9')]);
    expect(ran.calls.filter(call => call.startsWith('oc get '))).toEqual([]);
  });

  test.each<[string, string, World]>([
    ['that nobody names', '4.20.99', configured],
    ['that only the cache names, without a channel', '4.22.8', {}],
    ['where nothing is known of releases', '4.20.3', { cluster: null, channels: null }],
  ])('%s is not looked for in any registry', async (_, release, world) => {
    const { code, last, failure, calls } = await lookup(release, { ...world, params: { ...world.params, releases: '4.19.2' } });
    const line = `permanent error: release ${release} is neither in the ClusterVersion nor in the configuration: add it to releases of nvidia-drivers.yaml, then synth and apply`;
    expect([code, last, failure]).toEqual([1, line, line]);
    expect(calls.filter(call => !call.startsWith('oc get '))).toEqual([]);
  });

  test.each([
    [
      'clusterversion',
      'permanent error: the ClusterVersion "version" cannot be read: Error from server (Forbidden): clusterversion is forbidden: give the release by its image, or let this service account get clusterversions',
    ],
    [
      'configmap',
      'permanent error: ConfigMap nvidia-driver-releases cannot be read: Error from server (Forbidden): configmap is forbidden: let this service account get it',
    ],
    [
      'mirror:nine',
      "permanent error: release quay.io/acme/mirror:nine cannot be read: Error from server (Forbidden): mirror:nine is forbidden: check the Secret with the registry's credentials (/secrets/pull/config.json)",
    ],
  ])('ends where it may not be asked for: %s', async (refused, line) => {
    const { code, last, failure } = await lookup('4.22.7', { ...configured, refused });
    expect([code, last, failure]).toEqual([1, line, line]);
  });
});

import type { Config, Target } from '../config/config';
import { platforms } from '../driver/platform';
import { coverageLabel, listenerService } from './names';

/** What is written, with the folders relative to where the user is. */
export interface Written {
  /** Folder of what is to be applied. */
  readonly manifests: string;
  /** Files with a PipelineRun each, to be created. */
  readonly runs: readonly string[];
  /** Files with merge patches of objects that are there already: of the ClusterPolicy. */
  readonly patches: readonly string[];
  /** What may go wrong when it runs, ready to be read. */
  readonly warnings: readonly string[];
}

/** The commands that set this very configuration to work, for people to read and copy. */
export function nextSteps(config: Config, written: Written): string {
  const [first] = written.runs;
  return [
    'Next:',
    step(1, 'the namespace, then what it needs', [`oc apply -f ${written.manifests}/0000-cluster.k8s.yaml`, ...secretCommands(config)]),
    step(
      2,
      config.upgrade.watch
        ? 'all the rest, again after every synth: from now on what is missing is built'
        : 'all the rest, again after every synth',
      [
        `oc apply -f ${written.manifests}`,
        ...(config.upgrade.watch ? [`oc -n ${config.namespace} get configmaps -l ${coverageLabel} -L ${coverageLabel} -w`] : []),
      ],
    ),
    step(3, 'let the GPU operator take its drivers from NVIDIADriver resources, once', [
      `oc patch clusterpolicy gpu-cluster-policy --type merge --patch-file ${written.patches[0]}`,
    ]),
    step(4, `a build by hand${written.runs.length > 1 ? ` (${written.runs.length} are in ${folder(first)})` : ''}`, [
      `oc create -f ${first}`,
    ]),
    ...config.targets
      .slice(0, 1)
      .map(({ name }) =>
        step(5, 'the build of a release that the ClusterVersion or the configuration names, by an event', [
          postCommand(config, JSON.stringify({ target: name, release: '<version>' })),
        ]),
      ),
  ].join('\n');
}

/** Posts from a pod: the listener is reached by those of its namespace alone. */
function postCommand({ namespace, images, secrets }: Config, body: string): string {
  const pullSecrets = { spec: { imagePullSecrets: secrets.stepImages.map(name => ({ name })) } };
  return [
    `oc -n ${namespace} run post-event --rm -i --quiet --restart=Never --image=${images.oc}`,
    ...(secrets.stepImages.length > 0 ? [`--overrides='${JSON.stringify(pullSecrets)}'`] : []),
    `--command -- curl -sS -H 'Content-Type: application/json' -d '${body}' http://${listenerService}`,
  ].join(' ');
}

function folder(path = ''): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function step(number: number, title: string, commands: readonly string[]): string {
  return [`  ${number}. ${title}`, ...commands.map(command => `       ${command}`)].join('\n');
}

function secretCommands({ namespace, targets, registry, secrets, signing, subscription, caConfigMap, apply }: Config): string[] {
  const create = (name: string, files: string) => `oc -n ${namespace} create secret generic ${name} ${files}`;
  const docker = (name: string, file: string) =>
    create(name, `--type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=${file}`);
  const known = new Set([secrets.pull, ...(registry === 'internal' ? [] : [secrets.push])]);
  return [
    docker(secrets.pull, 'pull-secret.json'),
    ...(registry === 'internal' ? [] : [docker(secrets.push, 'push-secret.json')]),
    ...secrets.stepImages.filter(name => !known.has(name)).map(name => docker(name, 'pull-secret.json')),
    ...(subscription === 'activation-key'
      ? [create(secrets.activationKey, '--from-file=org=rhsm_org --from-file=activationkey=rhsm_activationkey')]
      : []),
    ...(subscription === 'activation-key' && secrets.rhsmApiToken !== undefined
      ? [create(secrets.rhsmApiToken, '--from-file=offline-token')]
      : []),
    ...(subscription === 'entitlement' ? entitlementSecrets(secrets.entitlement, targets) : []).map(name =>
      create(name, '--from-file=entitlement.pem --from-file=entitlement-key.pem'),
    ),
    ...(secrets.signingKey === undefined
      ? []
      : [create(secrets.signingKey, `--from-file=${signing.external ? 'pin' : 'private_key.priv'} --from-file=public_key.der`)]),
    ...namesOf(targets, ({ runfile }) => runfile.secret).map(name =>
      create(name, '--type=kubernetes.io/basic-auth --from-file=username --from-file=password'),
    ),
    ...(caConfigMap === undefined ? [] : [`oc -n ${namespace} create configmap ${caConfigMap} --from-file=ca-bundle.crt`]),
    ...secrets.driverImage.map(
      name =>
        `oc -n ${apply.operatorNamespace} create secret generic ${name} --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=pull-secret.json`,
    ),
    ...namesOf(targets, ({ licensingSecret }) => licensingSecret).map(
      name =>
        `oc -n ${apply.operatorNamespace} create secret generic ${name} --from-file=gridd.conf --from-file=client_configuration_token.tok`,
    ),
  ];
}

/** Certificates are for one architecture: where there are several, each has a Secret of its own. */
function entitlementSecrets(name: string | undefined, targets: readonly Target[]): string[] {
  if (name === undefined) return [];
  const archs = [...new Set(targets.map(({ platform }) => platforms[platform].nodeArch))];
  return archs.length > 1 ? archs.map(arch => `${name}-${arch}`) : [name];
}

function namesOf(targets: readonly Target[], of: (target: Target) => string | undefined): string[] {
  return [...new Set(targets.map(of).filter(name => name !== undefined))];
}

import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config } from '../config/config';
import { internalRegistry } from '../config/internal-registry';
import { rhelSince } from '../driver/os-tag';
import { releasesConfigMap } from '../tasks/releases-config-map';
import { programs } from '../tasks/script';
import { certificates, credentials, registryToken, scratch, tokenLogin, tokenMount } from '../tasks/volumes';
import type { Environment } from '../tekton/container';
import { VolumeReference } from '../tekton/volume';
import { type Rule, resource } from './account';
import { labels, ledgerName, listenerUrl, serviceAccounts } from './names';
import { apiToken, Scheduled, type ScheduledScript, scriptFolder } from './scheduled';
import { watcherSettings } from './watcher-settings';

/**
 * The watcher: by the clock it looks which images the cluster needs and which there are, keeps the ledgers, and posts to the listener
 * what is missing. Of its three containers each has only the Secret that it needs, and the last, which writes, has none.
 *
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * new WatcherChart(app, config);
 * app.synth();
 */
export class WatcherChart extends Chart {
  constructor(scope: Construct, config: Config) {
    super(scope, 'watcher', { namespace: config.namespace, labels });
    const { secrets, caConfigMap, upgrade } = config;
    new Scheduled(this, config, {
      name: serviceAccounts.watcher,
      schedule: upgrade.schedule,
      suspend: !upgrade.watch,
      rules: rules(config),
      files: {
        ...programs('deployment/watcher', 'sh'),
        ...programs('deployment/watcher', 'jq'),
        ...programs('tasks', 'jq'),
        'settings.json': watcherSettings(config),
      },
      volumes: {
        work: scratch('64Mi'),
        pull: credentials(secrets.pull),
        ...(config.registry === 'internal' ? { token: registryToken('') } : { push: credentials(secrets.push) }),
        ...(caConfigMap !== undefined && { ca: certificates(caConfigMap) }),
      },
      scripts: scripts(config),
    });
  }
}

/** What they hand over is in /work. */
function scripts({ namespace, images, caConfigMap, registry }: Config): [ScheduledScript, ...ScheduledScript[]] {
  const work = new VolumeReference('work').at('/work');
  const env: Environment = {
    NAMESPACE: namespace,
    SETTINGS: `${scriptFolder}/settings.json`,
    PROGRAMS: scriptFolder,
    WORK: work.mountPath,
  };
  const trust = { CA_FILE: '/ca/ca-bundle.crt' };
  const ca = caConfigMap === undefined ? [] : [new VolumeReference('ca').readOnlyAt('/ca')];
  const asking = (secret: 'pull' | 'push') => ({
    env: { ...env, AUTH_FILE: `/secrets/${secret}/config.json`, ...trust },
    mounts: [work, new VolumeReference(secret).readOnlyAt(`/secrets/${secret}`), ...ca],
  });
  const pull = asking('pull');
  const push =
    registry === 'internal'
      ? { env: { ...env, ...trust, ...tokenLogin(internalRegistry) }, mounts: [work, tokenMount(new VolumeReference('token')), ...ca] }
      : asking('push');
  return [
    {
      name: 'releases',
      image: images.oc,
      env: { ...pull.env, RHEL_SINCE: rhelSince },
      mounts: [...pull.mounts, apiToken],
      size: ['50m', '256Mi'],
    },
    { name: 'registry', image: images.buildah, ...push, size: ['50m', '128Mi'] },
    {
      name: 'decide',
      image: images.oc,
      env: { ...env, LISTENER: listenerUrl(namespace) },
      mounts: [work, apiToken],
      size: ['50m', '128Mi'],
    },
  ];
}

/** Neither listing nor creating can be limited to objects of some names. */
function rules({ targets }: Config): Rule[] {
  const written = [...targets.map(({ name }) => ledgerName(name)), releasesConfigMap];
  return [
    [['list'], resource('tekton.dev', 'pipelineruns')],
    [['get', 'list', 'create'], resource('', 'configmaps')],
    [['update'], ...written.map(name => resource('', 'configmaps', name))],
    [['create'], resource('', 'events')],
  ];
}

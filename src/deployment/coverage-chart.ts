import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config } from '../config/config';
import { programs } from '../tasks/script';
import { resource } from './account';
import { labels, ledgerName, serviceAccounts } from './names';
import { apiToken, Scheduled, scriptFolder } from './scheduled';
import { seconds } from './seconds';

/**
 * Whether every image that the cluster needs is there, as a Job that fails where one is missing for longer than the deadline, or where
 * nobody can tell. It is suspended with the watcher.
 *
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * new CoverageChart(app, config);
 * app.synth();
 */
export class CoverageChart extends Chart {
  constructor(scope: Construct, config: Config) {
    super(scope, 'coverage', { namespace: config.namespace, labels });
    const { targets, upgrade, images, namespace } = config;
    const ledgers = targets.map(({ name }) => ledgerName(name));
    const env = {
      NAMESPACE: namespace,
      PROGRAMS: scriptFolder,
      LEDGERS: ledgers.join(' '),
      DEADLINE_SECONDS: String(seconds(upgrade.deadline)),
    };
    new Scheduled(this, config, {
      name: serviceAccounts.coverage,
      schedule: '*/15 * * * *',
      suspend: !upgrade.watch,
      rules: [
        [['get'], ...ledgers.map(name => resource('', 'configmaps', name))],
        [['create'], resource('', 'events')],
      ],
      files: { ...programs('deployment/coverage', 'sh'), ...programs('deployment/coverage', 'jq') },
      scripts: [{ name: 'coverage', image: images.oc, env, mounts: [apiToken], size: ['20m', '64Mi'] }],
    });
  }
}

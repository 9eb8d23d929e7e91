import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config } from '../config/config';
import { platforms } from '../driver/platform';
import { clusterEntitlement } from '../tasks/entitlement';
import { allow, resource } from './account';
import { labels, serviceAccounts } from './names';

/**
 * Lets the runs copy the cluster's own entitlement certificates, and read nothing else where these are kept. Only needed for
 * `subscription: entitlement` without `secrets.entitlement`.
 *
 * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.20/html/builds_using_buildconfig/running-entitled-builds
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * new EntitlementChart(app, config);
 * app.synth();
 */
export class EntitlementChart extends Chart {
  constructor(scope: Construct, { namespace, targets }: Pick<Config, 'namespace' | 'targets'>) {
    super(scope, 'entitlement', { namespace: clusterEntitlement.namespace, labels });
    const archs = [...new Set(targets.map(({ platform }) => platforms[platform].nodeArch))];
    const { secret } = clusterEntitlement;
    allow(this, {
      name: `${namespace}-entitlement`,
      rules: [[['get'], ...[secret, ...archs.map(arch => `${secret}-${arch}`)].map(name => resource('', 'secrets', name))]],
      // The preflight looks at them, the build uses them.
      subjects: [serviceAccounts.lookup, serviceAccounts.build].map(account => ({ account, namespace })),
    });
  }
}

import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { account, allowInCluster, resource } from './account';
import { labels, listenerUrl, serviceAccounts } from './names';

/**
 * What posts the ClusterVersion to the listener whenever it changes: an ApiServerSource of OpenShift Serverless, with its account. It
 * may lose changes, most of all during an upgrade: it only makes the watcher's work begin sooner.
 *
 * @see https://knative.dev/docs/eventing/sources/apiserversource/
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * new KnativeChart(app, config.namespace);
 * app.synth();
 */
export class KnativeChart extends Chart {
  constructor(scope: Construct, namespace: string) {
    super(scope, 'knative', { namespace, labels });
    const name = serviceAccounts.upgrades;
    // Knative's pod mounts no token of its own.
    account(this, name, { automountToken: true });
    allowInCluster(this, {
      name: `${namespace}-upgrades`,
      rules: [[['get', 'list', 'watch'], resource('config.openshift.io', 'clusterversions')]],
      subjects: [{ account: name, namespace }],
    });
    new ApiObject(this, 'source', {
      apiVersion: 'sources.knative.dev/v1',
      kind: 'ApiServerSource',
      metadata: { name },
      spec: {
        serviceAccountName: name,
        mode: 'Resource',
        resources: [{ apiVersion: 'config.openshift.io/v1', kind: 'ClusterVersion' }],
        // By URI: of a reference to a Service Knative does not take the port.
        sink: { uri: listenerUrl(namespace) },
      },
    });
  }
}

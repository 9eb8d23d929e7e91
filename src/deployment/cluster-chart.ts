import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { allowInCluster, type Rule, resource } from './account';
import { Namespace } from './kubernetes';
import { labels, serviceAccounts } from './names';

/**
 * What is not inside a namespace: the namespace itself, and what its accounts may do in the cluster. Applied first.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * new ClusterChart(app, 'nvidia-drivers');
 * app.synth();
 */
export class ClusterChart extends Chart {
  constructor(scope: Construct, namespace: string) {
    super(scope, 'cluster', { labels });
    new Namespace(this, 'Namespace', {
      metadata: {
        name: namespace,
        // Baseline allows what buildah needs (root, SETFCAP) and nothing that reaches the node.
        labels: { 'pod-security.kubernetes.io/enforce': 'baseline', 'security.openshift.io/scc.podSecurityLabelSync': 'false' },
      },
    });

    const allowed = (what: string, account: string, rules: readonly Rule[]) =>
      allowInCluster(this, { name: `${namespace}-${what}`, rules, subjects: [{ account, namespace }] });
    const clusterVersion: Rule = [['get'], resource('config.openshift.io', 'clusterversions')];
    const nodes: Rule = [['list'], resource('', 'nodes')];
    allowed('lookup', serviceAccounts.lookup, [clusterVersion, nodes]);
    // Which release a node runs.
    const machineConfigs: Rule = [['get'], resource('machineconfiguration.openshift.io', 'machineconfigs')];
    allowed('watcher', serviceAccounts.watcher, [clusterVersion, nodes, machineConfigs]);
    allowed('apply', serviceAccounts.apply, [nodes, [['get', 'create', 'patch'], resource('nvidia.com', 'nvidiadrivers')]]);
    // Not Triggers' own ClusterRole for listeners, which may read every Secret of the cluster.
    const triggers = ['clusterinterceptors', 'clustertriggerbindings'].map(type => resource('triggers.tekton.dev', type));
    allowed('listener', serviceAccounts.listener, [[['list', 'watch'], ...triggers]]);
  }
}

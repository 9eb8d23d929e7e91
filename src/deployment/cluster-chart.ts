import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ApiResource, ClusterRole, ClusterRoleBinding, Namespace, ServiceAccount } from './kubernetes';
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

    const lookup = this.role(`${namespace}-lookup`, namespace, serviceAccounts.lookup);
    lookup.allow(['get'], ApiResource.custom({ apiGroup: 'config.openshift.io', resourceType: 'clusterversions' }));
    lookup.allow(['list'], ApiResource.NODES);

    const watcher = this.role(`${namespace}-watcher`, namespace, serviceAccounts.watcher);
    watcher.allow(['get'], ApiResource.custom({ apiGroup: 'config.openshift.io', resourceType: 'clusterversions' }));
    watcher.allow(['list'], ApiResource.NODES);
    // Which release a node runs.
    watcher.allow(['get'], ApiResource.custom({ apiGroup: 'machineconfiguration.openshift.io', resourceType: 'machineconfigs' }));

    const apply = this.role(`${namespace}-apply`, namespace, serviceAccounts.apply);
    apply.allow(['list'], ApiResource.NODES);
    apply.allow(['get', 'create', 'patch'], ApiResource.custom({ apiGroup: 'nvidia.com', resourceType: 'nvidiadrivers' }));

    // Not Triggers' own ClusterRole for listeners, which may read every Secret of the cluster.
    const listener = this.role(`${namespace}-listener`, namespace, serviceAccounts.listener);
    for (const resourceType of ['clusterinterceptors', 'clustertriggerbindings'])
      listener.allow(['list', 'watch'], ApiResource.custom({ apiGroup: 'triggers.tekton.dev', resourceType }));
  }

  /** An empty ClusterRole, bound to one account of the namespace. */
  private role(name: string, namespace: string, account: string): ClusterRole {
    const role = new ClusterRole(this, name, { metadata: { name } });
    const bound = ClusterRole.fromClusterRoleName(this, `${name}-bound`, name);
    const binding = new ClusterRoleBinding(this, `${name}-binding`, { metadata: { name }, role: bound });
    binding.addSubjects(ServiceAccount.fromServiceAccountName(this, `${name}-account`, account, { namespaceName: namespace }));
    return role;
  }
}

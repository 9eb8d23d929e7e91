import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config } from '../config/config';
import { nvidiaDriverImage } from '../pipelines/nvidia-driver-image/pipeline';
import { driverImageTasks } from '../pipelines/nvidia-driver-image/tasks';
import { releasesConfigMap } from '../tasks/releases-config-map';
import { account, allow, bind, type Rule, resource } from './account';
import { certificateName, labels, ledgerName, serviceAccounts } from './names';

/**
 * The tasks and the pipeline in their namespace, and the accounts that they run under. Starts nothing.
 *
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * new PipelineChart(app, config).addDependency(new ClusterChart(app, config.namespace));
 * app.synth();
 */
export class PipelineChart extends Chart {
  readonly built: ReturnType<typeof nvidiaDriverImage>;

  constructor(scope: Construct, config: Config) {
    super(scope, 'pipeline', { namespace: config.namespace, labels });
    const { namespace, targets, secrets } = config;
    const { lookup, apply, build, cleanup, report } = serviceAccounts;
    for (const name of [lookup, apply, build, cleanup, report]) account(this, name, { pullSecrets: secrets.stepImages });
    const subjects = (accounts: readonly string[]) => accounts.map(name => ({ account: name, namespace }));
    const allowed = (what: string, rules: readonly Rule[], ...accounts: readonly string[]) =>
      allow(this, { name: `${namespace}-${what}`, rules, subjects: subjects(accounts) });
    const configMaps = (names: readonly string[]) => names.map(name => resource('', 'configmaps', name));
    const ledgers = targets.map(({ name }) => ledgerName(name));
    const tekton = (type: string) => resource('tekton.dev', type);

    // The role comes with OpenShift Pipelines; its binding here lets this one account run as root with SETFCAP.
    bind(this, 'pipelines-scc-clusterrole', { name: `${build}-scc`, subjects: subjects([build]) });
    // What became of the attempt before: the first step of every task that is retried asks.
    allowed('runs', [[['get'], tekton('taskruns')]], lookup, build, apply);
    // One run at a time makes an image.
    const leases = resource('coordination.k8s.io', 'leases');
    allowed(
      'leases',
      [
        [['get'], tekton('pipelineruns')],
        [['get', 'create', 'update'], leases],
      ],
      lookup,
    );
    // The image of a version that only a channel names, and the tags that other releases want of the same image.
    allowed('releases', [[['get'], ...configMaps([releasesConfigMap, ...ledgers])]], lookup);
    // Pods of a run that hang are deleted.
    allowed('cleanup', [[['list', 'delete'], resource('', 'pods')]], cleanup);
    // A run is reported by what became of its tasks, and kept in the ledger of its target: no other ConfigMap is seen.
    const seen: Rule[] = [
      [['get'], tekton('pipelineruns')],
      [['list'], tekton('taskruns')],
    ];
    allowed('report', [...seen, [['get', 'update'], ...configMaps(ledgers)]], report);
    // What nodes with Secure Boot have to trust. The ConfigMaps are made here, so that nobody needs to create any; a build fills them, and
    // what it writes is not in here, so that another apply leaves it alone.
    const certificates = targets.map(({ name }) => certificateName(name));
    for (const name of certificates) new ApiObject(this, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    allowed('certificates', [[['get', 'update'], ...configMaps(certificates)]], build);
    // Under which name a build registers at Red Hat is an event, which outlives its pod; what came of a run is one of the ledger.
    allowed('events', [[['create'], resource('', 'events')]], build, report);

    this.built = nvidiaDriverImage(this, driverImageTasks(this, config.images));
  }
}

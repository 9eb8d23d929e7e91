import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config } from '../config/config';
import { nvidiaDriverImage } from '../pipelines/nvidia-driver-image/pipeline';
import { driverImageTasks } from '../pipelines/nvidia-driver-image/tasks';
import { releasesConfigMap } from '../tasks/releases-config-map';
import { ApiResource, ClusterRole, type IApiResource, Role, RoleBinding, ServiceAccount } from './kubernetes';
import { certificateName, labels, ledgerName, serviceAccounts } from './names';

/** Verbs, and what they are allowed on. */
type Rule = readonly [verbs: readonly string[], resource: IApiResource];

function configMap(resourceName: string): IApiResource {
  return { apiGroup: '', resourceType: 'configmaps', resourceName };
}

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
    const lookup = this.account(serviceAccounts.lookup, config);
    const apply = this.account(serviceAccounts.apply, config);
    const build = this.account(serviceAccounts.build, config);
    // The role comes with OpenShift Pipelines; its binding here lets this one account run as root with SETFCAP.
    const scc = ClusterRole.fromClusterRoleName(this, 'PipelinesScc', 'pipelines-scc-clusterrole');
    new RoleBinding(this, 'PipelinesSccBinding', { metadata: { name: `${serviceAccounts.build}-scc` }, role: scc }).addSubjects(build);

    // What became of the attempt before: the first step of every task that is retried asks.
    const tekton = (resourceType: string) => ApiResource.custom({ apiGroup: 'tekton.dev', resourceType });
    this.allow('runs', [[['get'], tekton('taskruns')]], lookup, build, apply);
    // One run at a time makes an image.
    const lease: Rule[] = [
      [['get'], tekton('pipelineruns')],
      [['get', 'create', 'update'], ApiResource.LEASES],
    ];
    this.allow('leases', lease, lookup);
    // The image of a version that only a channel names, and the tags that other releases want of the same image.
    const known = [releasesConfigMap, ...config.targets.map(({ name }) => ledgerName(name))];
    this.allow(
      'releases',
      known.map((name): Rule => [['get'], configMap(name)]),
      lookup,
    );
    // Pods of a run that hang are deleted.
    this.allow('cleanup', [[['list', 'delete'], ApiResource.PODS]], this.account(serviceAccounts.cleanup, config));
    // A run is reported by what became of its tasks, and kept in the ledger of its target: no other ConfigMap is seen.
    const report = this.account(serviceAccounts.report, config);
    const kept: Rule[] = [
      [['get'], tekton('pipelineruns')],
      [['list'], tekton('taskruns')],
      ...config.targets.map(({ name }): Rule => [['get', 'update'], configMap(ledgerName(name))]),
    ];
    this.allow('report', kept, report);
    // What nodes with Secure Boot have to trust. The ConfigMaps are made here, so that nobody needs to create any; a build fills them, and
    // what it writes is not in here, so that another apply leaves it alone.
    const certificates = config.targets.map(({ name }) => certificateName(name));
    for (const name of certificates) new ApiObject(this, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    this.allow(
      'certificates',
      certificates.map((name): Rule => [['get', 'update'], configMap(name)]),
      build,
    );
    // Under which name a build registers at Red Hat is an event, which outlives its pod; what came of a run is one of the ledger.
    this.allow('events', [[['create'], ApiResource.EVENTS]], build, report);

    this.built = nvidiaDriverImage(this, driverImageTasks(this, config.images));
  }

  /** A role of the namespace, bound to accounts of it. */
  private allow(what: string, rules: readonly Rule[], ...accounts: readonly ServiceAccount[]): void {
    const name = `${this.namespace}-${what}`;
    const role = new Role(this, name, { metadata: { name } });
    for (const [verbs, resource] of rules) role.allow([...verbs], resource);
    const bound = Role.fromRoleName(this, `${name}-bound`, name);
    new RoleBinding(this, `${name}-binding`, { metadata: { name }, role: bound }).addSubjects(...accounts);
  }

  /** Its pods have no token but what their steps mount. */
  private account(name: string, { secrets }: Config): ServiceAccount {
    const account = new ServiceAccount(this, `account-${name}`, { metadata: { name } });
    if (secrets.stepImages.length > 0) {
      const pullSecrets = secrets.stepImages.map(secret => ({ name: secret }));
      ApiObject.of(account).addJsonPatch(JsonPatch.add('/imagePullSecrets', pullSecrets));
    }
    return account;
  }
}

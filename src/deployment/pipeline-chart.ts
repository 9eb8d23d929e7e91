import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config } from '../config/config';
import { driverImageTasks, nvidiaDriverImage } from '../pipelines/nvidia-driver-image/pipeline';
import { ApiResource, ClusterRole, Role, RoleBinding, ServiceAccount } from './kubernetes';
import { labels, serviceAccounts } from './names';

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
    const lookup = this.account(serviceAccounts.lookup, config, true);
    const apply = this.account(serviceAccounts.apply, config, true);
    const build = this.account(serviceAccounts.build, config, false);
    // The role comes with OpenShift Pipelines; its binding here lets this one account run as root with SETFCAP.
    const scc = ClusterRole.fromClusterRoleName(this, 'PipelinesScc', 'pipelines-scc-clusterrole');
    new RoleBinding(this, 'PipelinesSccBinding', { metadata: { name: `${serviceAccounts.build}-scc` }, role: scc }).addSubjects(build);

    // What became of the attempt before: the first step of every task that is retried asks.
    const runs = new Role(this, 'runs', { metadata: { name: `${config.namespace}-runs` } });
    runs.allow(['get'], ApiResource.custom({ apiGroup: 'tekton.dev', resourceType: 'taskruns' }));
    const bound = Role.fromRoleName(this, 'runs-bound', runs.name);
    new RoleBinding(this, 'runs-binding', { metadata: { name: runs.name }, role: bound }).addSubjects(lookup, build, apply);
    // One run at a time makes an image, and a run is reported by what became of its tasks.
    const leases = new Role(this, 'leases', { metadata: { name: `${config.namespace}-leases` } });
    leases.allow(['get'], ApiResource.custom({ apiGroup: 'tekton.dev', resourceType: 'pipelineruns' }));
    leases.allow(['list'], ApiResource.custom({ apiGroup: 'tekton.dev', resourceType: 'taskruns' }));
    leases.allow(['get', 'create', 'update'], ApiResource.LEASES);
    const leasesBound = Role.fromRoleName(this, 'leases-bound', leases.name);
    new RoleBinding(this, 'leases-binding', { metadata: { name: leases.name }, role: leasesBound }).addSubjects(lookup);

    this.built = nvidiaDriverImage(this, driverImageTasks(this, config.images));
  }

  private account(name: string, { secrets }: Config, automountToken: boolean): ServiceAccount {
    const account = new ServiceAccount(this, `account-${name}`, { metadata: { name }, automountToken });
    if (secrets.stepImages.length > 0) {
      const pullSecrets = secrets.stepImages.map(secret => ({ name: secret }));
      ApiObject.of(account).addJsonPatch(JsonPatch.add('/imagePullSecrets', pullSecrets));
    }
    return account;
  }
}

import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config, Target } from '../config/config';
import { versionImage } from '../driver/release';
import { pipelineRunManifest } from '../tekton/pipeline-run';
import { EventListener } from '../tekton/triggers/event-listener';
import { Trigger } from '../tekton/triggers/trigger';
import { TriggerTemplate } from '../tekton/triggers/trigger-template';
import { buildEvent, buildsOf } from './build-event';
import { driverImageRun } from './driver-image-run';
import { ApiResource, Role, RoleBinding, ServiceAccount } from './kubernetes';
import { labels, listenerName, serviceAccounts } from './names';
import type { PipelineChart } from './pipeline-chart';

/**
 * The listener, which makes one PipelineRun of each event that asks for a build, and what its account may do. Starts nothing itself.
 *
 * Runs have names made of target, release and attempt: an event that comes twice makes one run, the second is refused (AlreadyExists).
 *
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * const pipelines = new PipelineChart(app, config);
 * new ListenerChart(app, config, pipelines).addDependency(pipelines);
 */
export class ListenerChart extends Chart {
  constructor(scope: Construct, config: Config, pipeline: PipelineChart) {
    super(scope, 'listener', { namespace: config.namespace, labels });
    this.account();
    const [first, ...others] = config.targets.map(target => this.trigger(config, pipeline, target));
    if (!first) return;
    new EventListener(this, listenerName, {
      serviceAccountName: serviceAccounts.listener,
      triggers: [first, ...others],
      resources: { computeResources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } } },
    });
  }

  /**
   * Reads what a listener serves, and creates runs: no more. Triggers' own roles for it may besides impersonate every account of the
   * namespace and read all Secrets and ConfigMaps.
   *
   * Source: tektoncd/triggers, cmd/eventlistenersink/main.go (its informers), config/200-clusterrole.yaml (its own roles).
   */
  private account(): void {
    const name = serviceAccounts.listener;
    const account = new ServiceAccount(this, 'account', { metadata: { name }, automountToken: true });
    const role = new Role(this, 'role', { metadata: { name } });
    for (const resourceType of ['eventlisteners', 'interceptors', 'triggerbindings', 'triggers', 'triggertemplates'])
      role.allow(['list', 'watch'], ApiResource.custom({ apiGroup: 'triggers.tekton.dev', resourceType }));
    role.allow(['create'], ApiResource.custom({ apiGroup: 'tekton.dev', resourceType: 'pipelineruns' }));
    const bound = Role.fromRoleName(this, 'bound', name);
    new RoleBinding(this, 'binding', { metadata: { name }, role: bound }).addSubjects(account);
  }

  private trigger(config: Config, { built }: PipelineChart, target: Target) {
    const template = new TriggerTemplate(this, target.name, {
      params: {
        release: { description: 'Version of the OpenShift release.' },
        'release-name': { description: 'The same as a part of a name.' },
        attempt: { description: 'Which attempt, from 1 on.', default: '1' },
      },
      resources: ({ release, 'release-name': releaseName, attempt }) => {
        const image = versionImage(`${release}`, target.platform, config.sources.releases);
        return [pipelineRunManifest(driverImageRun(built, config, target, { name: `${target.name}-${releaseName}-${attempt}` }, image))];
      },
    });
    const builds = buildsOf(target.name);
    return new Trigger(this, target.name, {
      event: buildEvent,
      interceptors: [builds],
      template,
      params: { release: buildEvent.body.release, 'release-name': builds.extensions.release, attempt: buildEvent.body.attempt },
    });
  }
}

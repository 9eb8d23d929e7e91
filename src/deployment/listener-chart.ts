import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config, Target } from '../config/config';
import { pipelineRunManifest } from '../tekton/pipeline-run';
import { EventListener } from '../tekton/triggers/event-listener';
import { Trigger } from '../tekton/triggers/trigger';
import { TriggerBinding } from '../tekton/triggers/trigger-binding';
import { TriggerTemplate } from '../tekton/triggers/trigger-template';
import { account, allow, type Rule, resource } from './account';
import { buildEvent, buildsOf } from './build-event';
import { driverImageRun } from './driver-image-run';
import { listenerNetwork } from './listener-network';
import { labels, listenerName, serviceAccounts } from './names';
import type { PipelineChart } from './pipeline-chart';
import { upgradeEvent, upgrades } from './upgrade-event';

const { release, kernel, attempt } = buildEvent.body;
/** What an event gives the template of whichever target it is for. */
const eventParams = { release, kernel, attempt };

/**
 * The listener, which makes one PipelineRun of each event that asks for a build, who reaches it, and what its account may do. Starts
 * nothing itself.
 *
 * Runs have names made of target, kernel or release, and attempt: an event that comes twice makes one run, the second is refused
 * (AlreadyExists).
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
    this.account(config.namespace);
    listenerNetwork(this);
    const binding = new TriggerBinding(this, listenerName, { params: eventParams });
    const [first, ...others] = config.targets.flatMap(target => this.triggers(config, pipeline, target, binding));
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
  private account(namespace: string): void {
    const name = serviceAccounts.listener;
    account(this, name, { automountToken: true });
    const triggers = ['eventlisteners', 'interceptors', 'triggerbindings', 'triggers', 'triggertemplates'];
    const rules: Rule[] = [
      [['list', 'watch'], ...triggers.map(type => resource('triggers.tekton.dev', type))],
      [['create'], resource('tekton.dev', 'pipelineruns')],
    ];
    allow(this, { name, rules, subjects: [{ account: name, namespace }] });
  }

  /** One for events that ask for a build of the target; one for upgrades, where Knative tells of them. */
  private triggers(config: Config, { built }: PipelineChart, target: Target, binding: TriggerBinding<typeof eventParams>) {
    const template = new TriggerTemplate(this, target.name, {
      params: {
        release: { description: 'Version of the OpenShift release.' },
        kernel: { description: 'Kernel of it that is meant; empty: its first.', default: '' },
        attempt: { description: 'Which attempt, from 1 on.', default: '1' },
        part: { description: "Kernel or release, as a part of the run's name." },
      },
      resources: ({ part, ...wanted }) => [
        pipelineRunManifest(driverImageRun(built, config, target, { name: `${target.name}-${part}-${wanted.attempt}` }, wanted)),
      ],
    });
    const builds = buildsOf(target);
    const asked = new Trigger(this, target.name, {
      event: buildEvent,
      interceptors: [builds],
      bindings: [binding],
      template,
      params: { part: builds.extensions.part },
    });
    if (!config.upgrade.knativeSource) return [asked];
    const begun = new Trigger(this, `${target.name}-upgrade`, {
      event: upgradeEvent,
      interceptors: [upgrades],
      template,
      params: { release: upgradeEvent.body.status.desired.version, part: upgrades.extensions.part },
    });
    return [asked, begun];
  }
}

import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Affinity, LabelSelector, Toleration, TopologySpreadConstraint } from '../affinity';
import type { ComputeResources } from '../container';
import { type Metadata, named } from '../metadata';
import { type Interceptor, renderInterceptor } from './interceptor';

/** Which triggers, by their labels and namespaces. `*` alone means all namespaces. At least one of the two. */
export type TriggerSelector =
  | { readonly labelSelector: LabelSelector; readonly namespaceSelector?: { readonly matchNames: readonly [string, ...string[]] } }
  | { readonly labelSelector?: never; readonly namespaceSelector: { readonly matchNames: readonly [string, ...string[]] } };

/** Triggers that have interceptors in common, which look at an event once for all of them. */
export interface TriggerGroup {
  readonly name: string;
  readonly interceptors: readonly [Interceptor<string>, ...Interceptor<string>[]];
  readonly triggerSelector: TriggerSelector;
}

/**
 * The listener's Deployment and Service: what Triggers allows to be said about them, and no user id, which the cluster gives.
 *
 * Source: tektoncd/triggers, pkg/apis/triggers/v1beta1/event_listener_validation.go (podSpecMask, containerFieldMaskForKubernetes).
 */
export interface ListenerResources {
  /** @default 1 */
  readonly replicas?: number;
  /** @default 'ClusterIP' */
  readonly serviceType?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  /** @default 8080, or 8443 with TLS */
  readonly servicePort?: number;
  readonly computeResources: ComputeResources;
  /** Secret with certificate and key, by which the listener speaks TLS. @default - plain HTTP */
  readonly tls?: { readonly secretName: string; readonly certificateKey: string; readonly keyKey: string };
  /** Labels that the listener's node must have, by name. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: Affinity;
  readonly tolerations?: readonly Toleration[];
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  readonly imagePullSecrets?: readonly { readonly name: string }[];
}

interface Common extends Metadata {
  /** Account of the listener, which reads triggers and creates what their templates say. */
  readonly serviceAccountName: string;
  readonly resources: ListenerResources;
  /** Where to send cloud events about what comes of events. @default - nowhere */
  readonly cloudEventUri?: string;
}

interface Named {
  readonly name: string;
}

/** Which triggers it serves: some by name, groups, or those that a selector matches. One that two of them mean is run twice. */
type Serves =
  | {
      readonly triggers: readonly [Named, ...Named[]];
      readonly triggerGroups?: readonly TriggerGroup[];
      readonly selector?: TriggerSelector;
    }
  | {
      readonly triggers?: never;
      readonly triggerGroups: readonly [TriggerGroup, ...TriggerGroup[]];
      readonly selector?: TriggerSelector;
    }
  | { readonly triggers?: never; readonly triggerGroups?: never; readonly selector: TriggerSelector };

/** What an EventListener is made from. */
export type EventListenerProps = Common & Serves;

/**
 * An EventListener (`triggers.tekton.dev/v1beta1`): a Service `el-<name>` that takes events by HTTP POST.
 *
 * @throws Error for a name of more than 60 characters.
 * @see https://tekton.dev/docs/triggers/eventlisteners/
 * @example
 * new EventListener(chart, 'builds', {
 *   serviceAccountName: 'builds',
 *   triggers: [trigger],
 *   resources: { computeResources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } } },
 * });
 */
export class EventListener extends Construct {
  /** Name of the EventListener object. */
  readonly name: string;
  readonly resource: ApiObject;

  constructor(scope: Construct, name: string, props: EventListenerProps) {
    super(scope, `event-listener-${name}`);
    if (name.length > 60) {
      throw new Error(`${this.node.path}: the name "${name}" has ${name.length} characters: shorten it to 60, el-${name} names a Service`);
    }
    const { serviceAccountName, resources, triggers, triggerGroups, selector, cloudEventUri } = props;
    this.name = name;
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'triggers.tekton.dev/v1beta1',
      kind: 'EventListener',
      metadata: named(name, props),
      spec: {
        serviceAccountName,
        triggers: triggers?.map(trigger => ({ triggerRef: trigger.name })),
        triggerGroups: triggerGroups?.map(({ interceptors, ...group }) => ({
          ...group,
          interceptors: interceptors.map(renderInterceptor),
        })),
        ...selector,
        cloudEventURI: cloudEventUri,
        resources: { kubernetesResource: renderResources(resources) },
      },
    });
  }
}

function renderResources({ replicas, serviceType, servicePort, computeResources, tls, ...pod }: ListenerResources): object {
  const variable = (name: string, secretName: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secretName, key } } });
  const env = tls && [variable('TLS_CERT', tls.secretName, tls.certificateKey), variable('TLS_KEY', tls.secretName, tls.keyKey)];
  return {
    replicas,
    serviceType,
    servicePort,
    spec: { template: { spec: { ...pod, containers: [{ resources: computeResources, env }] } } },
  };
}

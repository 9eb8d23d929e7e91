import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type Metadata, named } from '../metadata';
import { record } from '../record';
import { type BindingParams, bindingParams, type TemplateValue } from './template-param';

/** What a trigger refers to for values of its template's params. `G` are the params that it gives; those of `N` the template must have. */
export interface Binding<G extends BindingParams, N extends string> {
  readonly kind: 'TriggerBinding' | 'ClusterTriggerBinding';
  /** Name of the object. */
  readonly name: string;
  readonly params: G;
  /** Params that are in vain where the template does not have them. */
  readonly wanted: readonly N[];
}

/** What a TriggerBinding is made from. */
export interface TriggerBindingProps<P> extends Metadata {
  /** Values of an event by the name of the template's param; a text may have them inside. */
  readonly params: P;
}

/**
 * A TriggerBinding (`triggers.tekton.dev/v1beta1`): values of an event under the names of a template's params, for several triggers.
 * For a single one, give them to the trigger itself.
 *
 * @see https://tekton.dev/docs/triggers/triggerbindings/
 * @example
 * const binding = new TriggerBinding(chart, 'push', { params: { revision: push.body.after, url: push.body.repository.clone_url } });
 */
export class TriggerBinding<const P extends BindingParams> extends Construct implements Binding<P, keyof P & string> {
  readonly kind = 'TriggerBinding';
  /** Name of the TriggerBinding object. */
  readonly name: string;
  /** Values of an event, by the name of the template's param. */
  readonly params: P;
  readonly wanted: readonly (keyof P & string)[];
  readonly resource: ApiObject;

  constructor(scope: Construct, name: string, { params, ...metadata }: TriggerBindingProps<P>) {
    super(scope, `trigger-binding-${name}`);
    this.name = name;
    this.params = params;
    this.wanted = Object.keys(params);
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'triggers.tekton.dev/v1beta1',
      kind: 'TriggerBinding',
      metadata: named(name, metadata),
      spec: { params: bindingParams(params) },
    });
  }
}

/**
 * A ClusterTriggerBinding that the cluster has, such as those for GitHub that OpenShift Pipelines brings, with the names of the params
 * that it gives. The template need not have all of them.
 *
 * @see https://tekton.dev/docs/triggers/clustertriggerbindings/
 * @example
 * const bindings = [clusterTriggerBinding('github-push', ['revision'])] as const;
 * new Trigger(chart, 'bound', { event: push, bindings, template, params: {} });
 */
export function clusterTriggerBinding<const G extends string>(
  name: string,
  gives: readonly G[],
): Binding<{ readonly [K in G]: TemplateValue<never> }, never> {
  const params: { readonly [K in G]: TemplateValue<never> } = record(gives.map(param => [param, '']));
  return { kind: 'ClusterTriggerBinding', name, params, wanted: [] };
}

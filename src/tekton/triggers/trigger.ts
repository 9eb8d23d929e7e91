import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type Metadata, named } from '../metadata';
import type { Declared } from '../reference';
import type { TriggerEvent } from './event';
import type { EventValue } from './event-value';
import { type Interceptor, renderInterceptor } from './interceptor';
import { type BindingParams, bindingParams, type TemplateArguments, type TemplateParam } from './template-param';
import type { Binding } from './trigger-binding';
import type { TriggerTemplate } from './trigger-template';

/** Names of the params that the bindings give. */
type Given<B> = B extends readonly (infer E)[] ? (E extends Binding<infer G, string> ? keyof G : never) : never;
/** Params of the template that a binding gives something that does not fit, such as a value of another event. */
type Misfit<G, P, N extends string> = {
  [K in keyof G & keyof P]: G[K] extends TemplateArguments<P, N>[K & keyof TemplateArguments<P, N>] ? never : K;
}[keyof G & keyof P];
/** A binding as it is where it fits the template, and otherwise, for the compiler's message, what is wrong with it. */
type Fitted<E, P, N extends string> =
  E extends Binding<infer G, infer W>
    ? [Exclude<W, keyof P>] extends [never]
      ? [Misfit<G, P, N>] extends [never]
        ? E
        : `its value of ${Misfit<G, P, N> & string} does not fit`
      : `the template has no param ${Exclude<W, keyof P> & string}`
    : never;
/** The event and the interceptors: where values may come from. */
type Sources<N extends string, I extends readonly unknown[]> = N | Adds<I[number]>;
type Adds<E> = E extends { readonly extensions: infer X } ? Origin<X[keyof X]> : never;
type Origin<V> = V extends EventValue<'always', infer N> ? N : never;

/** What a Trigger is made from. */
export interface TriggerProps<
  N extends string,
  P extends Declared<TemplateParam>,
  I extends readonly Interceptor<string>[],
  B extends readonly Binding<BindingParams, string>[],
> extends Metadata {
  /** The event; values of another do not fit. */
  readonly event: Pick<TriggerEvent<N, Record<never, never>>, 'name' | 'id'>;
  /** What looks at the event first, one after another. @default - every event passes */
  readonly interceptors?: I;
  readonly template: TriggerTemplate<P>;
  /** Objects that give params. @default - none */
  readonly bindings?: B & { readonly [K in keyof B]: Fitted<B[K], P, NoInfer<Sources<N, I>>> };
  /** The template's params that no binding gives: each without a default, and no other. */
  readonly params: TemplateArguments<Omit<P, Given<B>>, NoInfer<Sources<N, I>>>;
  /** Account that creates the objects. The listener's has to be allowed to impersonate it. @default - the listener's own */
  readonly serviceAccountName?: string;
}

/**
 * A Trigger (`triggers.tekton.dev/v1beta1`): which events create the objects of a template, and with what params.
 *
 * @see https://tekton.dev/docs/triggers/triggers/
 * @example
 * new Trigger(chart, 'push', {
 *   event: push,
 *   interceptors: [github({ eventTypes: ['push'] })],
 *   template,
 *   params: { revision: push.body.after },
 * });
 */
export class Trigger<
  N extends string,
  P extends Declared<TemplateParam>,
  const I extends readonly Interceptor<string>[] = readonly [],
  const B extends readonly Binding<BindingParams, string>[] = readonly [],
> extends Construct {
  /** Name of the Trigger object; a label of what it creates has it: at most 63 characters. */
  readonly name: string;
  readonly resource: ApiObject;

  constructor(scope: Construct, name: string, props: TriggerProps<N, P, I, B>) {
    super(scope, `trigger-${name}`);
    const { interceptors = [], bindings = [], params, template, serviceAccountName } = props;
    this.name = name;
    this.resource = new ApiObject(this, 'Resource', {
      apiVersion: 'triggers.tekton.dev/v1beta1',
      kind: 'Trigger',
      metadata: named(name, props),
      spec: {
        serviceAccountName,
        interceptors: interceptors.length > 0 ? interceptors.map(renderInterceptor) : undefined,
        bindings: [...bindings.map(({ kind, name: ref }) => ({ kind, ref })), ...bindingParams(params)],
        template: { ref: template.name },
      },
    });
  }
}

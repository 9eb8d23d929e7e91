import { record } from '../record';
import { EventList, EventValue, type Presence, step } from './event-value';

/** Types of single values in an event. */
export type FieldType = 'string' | 'number' | 'boolean';

/** What a field holds: one value, an object, or a list of the one shape in brackets. */
export type Shape = FieldType | ObjectShape | readonly [Shape];

/** The fields of an object. One whose name here ends in `?` may be missing from an event. */
export interface ObjectShape {
  readonly [field: string]: Shape;
}

/** Name of a field as it is in the event: without the `?` of an optional one. */
export type FieldName<K> = K extends `${infer N}?` ? N : K;

/** Whether a field is always there: an optional one, and all within it, is not. */
export type FieldPresence<K, P extends Presence> = K extends `${string}?` ? 'maybe' : P;

/** References to a field: itself, those within it, or the list. */
export type FieldReference<S, P extends Presence, N extends string> = S extends FieldType
  ? EventValue<P, N>
  : S extends readonly [infer E]
    ? EventList<FieldReference<E, 'maybe', N>>
    : { readonly [K in keyof S as FieldName<K>]: FieldReference<S[K], FieldPresence<K, P>, N> };

/** What an event is declared to hold. */
export interface TriggerEventProps<B extends ObjectShape, H extends string> {
  /** The fields of its body that are used; it may have others. */
  readonly body: B;
  /** HTTP headers that are used; case does not matter. @default - none */
  readonly headers?: readonly H[];
}

/**
 * An event: what is posted to an EventListener. Its shape is declared once; from it come typed references for a trigger's params,
 * and typed expressions for its CEL interceptor (`cel`), so that a field that the event does not have does not compile.
 *
 * @see https://tekton.dev/docs/triggers/triggerbindings/#accessing-data-in-http-json-payloads
 * @example
 * const push = new TriggerEvent('push', {
 *   headers: ['X-GitHub-Event'],
 *   body: { after: 'string', forced: 'boolean', repository: { clone_url: 'string' }, commits: [{ id: 'string' }], 'tag?': 'string' },
 * });
 * push.body.repository.clone_url; // $(body.repository.clone_url)
 */
export class TriggerEvent<N extends string, const B extends ObjectShape, const H extends string = never> {
  /** The declaration, for the CEL expressions. */
  readonly shape: B;
  /** References to the fields of the body. */
  readonly body: FieldReference<B, 'always', N>;
  /** References to the headers. One that a request lacks is an error at run time: nothing is created. */
  readonly headers: { readonly [K in H]: EventValue<'always', N> };
  /** Reference to the id that Triggers gives each request, and writes into the label `triggers.tekton.dev/triggers-eventid`. */
  readonly id: EventValue<'always', N>;

  /** @param name tells this event from others: values of one do not fit the triggers of another. */
  constructor(
    readonly name: N,
    { body, headers = [] }: TriggerEventProps<B, H>,
  ) {
    this.shape = body;
    this.body = objectReferences(body, 'body', 'always');
    this.headers = record(headers.map(header => [header, new EventValue(`header.${header}`, 'always')]));
    this.id = new EventValue('context.eventID', 'always');
  }
}

function objectReferences<T extends object>(shape: ObjectShape, path: string, presence: Presence): T {
  const entries = Object.entries(shape).map(([declared, field]) => {
    const name = declared.replace(/\?$/, '');
    return [name, reference(field, `${path}${step(name)}`, declared === name ? presence : 'maybe')];
  });
  return record(entries);
}

function reference(shape: Shape, path: string, presence: Presence): object {
  if (typeof shape === 'string') return new EventValue(path, presence);
  return isList(shape) ? new EventList(path, element => reference(shape[0], element, 'maybe')) : objectReferences(shape, path, presence);
}

/** Whether a shape is that of a list. */
export function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

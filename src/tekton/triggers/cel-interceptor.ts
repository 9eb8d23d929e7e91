import { record } from '../record';
import type { CelBoolean, CelNumber, CelString } from './cel';
import { type CelEvent, celEvent } from './cel-event';
import type { ObjectShape, TriggerEvent } from './event';
import { EventValue } from './event-value';

/** What a CEL interceptor does. */
export interface CelProps<B extends ObjectShape, H extends string, O> {
  /** Lets an event pass where it is true; one that it fails for, such as by a missing field, does not pass. @default - all pass */
  readonly filter?: (event: CelEvent<B, H>) => CelBoolean;
  /** Values that are added to the event, by name: what a template's params are given is text, so no lists. @default - none */
  readonly overlays?: (event: CelEvent<B, H>) => O;
}

/**
 * The CEL interceptor: a filter, and values that are computed from the event.
 *
 * @throws Error for the name of an overlay that is not letters, digits and `_`: others mean a path.
 * @see https://tekton.dev/docs/triggers/interceptors/#cel-interceptors
 * @example
 * const main = cel(push, {
 *   filter: ({ body, header }) => header['X-GitHub-Event'].equals('push').and(body.ref.equals('refs/heads/main')),
 *   overlays: ({ body }) => ({ short: body.after.truncate(7) }),
 * });
 * main.extensions.short; // $(extensions.short)
 */
export function cel<
  N extends string,
  B extends ObjectShape,
  H extends string,
  O extends { readonly [name: string]: CelString | CelNumber | CelBoolean } = Record<never, never>,
>(event: TriggerEvent<N, B, H>, { filter, overlays }: CelProps<B, H, O>) {
  const expressions = celEvent(event);
  const added = Object.entries(overlays?.(expressions) ?? {});
  for (const [key] of added) {
    if (!/^[A-Za-z_]\w*$/.test(key)) throw new Error(`overlay "${key}": is not a plain name: use letters, digits and _`);
  }
  const extensions: { readonly [K in keyof O & string]: EventValue<'always', `extensions.${K}`> } = record(
    added.map(([key]) => [key, new EventValue(`extensions.${key}`, 'always')]),
  );
  return {
    ref: { name: 'cel', kind: 'ClusterInterceptor' as const },
    params: {
      filter: filter?.(expressions).text,
      overlays: added.length > 0 ? added.map(([key, { text }]) => ({ key, expression: text })) : undefined,
    },
    extensions,
  };
}

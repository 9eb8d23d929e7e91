import type { Declared } from '../reference';
import type { EventValue } from './event-value';

/** A param of a TriggerTemplate. It always is a string. @see https://tekton.dev/docs/triggers/triggertemplates/ */
export interface TemplateParam {
  /** What it means, its format and unit. */
  readonly description: string;
  readonly type?: 'string';
  /** What it is where the event lacks the value, or nobody gives one. @default - it must be given */
  readonly default?: string;
}

type Required<P> = { [K in keyof P]: P[K] extends { readonly default: string } ? never : K }[keyof P];

/** A text, or a value of an event that is always there. `N` names the events and interceptors that a trigger has. */
export type TemplateValue<N extends string = string> = string | EventValue<'always', N>;

/**
 * What a template's params are given: each without a default a value that is always there, and those with one if you like, even one
 * that an event may lack.
 */
export type TemplateArguments<P, N extends string> = { readonly [K in Required<P>]: TemplateValue<N> } & {
  readonly [K in Exclude<keyof P, Required<P>>]?: TemplateValue<N> | EventValue<'maybe', N>;
};

/** Values for params, by name, whichever template they are for. */
export type BindingParams = Declared<TemplateValue | EventValue | undefined>;

/**
 * Text that Triggers puts between the quotes of a JSON string as it is: with JSON's escapes. What comes from the event has them.
 *
 * Source: tektoncd/triggers, pkg/template/resource.go (applyParamToResourceTemplate).
 */
export function jsonText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Renders values of params: `[{name, value}]`. */
export function bindingParams(params: object): object[] {
  return Object.entries(params)
    .filter(([, value]: [string, EventValue | string | undefined]) => value !== undefined)
    .map(([name, value]: [string, EventValue | string]) => ({ name, value: typeof value === 'string' ? jsonText(value) : value }));
}

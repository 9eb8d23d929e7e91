/** Whether an event always has a value, or may lack it. */
export type Presence = 'always' | 'maybe';

/**
 * One value of an event, as text: `$(body.repository.clone_url)`. A number or boolean becomes its JSON text.
 *
 * Use it as a whole param, or, where it is always there, inside a template literal: `${push.body.after}-amd64`.
 *
 * `P` says whether an event always has it: one that may be missing can only feed a template param that has a default. `N` names the
 * event or interceptor that it comes from, so that it fits no trigger that has another.
 *
 * @see https://tekton.dev/docs/triggers/triggerbindings/
 * @example
 * push.body.after; // $(body.after)
 * `${push.body.after}-amd64`; // '$(body.after)-amd64'
 */
export class EventValue<P extends Presence = Presence, N extends string = string> {
  /** Only for the compiler: where the value comes from. */
  declare readonly from: N;

  constructor(
    /** JSONPath, without `$(` and `)`. */
    readonly path: string,
    /** Whether an event always has it. */
    readonly presence: P,
  ) {}

  /** @throws Error where the value may be missing: Triggers would put the param's default into the middle of a text. */
  toString(): string {
    if (this.presence === 'maybe') {
      throw new Error(
        `$(${this.path}): may be missing from the event, and cannot be a part of a text: make it a whole param, with a default in the template`,
      );
    }
    return this.resolve();
  }

  /** Called by cdk8s, which writes what this returns in place of the value. */
  resolve(): string {
    return `$(${this.path})`;
  }
}

/**
 * A list of an event. As a whole it is no text that could be put into a template: it would break the quotes around it. Take one
 * element, or make a text of it with a CEL overlay.
 *
 * Source: tektoncd/triggers, pkg/template/jsonpath.go (getResults).
 *
 * @see https://tekton.dev/docs/triggers/triggerbindings/
 * @example
 * const commits = new TriggerEvent('commits', { body: { commits: [{ id: 'string' }] } });
 * commits.body.commits.at(0).id.resolve(); // '$(body.commits[0].id)'
 */
export class EventList<E> {
  constructor(
    private readonly path: string,
    private readonly element: (path: string) => E,
  ) {}

  /** The element at a place, the first at 0; an event may have fewer. */
  at(index: number): E {
    return this.element(`${this.path}[${index}]`);
  }

  /** @throws Error always: a list is no text. */
  toString(): string {
    throw new Error(`$(${this.path}): is a list, which is no text: take one element with at(), or join it in a CEL overlay`);
  }
}

/**
 * A step of a JSONPath, from an object to its field.
 *
 * @throws Error for a name that no path of Triggers can hold.
 * Source: tektoncd/triggers, pkg/template/jsonpath.go (findTektonExpressions, jsonRegexp).
 */
export function step(field: string): string {
  if (!/^[^(){}\s]+$/.test(field)) {
    throw new Error(`event field "${field}": cannot be referenced: use a CEL overlay, which reads any name`);
  }
  return `.${field.replace(/[.,[\]$@\\]/g, '\\$&')}`;
}

import type { Origin, Reference, Value } from './reference';

/**
 * A condition: `input` is, or is not, one of `values`, which may be a whole array. Mind that a result ends with the line break that
 * its script wrote.
 *
 * @see https://tekton.dev/docs/pipelines/pipelines/#guard-task-execution-using-when-expressions
 */
export interface When<O extends Origin = Origin> {
  readonly input: Value<O>;
  readonly operator: 'in' | 'notin';
  readonly values: readonly [Value<O> | Reference<'array', O>, ...(Value<O> | Reference<'array', O>)[]];
}

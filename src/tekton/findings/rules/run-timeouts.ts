import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { milliseconds } from '../text-formats';
import { atLeast } from '../version';

const see = docs.pipelineRunTimeouts;
/** Source: pipeline, config/config-defaults.yaml (default-timeout-minutes). */
const defaultTimeout = { text: '1h, the default', ms: 36e5 };

/** A time that a run has, in milliseconds; 0 is without limit. */
interface Limit {
  readonly text: string;
  readonly ms: number;
}

/** The times of a pipeline's run fit into each other. Source: pipeline, pkg/apis/pipeline/v1/pipelinerun_validation.go. */
export function runTimeouts(run: Located, tekton: string): Draft[] {
  const timeouts = run.at('timeouts');
  const fields = ['tasks', 'finally', 'pipeline'].map(key => timeouts.at(key));
  const whole = limit(timeouts.at('pipeline')) ?? defaultTimeout;
  return [
    ...fields.flatMap(negativeTimeout),
    ...[timeouts.at('tasks'), timeouts.at('finally')].flatMap(at => fits(at, whole)),
    ...both(timeouts, whole),
    ...(atLeast(tekton, '1.4.0') ? run.at('taskRunSpecs').items.flatMap(spec => taskTimeout(spec.at('timeout'), timeouts, whole)) : []),
  ];
}

/** A time is not less than nothing. */
export function negativeTimeout(at: Located): Draft[] {
  if ((milliseconds(at.text) ?? 0) >= 0) return [];
  return [error(at, { rule: 'negative-timeout', reason: 'is less than nothing', fix: 'write a positive time, or remove it', see })];
}

function limit(at: Located): Limit | undefined {
  const ms = at.given ? milliseconds(at.text) : undefined;
  return ms === undefined ? undefined : { text: at.text, ms };
}

function fits(at: Located, whole: Limit): Draft[] {
  const own = limit(at);
  if (own === undefined || whole.ms === 0 || (own.ms !== 0 && own.ms <= whole.ms)) return [];
  const reason = `${own.ms === 0 ? 'has no limit, but the whole run has' : 'is longer than the whole run'}: ${whole.text}`;
  return [error(at, { rule: 'timeout-order', reason, fix: 'raise timeouts.pipeline, or lower this', see })];
}

/** Checked even where the whole run has no limit. */
function both(timeouts: Located, whole: Limit): Draft[] {
  const [tasks, last] = [limit(timeouts.at('tasks')), limit(timeouts.at('finally'))];
  if (tasks === undefined || last === undefined || tasks.ms + last.ms <= whole.ms) return [];
  const reason = `and finally (${last.text}) are longer together than the whole run: ${whole.text}`;
  const fix = whole.ms === 0 ? 'set one of tasks and finally only' : 'raise timeouts.pipeline, or lower one of them';
  return [error(timeouts.at('tasks'), { rule: 'timeout-order', reason, fix, see })];
}

function taskTimeout(at: Located, timeouts: Located, whole: Limit): Draft[] {
  const own = limit(at);
  const most = limit(timeouts.at('tasks')) ?? whole;
  if (own === undefined || own.ms < 0) return negativeTimeout(at);
  if (most.ms <= 0 || own.ms <= most.ms) return [];
  const reason = `is longer than all tasks may take: ${most.text}`;
  return [error(at, { rule: 'timeout-order', reason, fix: 'raise timeouts.tasks or timeouts.pipeline, or lower this', see })];
}

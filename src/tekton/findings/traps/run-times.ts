import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { milliseconds } from '../text-formats';

const see = docs.pipelineRunTimeouts;
/** Source: pipeline, config/config-defaults.yaml (default-timeout-minutes). */
const hour = 36e5;

/** How long something may take; infinity is without limit. */
interface Time {
  readonly text: string;
  readonly ms: number;
}

/** The time of a task, and its tries. */
interface TaskTime {
  readonly name: string;
  readonly tries: number;
  /** Undefined where nothing is said. */
  readonly time: Time | undefined;
}

/**
 * The times that a run and its tasks have do not fit together, which the webhook does not see where the pipeline has them: a task may
 * take longer than the run, or the run gets more time than all of its tasks, which end after 60 minutes where they say nothing.
 *
 * Source: pipeline, pkg/apis/pipeline/v1/taskrun_defaults.go, pkg/reconciler/pipelinerun/pipelinerun.go (createTaskRun).
 */
export function runTimes(run: Located, pipeline: Located): Draft[] {
  const timeouts = run.at('timeouts');
  const tasks = taskTimes(run, pipeline);
  const limit = limitOfTasks(timeouts);
  const tooLong = tasks.find(({ time }) => time !== undefined && Number.isFinite(time.ms) && time.ms > limit.ms);
  return tooLong?.time === undefined ? endsEarly(timeouts, tasks, limit) : cutOff(timeouts, limit, tooLong.name, tooLong.time.text);
}

function cutOff(timeouts: Located, limit: Time, name: string, text: string): Draft[] {
  const at = timeouts.at(timeouts.at('tasks').given ? 'tasks' : 'pipeline');
  const reason = `${at.given ? 'ends' : 'is missing, which ends'} the tasks after ${limit.text}, but ${name} may take ${text}`;
  return [warning(at, { rule: 'timeout-short', reason, fix: `write more than ${text}, or lower the timeout of ${name}`, see })];
}

/** A limit that no task can reach was meant for one that ends before. */
function endsEarly(timeouts: Located, tasks: readonly TaskTime[], limit: Time): Draft[] {
  const whole = timeouts.at('pipeline');
  const most = tasks.reduce((sum, { time, tries }) => sum + (time?.ms ?? hour) * tries, 0);
  const unset = tasks.filter(({ time }) => time === undefined).map(({ name }) => name);
  if (unset.length === 0 || !Number.isFinite(limit.ms) || limit.ms <= Math.max(most, hour)) return [];
  const reason = `is longer than all tasks can take: ${unset.join(', ')} ${unset.length > 1 ? 'end' : 'ends'} after 1h, the default of a task`;
  return [warning(whole, { rule: 'timeout-of-task', reason, fix: 'give the task that needs longer a timeout of its own', see })];
}

/** How long the tasks have together. Source: pipeline, pipelinerun_types.go (TasksTimeout). */
function limitOfTasks(timeouts: Located): Time {
  const tasks = timeFrom(timeouts.at('tasks'));
  if (tasks !== undefined) return tasks;
  const whole = timeFrom(timeouts.at('pipeline')) ?? { text: '1h, the default', ms: hour };
  const last = timeFrom(timeouts.at('finally'));
  if (last === undefined || !Number.isFinite(last.ms)) return whole;
  return { text: `${whole.text}, less ${last.text} for finally`, ms: whole.ms - last.ms };
}

function taskTimes(run: Located, pipeline: Located): TaskTime[] {
  const specs = new Map(run.at('taskRunSpecs').items.map(spec => [spec.at('pipelineTaskName').text, spec.at('timeout')]));
  return pipeline.at('tasks').items.map(task => {
    const name = task.at('name').text;
    const own = specs.get(name);
    const custom = ['taskRef', 'taskSpec'].some(key => task.at(key, 'apiVersion').given);
    const fallback = custom ? { text: 'without limit', ms: Number.POSITIVE_INFINITY } : undefined;
    const time = (own && timeFrom(own)) ?? timeFrom(task.at('timeout')) ?? fallback;
    return { name, tries: task.at('retries').number + 1, time };
  });
}

/** A value that is only known when the run starts has no limit here. */
function timeFrom(at: Located): Time | undefined {
  if (at.text.includes('$(')) return { text: at.text, ms: Number.POSITIVE_INFINITY };
  const ms = milliseconds(at.text);
  // What cannot be read is told elsewhere.
  if (ms === undefined) return at.given ? { text: at.text, ms: Number.POSITIVE_INFINITY } : undefined;
  return { text: at.text, ms: ms === 0 ? Number.POSITIVE_INFINITY : ms };
}

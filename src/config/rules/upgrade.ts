import type { Rule } from './rule';

/**
 * The watcher's schedule is one that Kubernetes takes, and that looks every hour: what it has not looked at for an hour is taken for
 * unknown.
 *
 * Source: robfig/cron v3, parser.go (getRange), with which Kubernetes reads it.
 */
export const watcherSchedule: Rule = ({ file: { upgrade }, source }) => {
  if (upgrade?.schedule === undefined) return [];
  const [minutes = '', ...others] = upgrade.schedule.split(/ +/);
  const wrong = minutes.split(',').find(part => !isMinutes(part));
  const finding = (reason: string) => [
    source.finding(['upgrade', 'schedule'], { reason, fix: 'write minutes, and * for the rest, like "*/5 * * * *"' }),
  ];
  if (wrong !== undefined) return finding(`has minutes that are none: ${wrong === '' ? 'nothing' : wrong}`);
  return others.every(field => field === '*') ? [] : finding('does not look every hour: images would be missed and coverage unknown');
};

/** Alerts are about what the watcher writes. */
export const watchedAlerts: Rule = ({ file: { upgrade }, source }) => {
  if (upgrade?.alerts !== true || upgrade.watch !== false) return [];
  const reason = 'needs the watcher, which watch: false suspends: it would fire for ever';
  return [source.finding(['upgrade', 'alerts'], { reason, fix: 'write alerts: false, or watch: true' })];
};

/** `*`, `7`, `10-40`, each with `/15` or without. */
function isMinutes(text: string): boolean {
  const [, from, to = from, step = '1'] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(text) ?? [undefined, '60'];
  return Number(step) > 0 && Number(from ?? 0) <= Number(to ?? 59) && Number(to ?? 59) <= 59;
}

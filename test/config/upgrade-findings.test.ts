import { describe, expect, it } from 'vitest';
import { configOf, expectFinding, findingsOf, minimal } from './drivers-yaml';

/** Expects one finding of the section, which is line 8. */
const expectRefused = (section: string, where: string, why: string, fix: string) =>
  expectFinding(`${minimal}upgrade: { ${section} }\n`, `8:${where}`, why, fix);

describe('upgrade.schedule', () => {
  const refused = (schedule: string, why: string, fix: string) =>
    expectRefused(`schedule: "${schedule}"`, `22 upgrade.schedule: "${schedule}"`, why, fix);
  const fix = 'write minutes, and * for the rest, like "*/5 * * * *"';

  it.each(['@hourly', '*/5 * * *', '*/5 * * * * *', 'TZ=UTC * * * *'])('%s', schedule =>
    refused(schedule, 'is not a cron expression of five fields', 'write minute, hour, day, month and weekday, like "*/5 * * * *"'),
  );

  it.each([
    ['60 * * * *', '60'],
    ['*/0 * * * *', '*/0'],
    ['5,40-10 * * * *', '40-10'],
    ['0-60 * * * *', '0-60'],
    ['1--2 * * * *', '1--2'],
    ['5, * * * *', 'nothing'],
  ])('%s', (schedule, wrong) => refused(schedule, `has minutes that are none: ${wrong}`, fix));

  it.each(['*/5 2 * * *', '0 */2 * * *', '0 * 1 * *', '0 * * 7 *', '0 * * * MON-FRI'])('%s', schedule =>
    refused(schedule, 'does not look every hour: images would be missed and coverage unknown', fix),
  );

  it.each(['* * * * *', '0 * * * *', '7,10-40/15 * * * *', '*/20  *  *  *  *'])('%s is well', schedule =>
    expect(findingsOf(`${minimal}upgrade: { schedule: "${schedule}" }\n`)).toEqual([]),
  );
});

it.each([
  ['maxConcurrent: 0', '27 upgrade.maxConcurrent: 0', 'is less than 1', 'write a number from 1 to 50, like 2'],
  ['maxConcurrent: 51', '27 upgrade.maxConcurrent: 51', 'is more than 50', 'write a number from 1 to 50, like 2'],
  ['attempts: 0', '22 upgrade.attempts: 0', 'is less than 1', 'write a number from 1 to 99, like 6'],
  ['attempts: 100', '22 upgrade.attempts: 100', 'is more than 99', 'write a number from 1 to 99, like 6'],
  ['attempts: 1.5', '22 upgrade.attempts: 1.5', 'is a number to YAML, where a whole number is wanted', 'write a whole number, like 6'],
  ['offered: { perMinor: -1 }', '33 upgrade.offered.perMinor: -1', 'is less than 0', 'write a number from 0 to 20, like 2'],
  ['offered: { perMinor: 21 }', '33 upgrade.offered.perMinor: 21', 'is more than 20', 'write a number from 0 to 20, like 2'],
  [
    'deadline: 6 hours',
    '22 upgrade.deadline: 6 hours',
    'is not a duration',
    'write hours, minutes and seconds, like "4h", "10m" or "1h30m"',
  ],
  ['alert: true', '12 upgrade.alert: true', 'is not a field that is known here', 'write alerts'],
  [
    'watch: false, alerts: true',
    '34 upgrade.alerts: true',
    'needs the watcher, which watch: false suspends: it would fire for ever',
    'write alerts: false, or watch: true',
  ],
])('upgrade.%s', expectRefused);

it.each(['stable', 'Stable-4.22', 'eus-', 'eus-4.22.1'])('upgrade.channels: [%s]', channel =>
  expectRefused(
    `channels: [${channel}]`,
    `23 upgrade.channels[0]: ${channel}`,
    'is not the name of a channel',
    'write it with its version, like "eus-4.22"',
  ),
);

it.each(['alerts: true', 'watch: false', 'watch: false, knativeSource: true'])('upgrade.%s is well', section => {
  expect(configOf(`${minimal}upgrade: { ${section} }\n`).upgrade).toBeDefined();
});

import { expect, test } from 'vitest';
import { script } from '../../src/tasks/script';
import { runInside } from '../support/run-step';

/** What a script says last, how it ends, and the result `failure` that it leaves. */
async function end(lines: string) {
  const text = `#!/usr/bin/env bash\nset -euo pipefail\n${script('prelude.sh')}\n${lines}`;
  const programs = { program: 'echo words >&2; exit 3' };
  const { code, last, log, file } = await runInside(text, { env: { FAILURE_FILE: 'failure' }, programs });
  return { code, last, log, failure: file('failure') };
}

test('a step that does not fail leaves the result none', async () => {
  expect(await end('log done')).toMatchObject({ code: 0, last: 'done', failure: 'none' });
});

test('a failure is the last line, and the result in one line of at most 800 characters', async () => {
  expect(await end('fail "a: b: c"')).toMatchObject({ code: 1, last: 'permanent error: a: b: c', failure: 'permanent error: a: b: c' });
  expect(await end('fail_transient "a: b: c"')).toMatchObject({ code: 75, failure: 'transient error: a: b: c' });
  const { failure } = await end(`fail "a\nb$(printf '%900s')"`);
  expect(failure).toMatch(/^permanent error: a b {780}$/);
  expect(failure).toHaveLength(800);
});

test('a command that nobody expected to fail is named, also inside a function', async () => {
  const line = 'transient error: "program "$X"" ended with exit code 3, which is not foreseen: see its words above, then run again';
  expect(await end('X=1\nprogram "$X"')).toMatchObject({ code: 75, last: line, failure: line, log: `words\n${line}\n` });
  expect(await end('X=1\ndo_it() { program "$X"; }\ndo_it\nlog "not here"')).toMatchObject({ code: 75, last: line, failure: line });
});

test('what another shell has told is not told again', async () => {
  const { code, log, failure } = await end('ask() { fail "a: b"; }\nanswer=$(ask)\nlog "$answer"');
  expect({ code, log, failure }).toEqual({ code: 1, log: 'permanent error: a: b\n', failure: 'permanent error: a: b' });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { needs, program } from '../support/needs';
import { branchesOf } from './branches';
import { traced, tracing } from './trace';
import { reached, report } from './unreached';

const sourced = `# shellcheck shell=bash
# How it fails.
fail() {
  echo "$*" >&2
  exit 1
}
`;
const step = `#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=src/tasks/sourced.sh
. sourced.sh
cat >"$HOME/inside.sh" <<'INSIDE'
#include inside.sh
INSIDE
[[ $1 == a ||  $1 == b ]] ||
  fail "\\$1 is $1,
which it's not"
case $1 in
  a) printf '%s\\n' "$([[ $2 == x ]] && echo 'the || x' || echo "no x")" ;;
  # fail is a word here
  b | "c d") echo "($1)" ;;
  *) ;;
esac
if (($# == 2)); then exit 0; fi
value=$(
  false
) || { ((value == 0)) && exit 3; }
`;
const inside = '#!/usr/bin/env bash\nfalse || echo found\n';
const sources = new Map([
  ['inside.sh', inside],
  ['sourced.sh', sourced],
  ['step.sh', step],
]);

/** What the report says after the step ran with each of these arguments. */
function after(...runs: readonly (readonly string[])[]): string[] {
  const script = step
    .replace('#include inside.sh\n', inside)
    .replace(/# shellcheck source=.*\n.*\n/, sourced.replace('# shellcheck shell=bash\n', ''));
  const traces = runs.map(argv => {
    const folder = mkdtempSync(join(tmpdir(), 'traced-'));
    writeFileSync(join(folder, 'script'), script);
    chmodSync(join(folder, 'script'), 0o755);
    const { stderr } = spawnSync(join(folder, 'script'), argv, { env: { ...process.env, ...tracing(folder), HOME: folder } });
    expect(stderr.toString()).not.toContain('{');
    const trace = traced(folder, script);
    rmSync(folder, { recursive: true });
    return trace;
  });
  return report(reached(sources, traces), sources).split('\n');
}

needs('bash', program('bash'))('the coverage of scripts', () => {
  test('names each branch that no run reached, by file and line', () => {
    expect(after()).toEqual([
      'inside.sh: 0 of 1 branches reached',
      '  inside.sh:2: not reached (||): false || echo found',
      'sourced.sh: 0 of 1 branches reached',
      '  sourced.sh:5: not reached: exit 1',
      'step.sh: 0 of 9 branches reached',
      `  step.sh:9: not reached (||): fail "\\$1 is $1,`,
      `  step.sh:12: not reached (a)): a) printf '%s\\n' "$([[ $2 == x ]] && echo 'the || x' || echo "no x")" ;;`,
      `  step.sh:12: not reached (&&): a) printf '%s\\n' "$([[ $2 == x ]] && echo 'the || x' || echo "no x")" ;;`,
      `  step.sh:12: not reached (||): a) printf '%s\\n' "$([[ $2 == x ]] && echo 'the || x' || echo "no x")" ;;`,
      '  step.sh:14: not reached (b | "c d")): b | "c d") echo "($1)" ;;',
      '  step.sh:15: not reached (*)): *) ;; (write ":" into the arm: bash traces commands only)',
      '  step.sh:17: not reached (then): if (($# == 2)); then exit 0; fi',
      '  step.sh:20: not reached (||): ) || { ((value == 0)) && exit 3; }',
      '  step.sh:20: not reached (&&): ) || { ((value == 0)) && exit 3; }',
    ]);
  });

  test('counts a branch as reached only where the command itself ran, not another one in its line', () => {
    expect(after(['a', 'x'])[3]).toBe('  sourced.sh:5: not reached: exit 1');
    expect(after(['a', 'x']).filter(line => /:(12|17):/.test(line))).toEqual([
      `  step.sh:12: not reached (||): a) printf '%s\\n' "$([[ $2 == x ]] && echo 'the || x' || echo "no x")" ;;`,
    ]);
  });

  test('is complete where all was reached, in sourced files and over several lines; an arm without a command never is', () => {
    expect(after(['a', 'x'], ['a', 'y'], ['b'], ['other'])).toEqual([
      'inside.sh: 0 of 1 branches reached',
      '  inside.sh:2: not reached (||): false || echo found',
      'sourced.sh: 1 of 1 branches reached',
      'step.sh: 8 of 9 branches reached',
      '  step.sh:15: not reached (*)): *) ;; (write ":" into the arm: bash traces commands only)',
    ]);
  });

  test('does not take one command for another: those that begin alike have lines of their own', () => {
    const hint = 'write it into a line of its own: another command there begins alike';
    expect(branchesOf('case $x in a) y=$z ;; b) y=$x ;; esac\n').map(({ unseen }) => unseen)).toEqual([hint, hint]);
    expect(branchesOf('y=$z; ((a)) || y=$x\n').map(({ unseen }) => unseen)).toEqual([hint]);
    expect(branchesOf('case $x in\n  a) y=$z ;;\n  b) y=$x ;;\nesac\n').map(({ unseen }) => unseen)).toEqual([undefined, undefined]);
  });

  test('reads no commands in quotes, comments, here-documents and tests', () => {
    const text = `echo "a || b" 'c || d' # e || f\ncat <<X\ng || h\nX\n[[ i || j ]]\n((k || l))\nx=(m n)\ny+=" || "\nread -r z <<<"$(o)"\n`;
    expect(branchesOf(text)).toEqual([]);
    expect(branchesOf(`${text}p || q "r s" $t\n`)).toEqual([{ line: 10, first: 10, last: 10, head: 'q r s ', condition: '||' }]);
  });
});

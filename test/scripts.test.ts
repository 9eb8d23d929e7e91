import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe as always, expect, test } from 'vitest';
import { scriptFile } from '../src/tasks/script';

const scripts = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.sh'))
  .map(file => join('src', file));

/** Scripts that run by themselves; the others are sourced. */
const steps = scripts.filter(file => readFileSync(file, 'utf8').startsWith('#!'));

always.each(steps)('%s', file => {
  const text = readFileSync(file, 'utf8');

  test('begins as every script does', () => {
    expect(text).toMatch(/^#!\/usr\/bin\/env bash\n# .*\n/);
    // The proof inside an image reports everything that is wrong: it goes on after a command that fails.
    expect(text).toMatch(file.endsWith('prove-in-image.sh') ? /^set -uo pipefail$/m : /^set -euo pipefail$/m);
  });

  test('holds no variable of Tekton: the loader takes it', () => {
    expect(scriptFile(file.replace('src/', ''))).toMatch(/^#!/);
  });
});

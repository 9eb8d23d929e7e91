import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// The mistakes of these files without what says that they are expected: what the compiler says of them is what users see.
const files = ['mistakes.ts', 'triggers/mistakes.test.ts'];
const folder = join(__dirname, '../../node_modules/.cache/compiler-messages');

/** What the compiler says, a list of lines for each mistake. */
function messages(): string[][] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of files) {
    const text = readFileSync(join(__dirname, file), 'utf8').replaceAll(/^ *\/\/ @ts-expect-error.*\n/gm, '');
    writeFileSync(join(folder, file.replace('/', '-')), text.replaceAll(/'(\.\.\/)+src\//g, `'${join(__dirname, '../../src')}/`));
  }
  const config = { extends: join(__dirname, '../tsconfig.json'), compilerOptions: { rootDir: '/' }, include: ['*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  try {
    execFileSync('npx', ['tsc', '-p', folder, '--pretty', 'false'], { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error)) throw error;
    return String(error.stdout)
      .trimEnd()
      .split(/\n(?=\S)/)
      .map(message => message.split('\n'));
  }
  throw new Error('the mistakes compile');
}

test('what the compiler says of a mistake is at most six lines, for every one of them', () => {
  const said = messages();
  const expected = files.flatMap(file => readFileSync(join(__dirname, file), 'utf8').match(/^ *\/\/ @ts-expect-error/gm) ?? []);
  expect(said.length).toBeGreaterThanOrEqual(expected.length);
  expect(said.filter(lines => lines.length > 6)).toEqual([]);
});

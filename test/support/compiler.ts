import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** What the compiler says, by the project's settings, of files that are written to a folder of the cache: lines for each mistake. */
export function compilerMessages(name: string, files: Readonly<Record<string, string>>, options: object = {}): string[][] {
  const folder = join(root, 'node_modules/.cache', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { rootDir: '/', noEmit: true, declaration: false, ...options },
    include: ['*.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  try {
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
      stdio: 'pipe',
      cwd: folder,
    });
    return [];
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error)) throw error;
    return String(error.stdout)
      .trimEnd()
      .split(/\n(?=\S)/)
      .map(message => message.split('\n'));
  }
}

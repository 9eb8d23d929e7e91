import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Trace } from './trace';
import { reached, report } from './unreached';

/** Before all tests: has test/support/run-step.ts keep what it traced. After them: reports on all scripts. */
export default function measure(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'coverage-'));
  process.env.SCRIPT_COVERAGE = folder;
  return () => {
    const traces = readdirSync(folder).map((name): Trace => JSON.parse(readFileSync(join(folder, name), 'utf8')));
    rmSync(folder, { recursive: true });
    const paths = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.sh'));
    const sources = new Map(paths.sort().map(name => [join('src', name), readFileSync(join('src', name), 'utf8')]));
    const reaches = reached(sources, traces);
    console.log(report(reaches, sources));
    if (reaches.some(({ unreached }) => unreached.length > 0)) process.exitCode = 1;
  };
}

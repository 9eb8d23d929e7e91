import { parseArgs } from 'node:util';
import { check } from './check/check';

const usage = 'usage: npm run check -- [--tekton VERSION] [--min-version VERSION] FILE...';

/** Entry point of `npm run check`: judges manifests that anybody wrote; fails where a cluster would refuse one. */
function main(): void {
  const { values, positionals } = parseArgs({
    options: { tekton: { type: 'string' }, 'min-version': { type: 'string' } },
    allowPositionals: true,
  });
  const { tekton, 'min-version': minVersion } = values;
  const wrong = [tekton, minVersion].find(version => version !== undefined && !/^v?\d+\.\d+\.\d+$/.test(version));
  if (wrong !== undefined) throw new Error(`${wrong} is no version; write it like 1.15.0`);
  if (positionals.length === 0) throw new Error('no file is named');
  const { text, failed } = check(positionals, { ...(tekton !== undefined && { tekton }), ...(minVersion !== undefined && { minVersion }) });
  console.log(text);
  process.exitCode = failed ? 1 : 0;
}

try {
  main();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}

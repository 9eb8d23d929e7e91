import { parseArgs } from 'node:util';
import { ConfigError } from './config/config-error';
import { configPath, readConfig } from './config/read-config';
import { isReleaseImage, parseRelease } from './driver/release';
import { PlanError } from './plan/facts';
import { gatherFacts } from './plan/gather-facts';
import { planJson } from './plan/json';
import { plan } from './plan/plan';
import { planText } from './plan/text';

const usage = `usage: npx nvidia-drivers plan [--facts FILE] [--release RELEASE]... [--json]
       npx nvidia-drivers plan --record FILE [--release RELEASE]... [--json]`;

/** The command line means nothing. */
class UsageError extends Error {}

/** Entry point of `nvidia-drivers plan`: prints the images that the configuration means; fails where one is refused or cannot be known. */
function main(): void {
  const { facts, record, release: named, json } = commandLine();
  const config = readConfig(configPath());
  const gathered = gatherFacts(config, { ...(facts !== undefined && { facts }), ...(record !== undefined && { record }), named });
  for (const line of gathered.told) console.error(line);
  if (gathered.releases.length === 0) {
    throw new UsageError('no release is named: name one with --release, in releases of the configuration, or give a file with --facts');
  }
  const planned = plan(config, gathered.facts, gathered.releases);
  const source = [configPath(), facts ?? record].filter(file => file !== undefined).join(', ');
  console.log(json ? planJson(planned, config.targets) : planText(source, planned, config.targets));
  process.exitCode = planned.refused.length > 0 || gathered.failed ? 1 : 0;
}

function commandLine() {
  try {
    const { values } = parseArgs({
      options: {
        facts: { type: 'string' },
        record: { type: 'string' },
        release: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
      },
    });
    for (const release of values.release) if (!isReleaseImage(release)) parseRelease(release);
    if (values.facts !== undefined && values.record !== undefined)
      throw new Error('--facts reads a file and --record writes one: give one of them');
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

try {
  main();
} catch (error) {
  const wrongUsage = error instanceof UsageError;
  if (!(wrongUsage || error instanceof ConfigError || error instanceof PlanError)) throw error;
  console.error(wrongUsage ? `error: ${error.message}\n${usage}` : error.message);
  process.exitCode = wrongUsage ? 2 : 1;
}

import { dirname } from 'node:path';
import { ConfigError } from './config/config-error';
import { originOf } from './config/origin';
import { configPath, readConfig } from './config/read-config';
import { ManifestError } from './deployment/manifest-findings';
import { nextSteps } from './deployment/next-steps';
import { synth } from './deployment/synth';
import { count } from './source/finding';

// Keys stay in the order in which people read them; cdk8s has no other switch for it.
process.env.CDK8S_DISABLE_SORT = '1';

const path = configPath();
try {
  const config = { ...readConfig(path), origin: originOf(path) };
  // cdk8s-cli says where it wants the manifests, and fails when they are elsewhere.
  const written = synth(config, process.env.CDK8S_OUTDIR ?? 'dist/manifests');
  const runs = `${count(written.runs.length, 'run')} → ${dirname(written.runs[0] ?? '')}`;
  console.log(`${path}: ${count(config.targets.length, 'target')} → ${written.manifests}, ${runs}\n`);
  for (const warning of written.warnings) console.log(`${warning}\n`);
  console.log(nextSteps(config, written));
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof ManifestError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

// The least that a synth of this kind costs: Node, the constructs, the configuration read as YAML, and the same manifests written
// as YAML. BENCH_DOCUMENTS names a JSON file with the objects of each file that synth writes.
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
require('cdk8s-plus-28');
const { Yaml } = require('cdk8s');
const { parse } = require('yaml');

parse(readFileSync('nvidia-drivers.yaml', 'utf8'));
const folder = process.env.CDK8S_OUTDIR;
mkdirSync(folder, { recursive: true });
for (const [file, objects] of Object.entries(JSON.parse(readFileSync(process.env.BENCH_DOCUMENTS, 'utf8')))) {
  writeFileSync(join(folder, file), Yaml.stringify(...objects));
}

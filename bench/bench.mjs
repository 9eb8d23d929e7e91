// Synth as a whole process beside its floor, interleaved; then with many targets; then a plan of many images; then the watcher.
// `npm run bench`, on an otherwise idle machine.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const rounds = Number(process.env.BENCH_ROUNDS ?? 30);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
// Where it is set, Node 20 parses every certificate at every start.
const { NODE_EXTRA_CA_CERTS: _, ...clean } = process.env;

/** One run: wall time in ms and peak memory in MiB. */
function measure(args, env = {}) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync('/usr/bin/env', ['node', '--require', join(import.meta.dirname, 'memory.cjs'), ...args], {
    env: { ...clean, ...env },
    encoding: 'utf8',
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(stderr);
  return { wall, memory: Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024 };
}

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function configuration(targets) {
  const file = join(folder, `${targets}.yaml`);
  const drivers = Array.from({ length: targets }, (_, index) => ({
    name: `d${index}`,
    version: '580.105.08',
    image: `quay.io/acme/gpu-${index}`,
    runfile: { sha256: { x86_64: 'a'.repeat(64) } },
    nodeSelector: { pool: `p${index}` },
  }));
  writeFileSync(file, JSON.stringify({ image: 'quay.io/acme/gpu', drivers, platforms: ['x86_64'] }));
  return file;
}

function synth(targets) {
  const env = { NVIDIA_DRIVERS_CONFIG: configuration(targets), CDK8S_OUTDIR: join(folder, `out-${targets}`, 'manifests') };
  return () => measure(['dist/main.js'], env);
}

/** A plan for so many targets and releases, each with a kernel of its own. */
function plan(targets, releases) {
  const facts = join(folder, 'facts.json');
  const release = index => ({
    version: `4.20.${index}`,
    arch: 'x86_64',
    streams: [{ kernel: `5.14.0-570.${index}.1.el9_6.x86_64`, rhel: '9.6' }],
  });
  writeFileSync(facts, JSON.stringify({ format: 1, releases: Array.from({ length: releases }, (_, index) => release(index)) }));
  const env = { NVIDIA_DRIVERS_CONFIG: configuration(targets) };
  return () => measure(['dist/nvidia-drivers.js', 'plan', '--facts', facts, '--json'], env);
}

const example = join(folder, 'example');
const synthExample = () => measure(['dist/main.js'], { CDK8S_OUTDIR: join(example, 'manifests') });
synthExample();
const written = ['manifests', 'runs', 'patches'].flatMap(part => readdirSync(join(example, part)).map(file => join(example, part, file)));
const documents = written.map((file, index) => [
  `${index}.yaml`,
  parseAllDocuments(readFileSync(file, 'utf8')).map(document => document.toJS()),
]);
writeFileSync(join(folder, 'documents.json'), JSON.stringify(Object.fromEntries(documents)));

const programs = {
  floor: () => measure(['bench/floor.cjs'], { BENCH_DOCUMENTS: join(folder, 'documents.json'), CDK8S_OUTDIR: join(folder, 'floor') }),
  synth: synthExample,
};
const runs = { floor: [], synth: [] };
for (let round = 0; round < rounds; round++) for (const [name, run] of Object.entries(programs)) runs[name].push(run());

const row = (name, list) => {
  const walls = list.map(({ wall }) => wall);
  console.log(
    `${name.padEnd(28)} median ${median(walls).toFixed(0).padStart(5)} ms   min ${Math.min(...walls)
      .toFixed(0)
      .padStart(5)} ms   peak ${median(list.map(({ memory }) => memory))
      .toFixed(0)
      .padStart(4)} MiB`,
  );
};
console.log(`${rounds} interleaved runs, Node ${process.version}`);
row('floor (bench/floor.cjs)', runs.floor);
row('synth (node dist/main.js)', runs.synth);
console.log(`ratio ${(median(runs.synth.map(({ wall }) => wall)) / median(runs.floor.map(({ wall }) => wall))).toFixed(2)}`);

for (const targets of [1, 10, 100, 1000]) {
  const run = synth(targets);
  row(`${targets} targets`, Array.from({ length: 3 }, run));
}
row('plan of 1,000 images', Array.from({ length: 3 }, plan(10, 100)));

await import('./watcher.mjs');

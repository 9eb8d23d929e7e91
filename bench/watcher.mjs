// What a run of the watcher costs, container by container, where all images are published: its calls, CPU time, wall time and the memory
// of its largest process. For a small cluster and for large ones; first without ledgers, then with nothing to do.
// `node bench/watcher.mjs` after `npm run build`; needs jq and GNU time.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { count } from '../dist/source/finding.js';
import { WatcherWorld } from './watcher-world.mjs';

const rounds = Number(process.env.BENCH_WATCHER_ROUNDS ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
execFileSync('npx', ['tsc', '-p', 'bench', '--outDir', join(folder, 'support')], { stdio: 'inherit' });
const support = name => import(pathToFileURL(join(folder, 'support', `${name}.js`)));
const [{ everythingPublished, largeCluster }, { jq }] = await Promise.all([support('large-cluster'), support('jq')]);

/** Calls of the API server for one object, for a page of a list, and to write; of registries; events for the listener. */
const kinds = {
  get: /^oc get --raw [^?]*$/,
  list: /^oc get --raw .*[?]/,
  write: /^oc (create|replace) /,
  registry: /^(skopeo|oc adm|oc image) /,
  events: /^curl /,
};

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const line = (name, cells) => console.log(`  ${name.padEnd(10)}${cells.map(cell => `${cell}`.padStart(10)).join('')}`);

/** A line for each container; `runs` are those of the same world. */
function table(title, runs) {
  console.log(title);
  for (const [index, { name, calls }] of runs[0].entries()) {
    const counts = Object.values(kinds).map(kind => calls.filter(call => kind.test(call)).length);
    const of = (what, digits) => median(runs.map(run => run[index][what])).toFixed(digits);
    line(name, [...counts, `${of('cpu', 2)} s`, `${of('wall', 2)} s`, `${of('memory', 0)} MiB`]);
  }
}

console.log(`watcher, median of ${count(rounds, 'run')}`);
line('container', [...Object.keys(kinds), 'CPU', 'wall', 'peak']);
for (const { releases, targets, nodes } of [
  { releases: 3, targets: 1, nodes: [1] },
  { releases: 50, targets: 10, nodes: [10] },
  { releases: 500, targets: 10, nodes: [10, 100, 500] },
]) {
  const title = `${count(targets, 'target')}, ${count(releases, 'release')}`;
  const { settings, cluster } = largeCluster(releases, targets);
  const world = new WatcherWorld(folder, { settings, cluster }, everythingPublished(settings, jq('wanted', cluster, { settings })));
  table(`${title}, no ledger yet`, [world.run()]);
  for (const gpus of nodes) {
    world.see(largeCluster(releases, targets, gpus).cluster);
    const runs = Array.from({ length: rounds }, () => world.run());
    table(`${title}, ${count(gpus, 'node')}, nothing to do`, runs);
  }
}
rmSync(folder, { recursive: true });

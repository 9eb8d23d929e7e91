// What the steps of a run really use: `node bench/resources.mjs NAMESPACE PIPELINERUN` while it is on its way, until it has ended.
// From the kubelet's own numbers: memory that cannot be given back (rss), and what each scratch volume holds at most.
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const [namespace, run] = process.argv.slice(2);

function kubectl(...args) {
  const { status, stdout } = spawnSync('kubectl', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

const peaks = new Map();
const note = (what, bytes) => peaks.set(what, Math.max(peaks.get(what) ?? 0, bytes ?? 0));

function sample() {
  for (const { metadata } of kubectl('get', 'nodes', '-o', 'json').items) {
    const { pods = [] } = kubectl('get', '--raw', `/api/v1/nodes/${metadata.name}/proxy/stats/summary`) ?? {};
    for (const { podRef, containers = [], volume = [] } of pods.filter(pod => pod.podRef.name.startsWith(`${run}-`))) {
      const pod = podRef.name.slice(run.length + 1);
      for (const { name, memory, rootfs } of containers) {
        note(`${pod} ${name} memory`, memory?.rssBytes);
        note(`${pod} ${name} disk`, rootfs?.usedBytes);
      }
      for (const { name, usedBytes } of volume) if (!name.startsWith('tekton-')) note(`${pod} volume ${name}`, usedBytes);
    }
  }
}

const hasEnded = () =>
  kubectl('-n', namespace, 'get', 'pipelinerun', run, '-o', 'json')?.status?.conditions?.some(({ status }) => status !== 'Unknown');
while (!hasEnded()) {
  sample();
  await sleep(2000);
}
for (const [what, bytes] of [...peaks].sort())
  if (bytes > 1 << 20) console.log(`${what.padEnd(72)} ${(bytes / 1048576).toFixed(0).padStart(6)} MiB`);

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { nvidiaDriverImage } from '../pipelines/nvidia-driver-image/pipeline';
import { driverImageTasks } from '../pipelines/nvidia-driver-image/tasks';
import { stepImages } from '../tasks/images';
import { type Entry, pipelineEntry, taskEntry } from './entry';

// The same folder seen from src/catalog and from dist/catalog.
const sources = join(__dirname, '../../src');

/** Every entry of the catalog, rendered. */
export function catalog(): Entry[] {
  const chart = new Chart(new App(), 'catalog');
  const tasks = driverImageTasks(chart, stepImages);
  const { pipeline } = nvidiaDriverImage(chart, tasks);
  return [
    ...Object.values(tasks).map(task => taskEntry(task, prose('tasks', task.name))),
    pipelineEntry(pipeline, prose('pipelines', pipeline.name)),
  ];
}

function prose(kind: 'tasks' | 'pipelines', name: string): string {
  return readFileSync(join(sources, kind, name, 'README.md'), 'utf8').replace(/^# .*\n+/, '');
}

/**
 * Writes the entries below `root` and gives the paths written. Of earlier files only those in the folders of the same versions are
 * removed: what was published under another version stays as it is.
 */
export function writeCatalog(entries: readonly Entry[], root: string): string[] {
  return entries.flatMap(({ kind, name, version, files }) => {
    rmSync(join(root, `${kind}s`, name, version), { recursive: true, force: true });
    return Object.entries(files).map(([path, text]) => {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), text);
      return path;
    });
  });
}

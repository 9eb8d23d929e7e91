import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Finding } from '../tekton/findings/finding';
import type { Judged } from './judge-worker';
import { type Rendered, readFindings } from './manifest-findings';

// Compiled, whether this is run from src or from dist.
const program = join(__dirname, '../../dist/deployment/judge-worker.js');

/** Judges what charts render, in a thread of its own: it loads its rules while the charts are made, and judges while YAML is written. */
export class Judge {
  private readonly worker = new Worker(program);

  constructor() {
    // Where nobody asks it any more, it does not keep the program running.
    this.worker.unref();
  }

  /**
   * Judges all objects of some charts together; once.
   *
   * @returns warnings, ready to be read
   * @throws ManifestError with errors and warnings, where the newest Tekton would refuse anything
   */
  async judge(charts: readonly Rendered[], minVersion: string): Promise<readonly string[]> {
    const judged: Judged = { manifests: charts.flatMap(({ objects }) => objects), minVersion };
    const found = await new Promise<readonly Finding[]>((resolve, reject) => {
      this.worker.ref();
      this.worker.once('message', resolve).once('error', reject).postMessage(judged);
    });
    this.worker.unref();
    return readFindings(found, charts);
  }
}

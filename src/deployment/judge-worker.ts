import { parentPort } from 'node:worker_threads';
import { findings } from '../tekton/findings/findings';

/** What the thread is asked. */
export interface Judged {
  readonly manifests: readonly unknown[];
  /** Oldest version of Tekton that they are to run on. */
  readonly minVersion: string;
}

parentPort?.once('message', ({ manifests, minVersion }: Judged) => parentPort?.postMessage(findings(manifests, { minVersion })));

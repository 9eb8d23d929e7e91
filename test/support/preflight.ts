import { driverImagePreflight } from '../../src/tasks/driver-image-preflight/task';
import { type Ran, runStep } from './run-step';

export const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const params = {
  platform: 'x86_64',
  arch: 'x86_64',
  'node-arch': 'amd64',
  kernel,
  'machine-os': '9.6.20251015-1',
  'rhel-version': '9.6',
  'runfile-url': 'https://example.com/driver.run',
  'entry-point': `9 nvidia-driver ${'a'.repeat(64)} https://example.com/nvidia-driver`,
  image: 'quay.io/acme/gpu',
};

/** A check that has run, with what it found. */
export interface Checked extends Ran {
  /** Lines of the file that the checks write into. */
  readonly found: readonly string[];
}

/** Runs one step of the preflight. */
export async function check(step: string, given: Parameters<typeof runStep>[2]): Promise<Checked> {
  const ran = await runStep(driverImagePreflight, step, { ...given, params: { ...params, ...given.params } });
  const found = (ran.file('findings/found') ?? '').split('\n').filter(line => line !== '');
  return { ...ran, found };
}

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { run } from './command';
import { env } from './environment';
import { inspect } from './registry';

export const namespace = 'nvidia-driver-pipelines';
export const image = `${env('E2E_SECURE_REGISTRY')}/acme/nvidia-gpu-driver`;
export const worldFolder = process.env.E2E_HOME ?? '/var/tmp/nvidia-drivers-e2e';
export const server = `http://${env('E2E_NODE_ADDRESS')}:8088`;

function sha256(file: string): string {
  return createHash('sha256')
    .update(readFileSync(join(worldFolder, 'http', file)))
    .digest('hex');
}

function pinned(file: string) {
  return { url: `${server}/${file}`, sha256: sha256(file) };
}

/** By digest, as users have it: a node keeps what it once pulled by a tag. @throws Error where the world was not made. */
export function stepImage(): string {
  const found = inspect(`${env('E2E_SECURE_REGISTRY')}/e2e/task-runner:1`);
  if (!found) throw new Error('there is no e2e/task-runner:1: run test/e2e/world/up.sh');
  return `${env('E2E_REGISTRY')}/e2e/task-runner@${found.Digest}`;
}

interface Changes {
  readonly driver?: object;
  readonly [field: string]: unknown;
}

/**
 * A user's configuration, with other images, URLs, authority and Secrets: nothing else tells it from one for production.
 * `changes` replaces whole fields; `driver` those of the driver.
 */
export function configuration(version: string, { driver, ...changes }: Changes = {}): object {
  const steps = stepImage();
  return {
    image,
    drivers: [
      {
        version,
        cuda: '12.8.1',
        baseImage: `${env('E2E_SECURE_REGISTRY')}/nvidia/cuda:12.8.1-base-ubi{rhel}`,
        runfile: {
          url: `${server}/tesla/{version}/NVIDIA-Linux-{arch}-{version}.run`,
          sha256: { x86_64: sha256(`tesla/${version}/NVIDIA-Linux-x86_64-${version}.run`) },
        },
        ...driver,
      },
    ],
    platforms: ['x86_64'],
    releases: ['4.20.3'],
    secrets: { stepImages: ['nvidia-driver-pull'] },
    caConfigMap: 'e2e-ca',
    images: { oc: steps, buildah: steps },
    sources: {
      releases: `${env('E2E_SECURE_REGISTRY')}/ocp-release`,
      entryPoint: { 9: { 'nvidia-driver': pinned('entry-point/nvidia-driver'), 'common.sh': pinned('entry-point/common.sh') } },
    },
    // What the watcher would start is not what a test looks at.
    upgrade: { watch: false },
    ...changes,
  };
}

/** What synth wrote for a configuration. */
export interface Project {
  readonly manifests: string;
  readonly runs: string;
  /** What synth printed. */
  readonly output: string;
  /** The manifest of the build of a release; without one, of the cluster's own. */
  run(release?: string): string;
}

/** Writes the configuration and runs the built program on it, as a user does. */
export function synth(name: string, config: object): Project {
  const folder = join('.e2e', name);
  const file = join(folder, 'nvidia-drivers.yaml');
  const manifests = join(folder, 'dist/manifests');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, stringify(config));
  const output = run('node', ['dist/main.js'], undefined, { NVIDIA_DRIVERS_CONFIG: file, CDK8S_OUTDIR: manifests });
  const runs = join(folder, 'dist/runs');
  return { manifests, runs, output, run: release => readFileSync(join(runs, `r535-x86-64${release ? `-${release}` : ''}.yaml`), 'utf8') };
}

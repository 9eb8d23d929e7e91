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

/** Of a file of the world. */
export function sha256(file: string): string {
  return createHash('sha256')
    .update(readFileSync(join(worldFolder, 'http', file)))
    .digest('hex');
}

function pinned(file: string) {
  return { url: `${server}/${file}`, sha256: sha256(file) };
}

/** An image of the world by digest, as users have it: a node keeps what it once pulled by a tag. @throws Error where it was not made. */
export function worldImage(name: string): string {
  const found = inspect(`${env('E2E_SECURE_REGISTRY')}/${name}:1`);
  if (!found) throw new Error(`there is no ${name}:1: run test/e2e/world/up.sh`);
  return `${env('E2E_REGISTRY')}/${name}@${found.Digest}`;
}

export function stepImage(): string {
  return worldImage('e2e/task-runner');
}

/** How a configuration differs from the usual one. */
export interface Changes {
  readonly driver?: object;
  readonly [field: string]: unknown;
}

/** The runfile of a version, for one or more architectures. */
export function runfile(version: string, archs: readonly string[] = ['x86_64']): object {
  return {
    url: `${server}/tesla/{version}/NVIDIA-Linux-{arch}-{version}.run`,
    sha256: Object.fromEntries(archs.map(arch => [arch, sha256(`tesla/${version}/NVIDIA-Linux-${arch}-${version}.run`)])),
  };
}

/** Where the configuration takes things from; the entry point is that of a folder of the world. */
export function sources(kind: 'entry-point' | 'entry-point-guest' = 'entry-point'): object {
  const files = (folder: string) => ({ 'nvidia-driver': pinned(`${folder}/nvidia-driver`), 'common.sh': pinned('entry-point/common.sh') });
  return { releases: `${env('E2E_SECURE_REGISTRY')}/ocp-release`, entryPoint: { 9: files(kind), 10: files('entry-point-10') } };
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
        ...(driver && 'runfile' in driver ? {} : { runfile: runfile(version) }),
        ...driver,
      },
    ],
    platforms: ['x86_64'],
    releases: ['4.20.3'],
    secrets: { stepImages: ['nvidia-driver-pull'] },
    caConfigMap: 'e2e-ca',
    images: { oc: steps, buildah: steps },
    sources: sources(),
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
  run(release?: string, target?: string): string;
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
  const runOf = (release?: string, target = 'r535-x86-64') =>
    readFileSync(join(runs, `${target}${release ? `-${release}` : ''}.yaml`), 'utf8');
  return { manifests, runs, output, run: runOf };
}

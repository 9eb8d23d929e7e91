import { expect } from 'vitest';
import { kubectl } from './command';
import { kernelA, published, target, tiny } from './driver-image';
import { create, type Ended, ended } from './pipeline-run';
import { type Changes, configuration, namespace, synth } from './project';
import { digests, empty, tags } from './registry';

/** A build into a repository that nothing else is published to. */
export interface CheckedBuild {
  /** Folder that the configuration is written to. */
  readonly folder: string;
  readonly image: string;
  /** How the configuration differs from one that is right. */
  readonly changes?: Changes;
  /** Version of the driver. */
  readonly version?: string;
  /** Of the world's releases. */
  readonly release?: string;
  /** What the nodes of the release run. */
  readonly kernel?: string;
  readonly rhel?: string;
  /** Name of the target, where it is not an x86_64 one of branch 535. */
  readonly target?: string;
  /** Changes the manifest of the run. */
  readonly manifest?: (text: string) => string;
  /** What happens while the run is on its way. */
  readonly during?: (run: string) => Promise<unknown>;
  /** Applies what synth has written before, all of it: where the configuration needs more in the cluster than the usual one. */
  readonly deployed?: boolean;
  /** Goes on from what an earlier build has published there: else the repository is emptied before. */
  readonly kept?: boolean;
}

/**
 * Builds, and checks what must hold however it ends: all tags that the GPU operator may ask for point to the one proven image, or, where
 * the build fails, to what they pointed to before; nothing is left in the staging repository.
 */
export async function checkedBuild(given: CheckedBuild): Promise<Ended> {
  const { image, changes, version = tiny, release = '4.20.3', kernel = kernelA, rhel, manifest = text => text, during } = given;
  if (!given.kept) empty(image);
  const before = digests(image);
  const project = synth(given.folder, configuration(version, { image, releases: [release], ...changes }));
  if (given.deployed) kubectl('apply', '--server-side', '--force-conflicts', '-f', project.manifests);
  const run = create(manifest(project.run(release, given.target ?? target)), namespace);
  await during?.(run);
  const outcome = await ended(run, namespace);
  if (outcome.succeeded) expect(new Set(published(version, kernel, image, rhel))).toEqual(new Set([outcome.results.IMAGE_DIGEST]));
  else expect(digests(image)).toEqual(before);
  expect(tags(`${image}-staging`)).toEqual([]);
  return outcome;
}

import { create, type Ended, ended, log } from './pipeline-run';
import { configuration, image, namespace, type Project, synth } from './project';
import { inspect, remove } from './registry';

/** Versions that the world has runfiles and RPMs of: tiny ones of ours, and NVIDIA's real one. */
export const tiny = '535.300.01';
export const next = '535.300.02';
export const real = '535.309.01';

/** Of the suite `drivers`: tiny ones of a branch that RHEL 10 has, and of a version that only vGPU guests have. */
export const newBranch = '580.300.01';
export const guest = '535.300.09';

/** NVIDIA's real open modules, which do not fit the real kernel A. */
export const misfit = '535.261.03';

/** Kernels of the world's releases: 4.20.3 and 4.20.4 have A, 4.20.5 has B, 4.20.6 has C. */
export const kernelA = '5.14.0-570.62.1.el9_6.x86_64';
export const kernelB = '5.14.0-570.72.1.el9_6.x86_64';
export const kernelC = '5.14.0-570.81.1.el9_6.x86_64';

/** Of the suite `drivers`: 4.23.1 has RHEL 10 alone, 4.23.2 B beside it; 4.20.7 is for aarch64. */
export const kernelEl10 = '6.12.0-211.7.1.el10_2.x86_64';
export const kernel64k = '5.14.0-570.62.1.el9_6.aarch64+64k';

/** The name of the one target, and of its NVIDIADriver. */
export const target = 'r535-x86-64';

/** Every tag that the GPU operator may ask for on nodes of a RHEL. */
export function tagsOf(version: string, kernel: string, rhel = '9.6'): [string, string] {
  const image = `${version}-${kernel.replace('+', '_')}-rhel`;
  return [`${image}${rhel}`, `${image}${rhel.split('.')[0]}`];
}

/** What the tags resolve to. */
export function published(version = tiny, kernel = kernelA, repository = image, rhel?: string): (string | undefined)[] {
  return tagsOf(version, kernel, rhel).map(tag => inspect(`${repository}:${tag}`)?.Digest);
}

/** Removes what an earlier suite published, so that a row begins with nothing; compiled modules are kept. */
export function unpublish(version = tiny, kernel = kernelA): void {
  for (const tag of tagsOf(version, kernel)) if (inspect(`${image}:${tag}`)) remove(`${image}:${tag}`);
}

/** What synth writes for the tiny driver, and the configuration that most rows begin with. */
export function tinyProject(): Project {
  return synth('tiny', configuration(tiny));
}

export const signingKey = 'nvidia-driver-signing-key';

/** The same, signed with a key of the user's. */
export function ownKeyProject(version = tiny): Project {
  return synth(`own-key-${version}`, configuration(version, { secrets: { stepImages: ['nvidia-driver-pull'], signingKey } }));
}

/** Runs the build of a release to its end; of `own`, the cluster's. */
export function build(project: Project, release = '4.20.3'): Promise<Ended> {
  return ended(create(project.run(release === 'own' ? undefined : release), namespace), namespace);
}

/** The lines in which a run says that it compiled. */
export function compiles({ name }: Pick<Ended, 'name'>): string[] {
  return log(name, 'kmod-build', namespace).match(/^compile of .*$/gm) ?? [];
}

/** A file at a URL, pinned by its checksum. */
export interface PinnedFile {
  /** Where it is downloaded from: https or http. */
  readonly url: string;
  /** 64 hex digits, in lower case. */
  readonly sha256: string;
}

/** Files of the runtime entry point by RHEL major version (`9`) and name in the image (`nvidia-driver`). */
export type EntryPoint = Readonly<Record<string, Readonly<Record<string, PinnedFile>>>>;

const commit = '06a208ca9747c82b1ba99b76ecdcf2469b0a0207';

function upstream(rhel: string, name: string, sha256: string): PinnedFile {
  return { url: `https://raw.githubusercontent.com/NVIDIA/gpu-driver-container/${commit}/rhel${rhel}/precompiled/${name}`, sha256 };
}

/**
 * NVIDIA's own entry point of precompiled images, at one commit (2026-08-17). The files of RHEL 9 and 10 differ: only the first
 * loads `video` and writes modprobe.d.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled and rhel10/precompiled.
 *
 * @example
 * Object.keys(defaultEntryPoint); // ['9', '10']
 */
export const defaultEntryPoint: EntryPoint = {
  9: {
    'nvidia-driver': upstream('9', 'nvidia-driver', '4006f4d2b5424d6b9c08cf8b3c292de96c08095c3aadb0229f09955d68b053e2'),
    'common.sh': upstream('9', 'common.sh', '41847032fb0382aee554f95567759b59b526548486fda05df4ceee40bece61cf'),
  },
  10: {
    'nvidia-driver': upstream('10', 'nvidia-driver', '8c2b10e0fa0428724b68dbeccc3eeeaf538e283dcd43a1c9b34ca963201010a8'),
    'common.sh': upstream('10', 'common.sh', '1213e749f33bb16b55c0e71ed8851412021bc52c20f5b7cfef9035eb210f1af3'),
  },
};

/**
 * The files as a task takes them, a line each: `<RHEL major> <name> <sha256> <url>`.
 *
 * @see {@link defaultEntryPoint}
 * @example
 * const common = { url: 'https://mirror.example.com/common.sh', sha256: 'f'.repeat(64) };
 * const lines = entryPointLines({ ...defaultEntryPoint, 9: { ...defaultEntryPoint[9], 'common.sh': common } });
 */
export function entryPointLines(files: EntryPoint): string {
  return Object.entries(files)
    .flatMap(([rhel, byName]) => Object.entries(byName).map(([name, { sha256, url }]) => `${rhel} ${name} ${sha256} ${url}`))
    .join('\n');
}

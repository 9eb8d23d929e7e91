/** Which of the two sources in NVIDIA's runfile the modules are compiled from. */
export type ModuleFlavour = 'open' | 'proprietary';

/** First branch where open modules are the installer's choice. Source: NVIDIA Driver Installation Guide, r560 release notes. */
const openByDefaultSince = 560;

/**
 * Folder of the runfile that holds the source.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/Dockerfile (DRIVER_OPEN).
 *
 * @example
 * sourceDirectory('open'); // 'kernel-open'
 */
export function sourceDirectory(flavour: ModuleFlavour): 'kernel-open' | 'kernel' {
  return flavour === 'open' ? 'kernel-open' : 'kernel';
}

/**
 * The flavour that NVIDIA's installer takes for a branch such as 580.
 *
 * Source: NVIDIA Driver Installation Guide, r560 release notes.
 *
 * @example
 * defaultFlavour(580); // 'open'
 * defaultFlavour(550); // 'proprietary'
 */
export function defaultFlavour(branch: number): ModuleFlavour {
  return branch >= openByDefaultSince ? 'open' : 'proprietary';
}

/** Which of the two sources in NVIDIA's runfile the modules are compiled from. */
export type ModuleFlavour = 'open' | 'proprietary';

/** First branch with open modules. Source: NVIDIA/open-gpu-kernel-modules, first release 515.43.04. */
const openSince = 515;
/** First branch where open modules are the installer's choice. Source: NVIDIA Driver Installation Guide, r560 release notes. */
const openByDefaultSince = 560;
/** First branch without proprietary modules. Source: NVIDIA Driver Installation Guide r620, "Proprietary Kernel Modules Removed". */
const openOnlySince = 620;

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

/**
 * Why a branch has no modules of this flavour; undefined where it has.
 *
 * Source: NVIDIA/open-gpu-kernel-modules, first release; NVIDIA Driver Installation Guide r620, "Proprietary Kernel Modules Removed".
 *
 * @example
 * flavourProblem(620, 'proprietary'); // 'branch 620 has no proprietary kernel modules (removed in 620); use open'
 * flavourProblem(580, 'open'); // undefined
 */
export function flavourProblem(branch: number, flavour: ModuleFlavour): string | undefined {
  if (flavour === 'open' && branch < openSince)
    return `branch ${branch} has no open kernel modules (they exist since ${openSince}); use proprietary`;
  if (flavour === 'proprietary' && branch >= openOnlySince) {
    return `branch ${branch} has no proprietary kernel modules (removed in ${openOnlySince}); use open`;
  }
  return undefined;
}

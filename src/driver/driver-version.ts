/** A version of NVIDIA's data centre driver. */
export interface DriverVersion {
  /** `580.105.08` */
  readonly text: string;
  /** Its first number: `580`. */
  readonly branch: number;
}

/**
 * Reads a full version. Runfile, RPMs and modules have to agree to the last digit, so that a branch alone cannot be built.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/README.md (DRIVER_VERSION).
 *
 * @throws Error where it is not full.
 * @example
 * parseDriverVersion('580.105.08'); // { text: '580.105.08', branch: 580 }
 */
export function parseDriverVersion(text: string): DriverVersion {
  const branch = /^(\d{3,4})\.\d{2,3}\.\d{2}$/.exec(text)?.[1];
  if (branch === undefined) throw new Error(`"${text}" is not a full version: write it like "580.105.08"`);
  return { text, branch: Number(branch) };
}

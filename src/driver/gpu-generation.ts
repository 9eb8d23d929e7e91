import type { Platform } from './platform';

/** A generation of NVIDIA's data centre GPUs, as users write it. */
export type GpuGeneration =
  | 'maxwell'
  | 'pascal'
  | 'volta'
  | 'turing'
  | 'ampere'
  | 'ada'
  | 'hopper'
  | 'grace-hopper'
  | 'blackwell'
  | 'grace-blackwell';

/** What is known of a generation by itself. */
export interface Generation {
  /** As NVIDIA writes it: `Grace Hopper`. */
  readonly title: string;
  /** The only architecture of its nodes; unset: any. */
  readonly arch?: Platform['arch'];
}

/**
 * All generations that a driver can be said to be for, oldest first. Those with Grace have a CPU of NVIDIA's, which is aarch64.
 *
 * Source: NVIDIA Data Center Drivers, "CUDA Toolkit, Driver, and Architecture Matrix"; NVIDIA/cloud-native-docs, gpu-operator/platform-support.rst.
 *
 * @example
 * gpuGenerations['grace-hopper']; // { title: 'Grace Hopper', arch: 'aarch64' }
 */
export const gpuGenerations: Readonly<Record<GpuGeneration, Generation>> = {
  maxwell: { title: 'Maxwell' },
  pascal: { title: 'Pascal' },
  volta: { title: 'Volta' },
  turing: { title: 'Turing' },
  ampere: { title: 'Ampere' },
  ada: { title: 'Ada' },
  hopper: { title: 'Hopper' },
  'grace-hopper': { title: 'Grace Hopper', arch: 'aarch64' },
  blackwell: { title: 'Blackwell' },
  'grace-blackwell': { title: 'Grace Blackwell', arch: 'aarch64' },
};

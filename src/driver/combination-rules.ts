import { clusterRules } from './cluster-rules';
import type { CombinationRule } from './combination-rule';
import { hardwareRules } from './hardware-rules';
import { unverifiedRules } from './unverified-rules';
import { vgpuRules } from './vgpu-rules';

/**
 * All rules about what goes together. What is right or wrong by itself has its parser: a driver version that is not full
 * (parseDriverVersion), a real-time kernel or one with pages that its architecture has not (parseKernel, kernelOf).
 *
 * Source: each rule has its own.
 *
 * @example
 * combinationRules.every(({ source }) => source !== ''); // true
 */
export const combinationRules: readonly CombinationRule[] = [...hardwareRules, ...clusterRules, ...vgpuRules, ...unverifiedRules];

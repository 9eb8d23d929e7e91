import type { CombinationRule } from './combination-rule';

/** What vGPU guest drivers go with; what no source covers of them is among the other questions. */
export const vgpuRules: readonly CombinationRule[] = [
  {
    when: { type: 'vgpu', modules: 'open', gpus: ['turing', 'ampere'], driver: { since: '515' } },
    about: 'gpu',
    severity: 'refusal',
    reason: '{gpu} GPUs need proprietary kernel modules where they are virtual (open ones drive Ada and later)',
    fix: 'use proprietary, or give these GPUs a driver of their own',
    source: 'NVIDIA, "Unix graphics feature deprecation schedule" (Open Linux Kernel Modules Installed by Default)',
  },
  {
    when: { type: 'vgpu', operator: { before: '25.10' } },
    about: 'operator',
    severity: 'refusal',
    reason: 'GPU operator {operator} takes no vGPU licence from a Secret (licensingConfig.secretName exists since 25.10)',
    fix: 'use 25.10 or later',
    source: 'NVIDIA/gpu-operator, config/crd/bases/nvidia.com_nvidiadrivers.yaml at v25.3.4 and v25.10.1',
  },
  {
    when: { type: 'vgpu' },
    about: 'type',
    severity: 'warning',
    reason: "NVIDIA's documentation says that precompiled driver images do not support vGPU",
    fix: 'try it on one node first',
    source: 'NVIDIA/cloud-native-docs, openshift/gpu-operator-with-precompiled-drivers.rst at 52dcb7b8',
  },
];

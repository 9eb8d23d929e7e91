import type { CombinationRule } from './combination-rule';
import { defaultCudaVersion } from './cuda';
import { type GpuGeneration, gpuGenerations } from './gpu-generation';

const architectureMatrix = 'NVIDIA Data Center Drivers, "CUDA Toolkit, Driver, and Architecture Matrix"';
const kernelModules = 'NVIDIA Driver Installation Guide, "Kernel Modules"';
const transition = 'NVIDIA, "NVIDIA Transitions Fully Towards Open-Source GPU Kernel Modules" (2024-07-17)';

/** Before Turing there is no GSP, which open modules need. */
const withoutGsp: readonly GpuGeneration[] = ['maxwell', 'pascal', 'volta'];
const blackwell: readonly GpuGeneration[] = ['blackwell', 'grace-blackwell'];
const [cuda12, cuda13] = [defaultCudaVersion(570), defaultCudaVersion(580)];

function gpusOf(arch: 'x86_64' | 'aarch64'): GpuGeneration[] {
  return (Object.keys(gpuGenerations) as GpuGeneration[]).filter(gpu => gpuGenerations[gpu].arch === arch);
}

/** What driver, kernel modules, GPU, architecture and CUDA have to do with each other. */
export const hardwareRules: readonly CombinationRule[] = [
  {
    when: { modules: 'open', driver: { before: '515' } },
    about: 'modules',
    severity: 'refusal',
    reason: 'branch {branch} has no open kernel modules (they exist since 515)',
    fix: 'use proprietary',
    source: 'NVIDIA/open-gpu-kernel-modules, first release 515.43.04',
  },
  {
    when: { modules: 'proprietary', driver: { since: '620' } },
    about: 'modules',
    severity: 'refusal',
    reason: 'branch {branch} has no proprietary kernel modules (removed in 620)',
    fix: 'use open',
    source: 'NVIDIA Driver Installation Guide r620, "Proprietary Kernel Modules Removed"',
  },
  {
    when: { gpus: withoutGsp, modules: 'open', driver: { since: '515', before: '581' } },
    about: 'gpu',
    severity: 'refusal',
    reason: '{gpu} GPUs need proprietary kernel modules',
    fix: 'use proprietary, or give these GPUs a driver of their own',
    source: `${kernelModules}; NVIDIA/open-gpu-kernel-modules#19`,
  },
  {
    when: { gpus: ['grace-hopper', ...blackwell], modules: 'proprietary', driver: { since: '515', before: '620' } },
    about: 'gpu',
    severity: 'refusal',
    reason: '{gpu} GPUs need open kernel modules',
    fix: 'use open, or give these GPUs a driver of their own',
    source: transition,
  },
  {
    when: { gpus: withoutGsp, driver: { since: '581' } },
    about: 'gpu',
    severity: 'refusal',
    reason: 'branch {branch} does not drive {gpu} GPUs (580 is the last that does)',
    fix: 'use branch 580 with proprietary modules, or give these GPUs a driver of their own',
    source: architectureMatrix,
  },
  {
    when: { gpus: ['ada', 'hopper', 'grace-hopper'], driver: { before: '520' } },
    about: 'gpu',
    severity: 'refusal',
    reason: 'branch {branch} does not drive {gpu} GPUs (520 is the first that does)',
    fix: 'use a later branch, or give these GPUs a driver of their own',
    source: `${architectureMatrix} (CUDA 11.8); CUDA Toolkit Release Notes, driver of CUDA 11.8 (520.61.05)`,
  },
  {
    when: { gpus: blackwell, driver: { before: '570' } },
    about: 'gpu',
    severity: 'refusal',
    reason: 'branch {branch} does not drive {gpu} GPUs (570 is the first that does)',
    fix: 'use a later branch, or give these GPUs a driver of their own',
    source: `${architectureMatrix} (CUDA 12.8); CUDA Toolkit Release Notes, driver of CUDA 12.8 (570.86.10)`,
  },
  {
    when: { gpus: ['blackwell'], driver: { since: '570', before: '570.133.20' } },
    about: 'driver',
    severity: 'warning',
    reason: 'is too old for the {gpu} GPUs of an HGX B200',
    fix: 'use 570.133.20 or later',
    source: 'NVIDIA/cloud-native-docs#184',
  },
  {
    when: { gpus: gpusOf('aarch64'), arch: 'x86_64' },
    about: 'gpu',
    severity: 'refusal',
    reason: '{gpu} GPUs are in nodes of aarch64 only',
    fix: 'add the platform aarch64 or aarch64+64k, or remove it',
    source: 'NVIDIA/cloud-native-docs, gpu-operator/platform-support.rst (ARM platforms)',
  },
  {
    when: { arch: 'aarch64' },
    about: 'platform',
    severity: 'warning',
    reason: "a driver's runfile for aarch64 may be published later than that for x86_64",
    fix: 'make sure that there is one: the preflight of a run ends the run where there is none',
    source: 'flathub/org.freedesktop.Platform.GL.nvidia#390',
  },
  {
    when: { cuda: { before: '13' }, rhel: { since: '10' } },
    about: 'cuda',
    severity: 'refusal',
    reason: 'CUDA {cuda} has no base image for RHEL {rhel} (they exist since 13.0)',
    fix: `use ${cuda13}, or a baseImage of your own`,
    source: 'NVIDIA/cuopt#1513 and #1515 (no ubi10 image of any 12.x)',
  },
  {
    when: { cuda: { since: '13' }, driver: { before: '580' } },
    about: 'cuda',
    severity: 'warning',
    reason: 'branch {branch} runs CUDA {cuda} with the forward compatibility package only, on data centre GPUs',
    fix: `use ${cuda12}, or branch 580 and later`,
    source: 'NVIDIA Data Center Drivers, "Supported Drivers and CUDA Toolkit Versions"',
  },
  {
    when: { cuda: { since: '13' }, gpus: withoutGsp, driver: { before: '581' } },
    about: 'cuda',
    severity: 'warning',
    reason: 'CUDA {cuda} has no code for {gpu} GPUs (12.x is the last that has)',
    fix: `use ${cuda12}`,
    source: architectureMatrix,
  },
  {
    when: { cuda: { before: '12.8' }, gpus: blackwell },
    about: 'cuda',
    severity: 'warning',
    reason: 'CUDA {cuda} has no code for {gpu} GPUs (12.8 is the first that has)',
    fix: `use ${cuda13}`,
    source: architectureMatrix,
  },
];

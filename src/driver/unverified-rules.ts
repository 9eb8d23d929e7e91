import type { CombinationRule } from './combination-rule';

/** Each is a question, to be read before `is unverified`. */
const questions: readonly Omit<CombinationRule, 'severity' | 'unverified'>[] = [
  {
    when: { type: 'passthrough', driver: { before: '470' } },
    about: 'driver',
    reason: 'how the RPMs of branches before 470 are named',
    fix: 'use a later branch, or name the RPMs in packages',
    source: 'NVIDIA/gpu-driver-container, rhel9/install.sh at 102ce377',
  },
  {
    when: { type: 'passthrough', driver: { since: '611' } },
    about: 'driver',
    reason: 'how the RPMs of branches after 610 are named',
    fix: 'use 610 or earlier, or name the RPMs in packages',
    source: 'NVIDIA/gpu-driver-container, rhel9/install.sh and versions.mk at 06a208ca',
  },
  {
    when: { type: 'passthrough', arch: 'aarch64', driver: { since: '470', before: '580' } },
    about: 'driver',
    reason: 'whether all RPMs of branches before 580 are there for aarch64',
    fix: 'use 580 or later, or name the RPMs in packages',
    source: 'NVIDIA/gpu-driver-container, rhel9/install.sh at 102ce377',
  },
  {
    when: { type: 'passthrough', rhel: { since: '10' }, driver: { since: '470', before: '580' } },
    about: 'driver',
    reason: 'whether there are RPMs of branches before 580 for RHEL 10',
    fix: 'use 580 or later',
    source: 'NVIDIA/gpu-driver-container, rhel10/install.sh at 06a208ca (names without a branch)',
  },
  {
    when: { type: 'vgpu', arch: 'aarch64' },
    about: 'platform',
    reason: 'whether there are vGPU guest drivers for aarch64',
    fix: 'ask NVIDIA for its runfile before anything else',
    source: 'NVIDIA/gpu-driver-container, rhel9/nvidia-driver at 06a208ca (one path for all architectures)',
  },
  {
    when: { gpus: ['grace-hopper'], driver: { since: '520', before: '550' } },
    about: 'gpu',
    reason: 'which branch is the first for Grace Hopper GPUs',
    fix: 'use 550 or later',
    source: 'NVIDIA Data Center Drivers, "CUDA Toolkit, Driver, and Architecture Matrix" (Hopper alone)',
  },
  {
    when: { gpus: ['maxwell', 'pascal'], arch: 'aarch64', driver: { before: '581' } },
    about: 'gpu',
    reason: 'whether drivers for aarch64 drive Maxwell and Pascal GPUs',
    fix: 'give these GPUs a driver of their own, on x86_64',
    source: 'NVIDIA DALI, "Support Matrix" (Volta and later on aarch64)',
  },
  {
    when: { openshift: { since: '4.23' } },
    about: 'openshift',
    reason: 'which RHEL the nodes of OpenShift 4.23 and later run',
    fix: 'compare the tags of its first image with what a node of it asks for',
    source: 'openshift-eng/ocp-build-data#11546 (RHEL 9 and 10.2)',
  },
  {
    when: { operator: { before: '25.3' } },
    about: 'operator',
    reason: 'whether GPU operators before 25.3 know all fields of our NVIDIADriver resources',
    fix: 'use 25.3 or later',
    source: 'NVIDIA/gpu-operator, config/crd/bases/nvidia.com_nvidiadrivers.yaml at v25.3.4',
  },
  {
    when: { operator: { since: '26.8' } },
    about: 'operator',
    reason: 'which tags GPU operators after 26.7 ask for',
    fix: 'compare the image of a driver pod with the tags of its first image',
    source: 'NVIDIA/gpu-operator, internal/state/nodepool.go at v26.7.0',
  },
];

/** What no source covers: it is built, and warned of. */
export const unverifiedRules: readonly CombinationRule[] = questions.map(question => ({
  ...question,
  severity: 'warning',
  reason: `${question.reason} is unverified`,
  unverified: true,
}));

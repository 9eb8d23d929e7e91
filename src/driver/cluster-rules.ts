import type { CombinationRule } from './combination-rule';
import { defaultCudaVersion } from './cuda';
import { rhelVersions } from './rhel-version';

const platformSupport = 'NVIDIA/cloud-native-docs, gpu-operator/platform-support.rst';

/** What OpenShift, RHEL, page size and GPU operator have to do with each other. */
export const clusterRules: readonly CombinationRule[] = [
  {
    when: { openshift: { before: '4.13' } },
    about: 'openshift',
    severity: 'refusal',
    reason: 'OpenShift {openshift} has nodes of RHEL 8, for which nothing here is built',
    fix: 'use 4.13 or later',
    source: 'openshift/driver-toolkit, Dockerfile at release-4.12 and release-4.13',
  },
  {
    when: { rhel: { before: '9' } },
    about: 'rhel',
    severity: 'refusal',
    reason: 'nodes of RHEL {rhel} have no driver toolkit for which anything here is built',
    fix: 'use OpenShift 4.13 or later, with nodes of RHEL 9 or 10',
    source: 'openshift/driver-toolkit, Dockerfile at release-4.12 and release-4.13',
  },
  {
    when: { openshift: { since: '4.13', before: '4.15' }, pageSize: '64k' },
    about: 'openshift',
    severity: 'refusal',
    reason: 'the driver toolkit of OpenShift {openshift} has no kernel with pages of 64 KiB',
    fix: 'use 4.15 or later, or the platform aarch64',
    source: 'openshift/driver-toolkit#140',
  },
  {
    when: { openshift: { since: '4.13', before: '4.23' }, rhel: { since: '10' } },
    about: 'rhel',
    severity: 'refusal',
    reason: 'OpenShift {openshift} has no driver toolkit for RHEL 10',
    fix: 'use nodes of RHEL 9, or 4.23 and later',
    source: 'openshift/driver-toolkit 0586e15 (driver-toolkit-10 from 4.23 and 5.0)',
  },
  ...rhelVersions.map(
    ({ since, before, rhel, source }): CombinationRule => ({
      when: { openshift: { since, before }, rhel: { since: '9', before: '10', other: rhel } },
      about: 'rhel',
      severity: 'warning',
      reason: `nodes of OpenShift {openshift} run RHEL ${rhel}, not {rhel}`,
      fix: 'compare release and kernel with those of the nodes: a hot fix has another driver toolkit',
      source,
    }),
  ),
  {
    when: { openshift: { since: '4.23' }, cuda: { before: '13' } },
    about: 'cuda',
    severity: 'warning',
    reason: 'OpenShift {openshift} may have nodes of RHEL 10, for which CUDA {cuda} has no base image',
    fix: `use ${defaultCudaVersion(580)}, or a baseImage of your own`,
    source: 'openshift-eng/ocp-build-data#11546; NVIDIA/cuopt#1513 and #1515',
  },
  {
    when: { openshift: { since: '4.18.22', before: '4.18.24' } },
    about: 'openshift',
    severity: 'warning',
    reason: 'no version of the GPU operator works on OpenShift {openshift}, for its crun',
    fix: 'use 4.18.24 or later',
    source: 'NVIDIA/cloud-native-docs, openshift/steps-overview.rst',
  },
  {
    when: { operator: { since: '26.3' }, openshift: { since: '4.13', before: '4.18' } },
    about: 'openshift',
    severity: 'refusal',
    reason: 'GPU operator {operator} needs OpenShift 4.18 or later',
    fix: 'use 4.18 or later, or an operator before 26.3',
    source: `NVIDIA/gpu-driver-container#904; ${platformSupport}`,
  },
  {
    when: { operator: { since: '26.7', before: '26.8' }, openshift: { since: '4.23' } },
    about: 'operator',
    severity: 'warning',
    reason: 'GPU operator {operator} is supported on OpenShift 4.18 to 4.22, not {openshift}',
    fix: 'use a later one, when there is one that is',
    source: `${platformSupport} at v26.7`,
  },
];

import type { Combination } from '../../src/driver/combination-rule';
import { clusterRows } from './cluster-rows';
import { hardwareRows } from './hardware-rows';
import { vgpuRows } from './vgpu-rows';

/** A combination, and all that is to be said of it: `<severity> of <part>: <reason>; <fix>`. */
export interface ProblemRow {
  readonly text: string;
  readonly combination: Combination;
  readonly expected: readonly string[];
}

/** The last one is only written where it is not passthrough. */
const columns = ['driver', 'modules', 'gpu', 'platform', 'cuda', 'rhel', 'openshift', 'operator', 'type'] as const;

/** Where each sentence is from stands above it; `<driver>` and so on are the row's own, `<branch>` and `<gpu>` as NVIDIA writes them. */
const sentences: Readonly<Record<string, string>> = {
  // NVIDIA/open-gpu-kernel-modules begins with 515.43.04.
  'no-open': 'refusal of modules: branch <branch> has no open kernel modules (they exist since 515); use proprietary',
  // NVIDIA Driver Installation Guide r620.
  'no-proprietary': 'refusal of modules: branch <branch> has no proprietary kernel modules (removed in 620); use open',
  // NVIDIA Driver Installation Guide, "Kernel Modules".
  'needs-proprietary':
    'refusal of gpu: <gpu> GPUs need proprietary kernel modules; use proprietary, or give these GPUs a driver of their own',
  // NVIDIA's announcement of 2024-07-17.
  'needs-open': 'refusal of gpu: <gpu> GPUs need open kernel modules; use open, or give these GPUs a driver of their own',
  // NVIDIA Data Center Drivers, architecture matrix: last driver R580; first CUDA 11.8 (driver 520), 12.8 (driver 570).
  'after-580':
    'refusal of gpu: branch <branch> does not drive <gpu> GPUs (580 is the last that does);' +
    ' use branch 580 with proprietary modules, or give these GPUs a driver of their own',
  'before-520':
    'refusal of gpu: branch <branch> does not drive <gpu> GPUs (520 is the first that does);' +
    ' use a later branch, or give these GPUs a driver of their own',
  'before-570':
    'refusal of gpu: branch <branch> does not drive <gpu> GPUs (570 is the first that does);' +
    ' use a later branch, or give these GPUs a driver of their own',
  // NVIDIA/cloud-native-docs#184.
  hgx: 'warning of driver: is too old for the <gpu> GPUs of an HGX B200; use 570.133.20 or later',
  // NVIDIA/cloud-native-docs, platform-support.rst.
  'only-arm': 'refusal of gpu: <gpu> GPUs are in nodes of aarch64 only; add the platform aarch64 or aarch64+64k, or remove it',
  // flathub/org.freedesktop.Platform.GL.nvidia#390.
  lag:
    "warning of platform: a driver's runfile for aarch64 may be published later than that for x86_64;" +
    ' make sure that there is one: the preflight of a run ends the run where there is none',
  // NVIDIA/cuopt#1513 and #1515.
  'no-ubi10':
    'refusal of cuda: CUDA <cuda> has no base image for RHEL <rhel> (they exist since 13.0); use 13.1.0, or a baseImage of your own',
  // NVIDIA Data Center Drivers, "Supported Drivers and CUDA Toolkit Versions".
  forward:
    'warning of cuda: branch <branch> runs CUDA <cuda> with the forward compatibility package only, on data centre GPUs;' +
    ' use 12.8.1, or branch 580 and later',
  // NVIDIA Data Center Drivers, architecture matrix: last CUDA 12.x; first CUDA 12.8.
  'cuda-after-12': 'warning of cuda: CUDA <cuda> has no code for <gpu> GPUs (12.x is the last that has); use 12.8.1',
  'cuda-before-12.8': 'warning of cuda: CUDA <cuda> has no code for <gpu> GPUs (12.8 is the first that has); use 13.1.0',
  // openshift/driver-toolkit: release-4.12 is of RHEL 8.
  'release-of-8': 'refusal of openshift: OpenShift <openshift> has nodes of RHEL 8, for which nothing here is built; use 4.13 or later',
  'rhel-8':
    'refusal of rhel: nodes of RHEL <rhel> have no driver toolkit for which anything here is built;' +
    ' use OpenShift 4.13 or later, with nodes of RHEL 9 or 10',
  // openshift/driver-toolkit#140.
  'no-64k':
    'refusal of openshift: the driver toolkit of OpenShift <openshift> has no kernel with pages of 64 KiB;' +
    ' use 4.15 or later, or the platform aarch64',
  // openshift/driver-toolkit 0586e15.
  'no-toolkit-10': 'refusal of rhel: OpenShift <openshift> has no driver toolkit for RHEL 10; use nodes of RHEL 9, or 4.23 and later',
  // OSTREE versions and kernels; openshift/enhancements; NVIDIA/cloud-native-docs#486.
  'not-9.2': otherRhel('9.2'),
  'not-9.4': otherRhel('9.4'),
  'not-9.6': otherRhel('9.6'),
  'not-9.8': otherRhel('9.8'),
  // openshift-eng/ocp-build-data#11546.
  'maybe-10':
    'warning of cuda: OpenShift <openshift> may have nodes of RHEL 10, for which CUDA <cuda> has no base image;' +
    ' use 13.1.0, or a baseImage of your own',
  // NVIDIA/cloud-native-docs, steps-overview.rst.
  crun: 'warning of openshift: no version of the GPU operator works on OpenShift <openshift>, for its crun; use 4.18.24 or later',
  // NVIDIA/gpu-driver-container#904.
  'needs-4.18':
    'refusal of openshift: GPU operator <operator> needs OpenShift 4.18 or later; use 4.18 or later, or an operator before 26.3',
  // NVIDIA/cloud-native-docs, platform-support.rst at v26.7.
  'up-to-4.22':
    'warning of operator: GPU operator <operator> is supported on OpenShift 4.18 to 4.22, not <openshift>; use a later one, when there is one that is',
  // NVIDIA, "Unix graphics feature deprecation schedule".
  'vgpu-needs-proprietary':
    'refusal of gpu: <gpu> GPUs need proprietary kernel modules where they are virtual (open ones drive Ada and later);' +
    ' use proprietary, or give these GPUs a driver of their own',
  // NVIDIA/gpu-operator, CRDs of v25.3.4 and v25.10.1.
  'no-licence':
    'refusal of operator: GPU operator <operator> takes no vGPU licence from a Secret (licensingConfig.secretName exists since 25.10);' +
    ' use 25.10 or later',
  // NVIDIA/cloud-native-docs, gpu-operator-with-precompiled-drivers.rst.
  vgpu: "warning of type: NVIDIA's documentation says that precompiled driver images do not support vGPU; try it on one node first",
  // What no source covers.
  '?rpms-470': unverified('driver', 'how the RPMs of branches before 470 are named; use a later branch, or name the RPMs in packages'),
  '?rpms-610': unverified('driver', 'how the RPMs of branches after 610 are named; use 610 or earlier, or name the RPMs in packages'),
  '?rpms-arm': unverified(
    'driver',
    'whether all RPMs of branches before 580 are there for aarch64; use 580 or later, or name the RPMs in packages',
  ),
  '?rpms-10': unverified('driver', 'whether there are RPMs of branches before 580 for RHEL 10; use 580 or later'),
  '?vgpu-on-arm': unverified(
    'platform',
    'whether there are vGPU guest drivers for aarch64; ask NVIDIA for its runfile before anything else',
  ),
  '?grace-hopper': unverified('gpu', 'which branch is the first for Grace Hopper GPUs; use 550 or later'),
  '?old-on-arm': unverified(
    'gpu',
    'whether drivers for aarch64 drive Maxwell and Pascal GPUs; give these GPUs a driver of their own, on x86_64',
  ),
  '?rhel': unverified(
    'openshift',
    'which RHEL the nodes of OpenShift 4.23 and later run; compare the tags of its first image with what a node of it asks for',
  ),
  '?fields': unverified('operator', 'whether GPU operators before 25.3 know all fields of our NVIDIADriver resources; use 25.3 or later'),
  '?tags': unverified(
    'operator',
    'which tags GPU operators after 26.7 ask for; compare the image of a driver pod with the tags of its first image',
  ),
};

function otherRhel(expected: string): string {
  const fix = 'compare release and kernel with those of the nodes: a hot fix has another driver toolkit';
  return `warning of rhel: nodes of OpenShift <openshift> run RHEL ${expected}, not <rhel>; ${fix}`;
}

function unverified(part: keyof Combination, questionAndFix: string): string {
  return `warning of ${part}: ${questionAndFix.replace(';', ' is unverified;')}`;
}

/** Rows of all tables. */
export const problemRows: readonly ProblemRow[] = `${hardwareRows}\n${clusterRows}\n${vgpuRows}`
  .split('\n')
  .filter(line => /^ *\d|^ *-/.test(line))
  .map(rowOf);

function rowOf(line: string): ProblemRow {
  const [left = '', right = ''] = line.split('|');
  const cells = left.trim().split(/ +/);
  const combination: Combination = Object.fromEntries(
    columns.map((column, at) => [column, cells[at]]).filter(([, cell]) => cell !== undefined && cell !== '-'),
  );
  const words: Readonly<Record<string, string | undefined>> = {
    ...combination,
    branch: combination.driver?.slice(0, 3),
    gpu: combination.gpu?.replace(/(^|-)([a-z])/g, (_, dash, letter) => `${dash && ' '}${letter.toUpperCase()}`),
  };
  const said = right
    .trim()
    .split(/ +/)
    .filter(code => code !== 'works');
  const expected = said.map(code => (sentences[code] ?? `no sentence ${code}`).replace(/<(\w+)>/g, (whole, word) => words[word] ?? whole));
  return { text: line.trim().replace(/ +/g, ' '), combination, expected };
}

import { defaultEntryPoint, entryPointLines } from '../driver/entry-point';
import { imageTag } from '../driver/image-tag';
import { osTags } from '../driver/os-tag';
import { packageNames } from '../driver/package-names';
import type { Described } from './described';

const driverVersion = '580.105.08';
const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const image = 'quay.io/acme/nvidia-gpu-driver';
const cuda = '13.0.1';
const zeros = '0'.repeat(64);

/** Plausible values of the params that have to be given; checksums and digests of zeros are to be replaced. */
const values: Readonly<Record<string, string>> = {
  platform: 'x86_64',
  arch: 'x86_64',
  'node-arch': 'amd64',
  'driver-version': driverVersion,
  'module-flavour': 'open',
  'runfile-url': `https://us.download.nvidia.com/tesla/${driverVersion}/NVIDIA-Linux-x86_64-${driverVersion}.run`,
  'runfile-sha256': zeros,
  image,
  'base-image': `nvcr.io/nvidia/cuda:${cuda}-base-ubi{rhel}`,
  packages: packageNames({ driverVersion, platform: 'x86_64', cudaVersion: cuda }).join(' '),
  'entry-point': entryPointLines(defaultEntryPoint),
  kernel,
  'rhel-version': '9.6',
  'driver-toolkit-image': `quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:${zeros}`,
  'kmod-package-image': `${image}-staging:sample-kmod`,
  'staging-tag': 'sample',
  'system-name': 'nvidia-driver-pipelines-sample',
  inputs: zeros,
  'pipeline-run': 'nvidia-driver-image-sample',
  namespace: 'nvidia-driver-pipelines',
  signer: 'self-signed',
  tags: osTags({ id: 'rhel', version: '9.6' })
    .map(tag => imageTag(driverVersion, kernel, tag))
    .join(' '),
  state: 'missing',
  'nvidia-driver': JSON.stringify({
    apiVersion: 'nvidia.com/v1alpha1',
    kind: 'NVIDIADriver',
    metadata: { name: 'r580-x86-64' },
    spec: {
      driverType: 'gpu',
      usePrecompiled: true,
      repository: 'quay.io/acme',
      image: 'nvidia-gpu-driver',
      version: driverVersion,
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
    },
  }),
};

const accounts: Readonly<Record<string, string>> = {
  'driver-toolkit-lookup': 'nvidia-driver-lookup',
  'driver-image-preflight': 'nvidia-driver-lookup',
  'driver-image-cleanup': 'nvidia-driver-cleanup',
  'driver-image-report': 'nvidia-driver-report',
  'nvidia-driver-apply': 'nvidia-driver-apply',
};
const build = 'nvidia-driver-build';
const nodeSelector = { 'kubernetes.io/arch': 'amd64' };

/** A run to begin with: every param that has to be given, the accounts that deployment makes, a node of the architecture. */
export function sampleRun({ kind, name, params }: Described): object {
  const given = Object.entries(params)
    .filter(([, param]) => param.default === undefined)
    .map(([param]) => ({ name: param, value: sampleValue(param) }));
  if (kind === 'task') {
    return {
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      metadata: { generateName: `${name}-` },
      spec: { taskRef: { name }, params: given, serviceAccountName: accounts[name] ?? build, podTemplate: { nodeSelector } },
    };
  }
  return {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { generateName: `${name}-` },
    spec: {
      pipelineRef: { name },
      params: given,
      timeouts: { pipeline: '4h', finally: '10m' },
      taskRunTemplate: { serviceAccountName: build, podTemplate: { nodeSelector } },
      taskRunSpecs: [
        { pipelineTaskName: 'lookup', serviceAccountName: accounts['driver-toolkit-lookup'] },
        { pipelineTaskName: 'driver-image-preflight', serviceAccountName: accounts['driver-image-preflight'] },
        { pipelineTaskName: 'nvidia-driver-apply', serviceAccountName: accounts['nvidia-driver-apply'] },
        { pipelineTaskName: 'cleanup', serviceAccountName: accounts['driver-image-cleanup'] },
        { pipelineTaskName: 'report', serviceAccountName: accounts['driver-image-report'] },
      ],
    },
  };
}

function sampleValue(param: string): string {
  const value = values[param];
  if (value === undefined) throw new Error(`no sample value is known for param "${param}": add one to src/catalog/sample.ts`);
  return value;
}

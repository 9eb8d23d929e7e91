import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/read-config';
import { defaultEntryPoint } from '../../src/driver/entry-point';
import { packageNames } from '../../src/driver/package-names';
import { stepImages } from '../../src/tasks/images';
import { configOf, minimal, sha256 } from './drivers-yaml';

const target = {
  name: 'r580-x86-64',
  platform: 'x86_64',
  driverVersion: '580.105.08',
  type: 'passthrough',
  moduleFlavour: 'open',
  gpus: [],
  image: 'quay.io/acme/nvidia-gpu-driver',
  baseImage: 'nvcr.io/nvidia/cuda:13.1.0-base-ubi{rhel}',
  cuda: '13.1.0',
  runfile: { url: 'https://us.download.nvidia.com/tesla/580.105.08/NVIDIA-Linux-x86_64-580.105.08.run', sha256: sha256('a') },
  packages: packageNames({ driverVersion: '580.105.08', platform: 'x86_64', cudaVersion: '13.1.0' }),
  cveUpdates: [],
  nodeSelector: { 'kubernetes.io/arch': 'amd64' },
};

const config = {
  namespace: 'nvidia-driver-pipelines',
  targets: [target],
  warnings: [],
  releases: [],
  retag: 'always',
  adopt: false,
  nodeFeatureRule: false,
  operator: {},
  secrets: {
    pull: 'nvidia-driver-pull',
    push: 'nvidia-driver-push',
    activationKey: 'activation-key',
    stepImages: [],
    driverImage: [],
  },
  signing: {},
  subscription: 'activation-key',
  images: stepImages,
  sources: {
    releases: 'quay.io/openshift-release-dev/ocp-release',
    updateService: 'https://api.openshift.com/api/upgrades_info/v1/graph',
    entryPoint: defaultEntryPoint,
    rhel: [],
  },
  pipelines: { minVersion: '1.0.0' },
  build: { tolerations: [], autoscaled: false, timeout: '4h' },
  apply: { rollout: 'auto', timeout: '10m', operatorNamespace: 'nvidia-gpu-operator', tolerations: [] },
  upgrade: {
    watch: true,
    schedule: '*/5 * * * *',
    maxConcurrent: 2,
    desired: true,
    running: true,
    offered: { perMinor: 2, conditional: true },
    channels: [],
    attempts: 6,
    deadline: '6h',
    alerts: false,
    knativeSource: false,
  },
};

const file = { url: 'https://mirror.example.com/file', sha256: sha256('c') };
const release = 'quay.io/openshift-release-dev/ocp-release:4.20.3-x86_64';

describe('a minimal file', () => {
  it('has every default filled in', () => expect(configOf(minimal)).toStrictEqual(config));

  it('is the example that synth takes by default', () => {
    const example = readConfig('nvidia-drivers.yaml');
    const runfile = { ...target.runfile, sha256: sha256('0') };
    expect(example).toStrictEqual({ ...config, targets: [{ ...target, runfile }] });
  });
});

describe('a field of the top level', () => {
  it.each([
    ['namespace: gpu-builds', { namespace: 'gpu-builds' }],
    ['retag: never', { retag: 'never' }],
    ['adopt: true', { adopt: true }],
    [`releases: [4.20.3, ${release}]`, { releases: ['4.20.3', release] }],
    ['operator: { version: 26.3.3 }', { operator: { version: '26.3.3' } }],
    ['signing: { subject: { commonName: a } }', { signing: { subject: { commonName: 'a' } } }],
    ['subscription: none', { subscription: 'none' }],
    ['caConfigMap: registry-ca', { caConfigMap: 'registry-ca' }],
    ['secrets: { pull: a }', { secrets: { ...config.secrets, pull: 'a' } }],
    ['secrets: { push: a }', { secrets: { ...config.secrets, push: 'a' } }],
    ['secrets: { signingKey: a }', { secrets: { ...config.secrets, signingKey: 'a' } }],
    ['secrets: { activationKey: a }', { secrets: { ...config.secrets, activationKey: 'a' } }],
    ['secrets: { entitlement: a }', { secrets: { ...config.secrets, entitlement: 'a' } }],
    ['secrets: { rhsmApiToken: a }', { secrets: { ...config.secrets, rhsmApiToken: 'a' } }],
    ['secrets: { stepImages: [a, b.c] }', { secrets: { ...config.secrets, stepImages: ['a', 'b.c'] } }],
    ['secrets: { driverImage: [a] }', { secrets: { ...config.secrets, driverImage: ['a'] } }],
    ['images: { oc: registry:5000/oc:1 }', { images: { ...stepImages, oc: 'registry:5000/oc:1' } }],
    ['images: { buildah: quay.io/buildah/stable }', { images: { ...stepImages, buildah: 'quay.io/buildah/stable' } }],
    [
      'sources: { releases: mirror.example.com/ocp/release }',
      { sources: { ...config.sources, releases: 'mirror.example.com/ocp/release' } },
    ],
    [
      `sources: { entryPoint: { 9: { nvidia-driver: { url: ${file.url}, sha256: ${file.sha256} } } } }`,
      { sources: { ...config.sources, entryPoint: { ...defaultEntryPoint, 9: { 'nvidia-driver': file } } } },
    ],
    [
      'sources: { rpms: { baseUrl: "https://mirror.example.com/{rhel}/{arch}", gpgKey: "https://mirror.example.com/key" } }',
      {
        sources: {
          ...config.sources,
          rpms: { baseUrl: 'https://mirror.example.com/{rhel}/{arch}', gpgKey: 'https://mirror.example.com/key' },
        },
      },
    ],
    [
      'subscription: none\nsources: { rhel: [{ id: baseos, baseUrl: "https://sat.lan/{releasever}/{arch}", gpgKey: "file:///etc/pki/key" }] }',
      {
        subscription: 'none',
        sources: {
          ...config.sources,
          rhel: [{ id: 'baseos', baseUrl: 'https://sat.lan/{releasever}/{arch}', gpgKey: 'file:///etc/pki/key' }],
        },
      },
    ],
    ['pipelines: { minVersion: 1.3.0 }', { pipelines: { minVersion: '1.3.0' } }],
    ['build: { timeout: 1h30m }', { build: { ...config.build, timeout: '1h30m' } }],
    [
      'build: { tolerations: [{ key: gpu, operator: Exists }] }',
      { build: { ...config.build, tolerations: [{ key: 'gpu', operator: 'Exists' }] } },
    ],
    ['build: { autoscaled: true }', { build: { ...config.build, autoscaled: true } }],
    ['apply: { rollout: manual }', { apply: { ...config.apply, rollout: 'manual' } }],
    ['apply: { timeout: 90s }', { apply: { ...config.apply, timeout: '90s' } }],
    ['apply: { operatorNamespace: gpu-operator }', { apply: { ...config.apply, operatorNamespace: 'gpu-operator' } }],
    [
      'apply: { tolerations: [{ key: gpu, operator: Equal, value: "true", effect: NoSchedule }] }',
      { apply: { ...config.apply, tolerations: [{ key: 'gpu', operator: 'Equal', value: 'true', effect: 'NoSchedule' }] } },
    ],
    [
      'sources: { updateService: "http://updates.lan/graph" }',
      { sources: { ...config.sources, updateService: 'http://updates.lan/graph' } },
    ],
    ['upgrade: { watch: false }', { upgrade: { ...config.upgrade, watch: false } }],
    ['upgrade: { schedule: "7,10-40/15 * * * *" }', { upgrade: { ...config.upgrade, schedule: '7,10-40/15 * * * *' } }],
    ['upgrade: { maxConcurrent: 50, attempts: 1 }', { upgrade: { ...config.upgrade, maxConcurrent: 50, attempts: 1 } }],
    ['upgrade: { desired: false, running: false }', { upgrade: { ...config.upgrade, desired: false, running: false } }],
    ['upgrade: { offered: { perMinor: 0 } }', { upgrade: { ...config.upgrade, offered: { perMinor: 0, conditional: true } } }],
    ['upgrade: { offered: { conditional: false } }', { upgrade: { ...config.upgrade, offered: { perMinor: 2, conditional: false } } }],
    ['upgrade: { channels: [eus-4.22, stable-scos-4] }', { upgrade: { ...config.upgrade, channels: ['eus-4.22', 'stable-scos-4'] } }],
    ['upgrade: { deadline: 90m }', { upgrade: { ...config.upgrade, deadline: '90m' } }],
    ['upgrade: { alerts: true, knativeSource: true }', { upgrade: { ...config.upgrade, alerts: true, knativeSource: true } }],
  ])('%s', (line, changed) => expect(configOf(`${minimal}${line}\n`)).toStrictEqual({ ...config, ...changed }));
});

describe('a field of a driver', () => {
  it.each([
    ['name: production', { name: 'production-x86-64' }],
    ['gpus: [hopper, blackwell]', { gpus: ['hopper', 'blackwell'] }],
    ['modules: proprietary', { moduleFlavour: 'proprietary' }],
    [
      'cuda: 13.0.1',
      {
        baseImage: 'nvcr.io/nvidia/cuda:13.0.1-base-ubi{rhel}',
        cuda: '13.0.1',
        packages: packageNames({ driverVersion: '580.105.08', platform: 'x86_64', cudaVersion: '13.0.1' }),
      },
    ],
    [
      'baseImage: "registry.access.redhat.com/ubi{rhel}/ubi:latest"',
      {
        baseImage: 'registry.access.redhat.com/ubi{rhel}/ubi:latest',
        cuda: undefined,
        packages: packageNames({ driverVersion: '580.105.08', platform: 'x86_64' }),
      },
    ],
    ['image: registry.local:5000/gpu', { image: 'registry.local:5000/gpu' }],
    ['packages: [nvidia-driver-cuda-580.105.08]', { packages: ['nvidia-driver-cuda-580.105.08'] }],
    ['packages: []', { packages: [] }],
    ['cveUpdates: [openssl-libs, curl-7.76.1-31.el9_6.1]', { cveUpdates: ['openssl-libs', 'curl-7.76.1-31.el9_6.1'] }],
    ['nodeSelector: { pool: a }', { nodeSelector: { 'kubernetes.io/arch': 'amd64', pool: 'a' } }],
  ])('%s', (line, changed) => {
    const text = minimal.replace('    runfile:', `    ${line}\n    runfile:`);
    expect(configOf(text).targets).toEqual([{ ...target, ...changed }]);
  });

  it('runfile.url, with version and architecture put in', () => {
    const text = minimal.replace('    runfile:', '    runfile:\n      url: https://mirror.example.com/{version}/{arch}/{version}.run');
    expect(configOf(text).targets[0]?.runfile).toEqual({
      url: 'https://mirror.example.com/580.105.08/x86_64/580.105.08.run',
      sha256: sha256('a'),
    });
  });

  it('runfile.size, of the architecture', () => {
    const text = minimal.replace('    runfile:', '    runfile:\n      size: { x86_64: 424242424, aarch64: 1 }');
    expect(configOf(text).targets[0]?.runfile).toEqual({ ...target.runfile, size: 424242424 });
  });

  it('modules, by branch where nothing is said', () => {
    expect(configOf(minimal.replace('580.105.08', '535.309.01')).targets[0]?.moduleFlavour).toBe('proprietary');
  });
});

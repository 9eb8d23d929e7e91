import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { parseConfig } from '../../src/config/read-config';
import { render, textsOf, write } from '../../src/deployment/synth';

interface Step {
  readonly name: string;
  readonly image: string;
  readonly script: string;
  readonly computeResources: { readonly requests: object; readonly limits: object };
  readonly securityContext: {
    readonly runAsUser?: number;
    readonly capabilities?: { readonly add?: string[]; readonly drop?: string[] };
    readonly [key: string]: unknown;
  };
  readonly volumeMounts?: readonly { readonly name: string }[];
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels: Readonly<Record<string, string>> };
  readonly rules?: unknown;
  readonly roleRef?: { readonly name: string };
  readonly subjects?: readonly { readonly name: string; readonly namespace: string }[];
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: unknown;
  readonly spec: {
    readonly steps: readonly Step[];
    readonly params: readonly { readonly name: string; readonly value: string }[];
    readonly taskRunSpecs: readonly {
      readonly pipelineTaskName: string;
      readonly serviceAccountName?: string;
      readonly podTemplate?: unknown;
    }[];
  };
}

const text = `
image: registry.example.com:5000/gpu/driver
drivers:
  - version: 580.105.08
    runfile: { sha256: { x86_64: ${'a'.repeat(64)}, aarch64: ${'b'.repeat(64)} }, size: { aarch64: 424242424 } }
platforms: [x86_64, aarch64]
releases: [4.20.3]
secrets: { signingKey: signing, stepImages: [mirror], driverImage: [driver-pull] }
caConfigMap: authority
apply: { tolerations: [{ key: nvidia.com/gpu, operator: Exists }] }
build: { tolerations: [{ key: build, operator: Exists }] }
`;

const root = mkdtempSync(join(tmpdir(), 'synth-'));
const config = parseConfig('nvidia-drivers.yaml', text);
const synth = () => write(textsOf(render(config)), join(root, 'manifests'));
const written = synth();
const read = (file: string) => parseAllDocuments(readFileSync(file, 'utf8')).map(document => document.toJS() as KubernetesObject);
const manifests = readdirSync(join(root, 'manifests')).flatMap(file => read(join(root, 'manifests', file)));
const runs = written.runs.flatMap(read);
const find = (kind: string, name: string) => manifests.find(object => object.kind === kind && object.metadata.name === name);
const steps = manifests
  .filter(({ kind }) => kind === 'Task')
  .flatMap(task => task.spec.steps.map(step => ({ task: task.metadata.name, ...step })));

describe('who may do what', () => {
  test('the lookup may read the ClusterVersion and list nodes, and nothing else', () => {
    expect(find('ClusterRole', 'nvidia-driver-pipelines-lookup')?.rules).toEqual([
      { apiGroups: ['config.openshift.io'], resourceNames: [], resources: ['clusterversions'], verbs: ['get'] },
      { apiGroups: [''], resourceNames: [], resources: ['nodes'], verbs: ['list'] },
    ]);
  });

  test('the apply may list nodes and write NVIDIADriver resources, and nothing else', () => {
    expect(find('ClusterRole', 'nvidia-driver-pipelines-apply')?.rules).toEqual([
      { apiGroups: [''], resourceNames: [], resources: ['nodes'], verbs: ['list'] },
      { apiGroups: ['nvidia.com'], resourceNames: [], resources: ['nvidiadrivers'], verbs: ['get', 'create', 'patch'] },
    ]);
  });

  test('the build may ask what became of an attempt and create events, and nothing else', () => {
    expect(find('Role', 'nvidia-driver-pipelines-runs')?.rules).toEqual([
      { apiGroups: ['tekton.dev'], resources: ['taskruns'], verbs: ['get'] },
    ]);
    expect(find('Role', 'nvidia-driver-pipelines-events')?.rules).toEqual([{ apiGroups: [''], resources: ['events'], verbs: ['create'] }]);
  });

  test('each role is bound to its own account; pipelines-scc to that of the build, which has no token', () => {
    const bindings = manifests.filter(({ kind }) => kind.endsWith('RoleBinding'));
    expect(
      bindings.map(({ kind, roleRef, subjects }) => [kind, roleRef?.name, subjects?.map(({ name, namespace }) => `${namespace}/${name}`)]),
    ).toEqual([
      ['ClusterRoleBinding', 'nvidia-driver-pipelines-lookup', ['nvidia-driver-pipelines/nvidia-driver-lookup']],
      ['ClusterRoleBinding', 'nvidia-driver-pipelines-apply', ['nvidia-driver-pipelines/nvidia-driver-apply']],
      ['ClusterRoleBinding', 'nvidia-driver-pipelines-listener', ['nvidia-driver-pipelines/nvidia-driver-listener']],
      ['RoleBinding', 'pipelines-scc-clusterrole', ['nvidia-driver-pipelines/nvidia-driver-build']],
      [
        'RoleBinding',
        'nvidia-driver-pipelines-runs',
        ['lookup', 'build', 'apply'].map(account => `nvidia-driver-pipelines/nvidia-driver-${account}`),
      ],
      ['RoleBinding', 'nvidia-driver-pipelines-leases', ['nvidia-driver-pipelines/nvidia-driver-lookup']],
      ['RoleBinding', 'nvidia-driver-pipelines-cleanup', ['nvidia-driver-pipelines/nvidia-driver-cleanup']],
      ['RoleBinding', 'nvidia-driver-pipelines-events', ['nvidia-driver-pipelines/nvidia-driver-build']],
      ['RoleBinding', 'nvidia-driver-listener', ['nvidia-driver-pipelines/nvidia-driver-listener']],
    ]);
    expect(find('ServiceAccount', 'nvidia-driver-build')?.automountServiceAccountToken).toBe(false);
  });

  test('the listener may read triggers and create PipelineRuns, and nothing else', () => {
    const read = { apiGroups: ['triggers.tekton.dev'], verbs: ['list', 'watch'] };
    expect(find('ClusterRole', 'nvidia-driver-pipelines-listener')?.rules).toEqual(
      ['clusterinterceptors', 'clustertriggerbindings'].map(resource => ({ ...read, resourceNames: [], resources: [resource] })),
    );
    expect(find('Role', 'nvidia-driver-listener')?.rules).toEqual([
      ...['eventlisteners', 'interceptors', 'triggerbindings', 'triggers', 'triggertemplates'].map(resource => ({
        ...read,
        resources: [resource],
      })),
      { apiGroups: ['tekton.dev'], resources: ['pipelineruns'], verbs: ['create'] },
    ]);
  });

  test("accounts of steps have the pull Secrets of the step images; the listener's image is Tekton's own", () => {
    const accounts = manifests.filter(({ kind }) => kind === 'ServiceAccount');
    expect(accounts.map(({ metadata, imagePullSecrets }) => [metadata.name, imagePullSecrets])).toEqual([
      ['nvidia-driver-lookup', [{ name: 'mirror' }]],
      ['nvidia-driver-apply', [{ name: 'mirror' }]],
      ['nvidia-driver-build', [{ name: 'mirror' }]],
      ['nvidia-driver-cleanup', [{ name: 'mirror' }]],
      ['nvidia-driver-listener', undefined],
    ]);
  });

  test('a secret is mounted by the steps that need it, and by no other', () => {
    const mounts = steps.flatMap(({ task, name, volumeMounts = [] }) =>
      volumeMounts
        .filter(mount => !['work', 'storage', 'ca', 'key', 'findings'].includes(mount.name))
        .map(mount => `${mount.name}: ${task}/${name}`),
    );
    expect(mounts.sort()).toEqual([
      'activation-key: driver-image-build/build',
      'activation-key: driver-image-preflight/activation-key',
      'api: driver-image-build/announce',
      'api: driver-image-build/attempt',
      'api: driver-image-push/attempt',
      'api: kmod-build/attempt',
      'certificate: driver-toolkit-lookup/published',
      'entitlement: driver-image-build/build',
      'entitlement: driver-image-preflight/entitlement',
      'pull: driver-image-build/pull',
      'pull: driver-toolkit-lookup/release',
      'push: driver-image-build/pull',
      'push: driver-image-build/push',
      'push: driver-image-cleanup/staging',
      'push: driver-image-preflight/registries',
      'push: driver-image-push/prove',
      'push: driver-image-push/publish',
      'push: driver-toolkit-lookup/published',
      'push: kmod-build/fetch',
      'push: kmod-build/push-kmod',
      'push: kmod-build/push-package',
      'push: nvidia-driver-apply/apply',
      'rhsm-api-token: driver-image-build/forget',
      'signing: driver-image-preflight/signing-key',
      'signing: kmod-build/sign',
    ]);
  });
});

describe.each(steps)('step $task/$name', ({ task, securityContext, computeResources, script }) => {
  const own = ['driver-image-build', 'driver-image-push', 'kmod-build'];
  const restricted = !own.includes(task);

  test('fits its security profile', () => {
    const { runAsUser, capabilities = {}, ...rest } = securityContext;
    expect(rest).not.toHaveProperty('seccompProfile');
    expect(rest.allowPrivilegeEscalation).toBe(false);
    if (restricted) expect([runAsUser, capabilities]).toEqual([undefined, { drop: ['ALL'] }]);
    else if (runAsUser === 0) expect(capabilities).toEqual({ add: ['SETFCAP'] });
    else expect([runAsUser, capabilities]).toEqual([1001, { drop: ['ALL'] }]);
  });

  test('says what it needs, and has its script', () => {
    expect(Object.keys(computeResources.requests).slice(0, 2)).toEqual(['cpu', 'memory']);
    expect(computeResources.limits).toHaveProperty('memory');
    expect(script).toMatch(/^#!\/usr\/bin\/env bash\n/);
  });
});

test('what fills the disk of a node is asked for, by one step of each pod that does', () => {
  const disks = steps.flatMap(({ task, name, computeResources: { requests } }) =>
    'ephemeral-storage' in requests ? [`${task}/${name}: ${requests['ephemeral-storage']}`] : [],
  );
  expect(disks.sort()).toEqual(['driver-image-build/build: 8Gi', 'driver-image-push/prove: 4Gi', 'kmod-build/compile: 6Gi']);
});

describe('what is written', () => {
  test('starts nothing when it is applied, and carries the recommended labels', () => {
    expect(manifests.map(({ kind }) => kind)).not.toContain('PipelineRun');
    for (const { metadata } of [...manifests, ...runs]) {
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/name': 'nvidia-driver-pipelines',
        'app.kubernetes.io/managed-by': 'cdk8s',
      });
    }
    expect(find('Namespace', 'nvidia-driver-pipelines')?.metadata.labels['pod-security.kubernetes.io/enforce']).toBe('baseline');
  });

  test('a run for each target and release, on nodes of its architecture, rather without GPU', () => {
    expect(written.runs.map(path => path.split('/').at(-1))).toEqual(['r580-x86-64-4.20.3.yaml', 'r580-aarch64-4.20.3.yaml']);
    const podTemplate = {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] }] }],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, preference: { matchExpressions: [{ key: 'nvidia.com/gpu.present', operator: 'DoesNotExist' }] } },
          ],
        },
      },
      tolerations: [{ key: 'build', operator: 'Exists' }],
    };
    expect(runs[1]?.spec.taskRunSpecs).toEqual([
      { pipelineTaskName: 'lookup', serviceAccountName: 'nvidia-driver-lookup' },
      { pipelineTaskName: 'driver-image-preflight', serviceAccountName: 'nvidia-driver-lookup' },
      { pipelineTaskName: 'kmod-build', podTemplate },
      { pipelineTaskName: 'driver-image-build', podTemplate },
      { pipelineTaskName: 'driver-image-push', podTemplate },
      { pipelineTaskName: 'nvidia-driver-apply', serviceAccountName: 'nvidia-driver-apply' },
      { pipelineTaskName: 'cleanup', serviceAccountName: 'nvidia-driver-cleanup' },
      { pipelineTaskName: 'report', serviceAccountName: 'nvidia-driver-cleanup' },
    ]);
  });

  test('a run tells the preflight of the tolerations of the build, and how large the runfile is where that is known', () => {
    const given = Object.fromEntries(runs[1]?.spec.params.map(({ name, value }) => [name, value]) ?? []);
    expect(given).toMatchObject({ tolerations: '[{"key":"build","operator":"Exists"}]', autoscaled: 'false', 'runfile-size': '424242424' });
    expect(runs[0]?.spec.params.map(({ name }) => name)).not.toContain('runfile-size');
  });

  test('the NVIDIADriver of a target', () => {
    const manifest = runs[1]?.spec.params.find(({ name }) => name === 'nvidia-driver')?.value ?? '';
    expect(JSON.parse(manifest)).toMatchObject({
      apiVersion: 'nvidia.com/v1alpha1',
      kind: 'NVIDIADriver',
      metadata: { name: 'r580-aarch64' },
      spec: {
        driverType: 'gpu',
        usePrecompiled: true,
        repository: 'registry.example.com:5000/gpu',
        image: 'driver',
        version: '580.105.08',
        imagePullPolicy: 'IfNotPresent',
        imagePullSecrets: ['driver-pull'],
        nodeSelector: { 'kubernetes.io/arch': 'arm64' },
        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
      },
    });
  });

  test('nothing that somebody else keeps in the folders is removed, and runs of an earlier synth are', () => {
    writeFileSync(join(root, 'runs/notes.txt'), 'mine');
    writeFileSync(join(root, 'runs/r570-x86-64.yaml'), 'old');
    synth();
    expect(readdirSync(join(root, 'runs')).sort()).toEqual(['notes.txt', 'r580-aarch64-4.20.3.yaml', 'r580-x86-64-4.20.3.yaml']);
  });
});

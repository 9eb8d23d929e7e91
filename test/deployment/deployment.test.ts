import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { find, manifests, root, runs, steps, synth, written } from '../support/deployed';

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
      { pipelineTaskName: 'report', serviceAccountName: 'nvidia-driver-report' },
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

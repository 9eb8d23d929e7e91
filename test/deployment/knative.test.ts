import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/read-config';
import { render, textsOf } from '../../src/deployment/synth';
import type { KubernetesObject } from '../support/deployed';

const configured = (upgrade: string) =>
  parseConfig(
    'nvidia-drivers.yaml',
    `
image: registry.example.com/gpu/driver
drivers: [{ version: 580.105.08, runfile: { sha256: { x86_64: ${'a'.repeat(64)} } } }]
platforms: [x86_64]
namespace: gpu
upgrade: { ${upgrade} }
`,
  );

const files = (upgrade: string) => textsOf(render(configured(upgrade))).manifests.map(({ name }) => name);
const objects = render(configured('knativeSource: true')).applied.flatMap(chart => chart.objects) as KubernetesObject[];
const find = (kind: string, name: string) => objects.find(object => object.kind === kind && object.metadata.name === name);

const always = ['0000-cluster', '0001-pipeline', '0002-listener', '0003-watcher', '0004-coverage'];
const named = (...names: string[]) => [...always, ...names].map(name => `${name}.k8s.yaml`);

test('alerts and the source are files of their own, after the others, and only where they are asked for', () => {
  expect(files('watch: true')).toEqual(named());
  expect(files('alerts: true')).toEqual(named('0005-alerts'));
  expect(files('knativeSource: true')).toEqual(named('0005-knative'));
  expect(files('alerts: true, knativeSource: true')).toEqual(named('0005-alerts', '0006-knative'));
});

describe('the source', () => {
  test('posts the whole ClusterVersion to the listener, at its port', () => {
    expect(find('ApiServerSource', 'nvidia-driver-upgrades')?.spec).toEqual({
      serviceAccountName: 'nvidia-driver-upgrades',
      mode: 'Resource',
      resources: [{ apiVersion: 'config.openshift.io/v1', kind: 'ClusterVersion' }],
      sink: { uri: 'http://el-nvidia-driver-builds.gpu.svc.cluster.local:8080' },
    });
  });

  test('has an account that may watch the ClusterVersion, and nothing else', () => {
    expect(find('ClusterRole', 'gpu-upgrades')?.rules).toEqual([
      { apiGroups: ['config.openshift.io'], resourceNames: [], resources: ['clusterversions'], verbs: ['get', 'list', 'watch'] },
    ]);
    const { roleRef, subjects } = find('ClusterRoleBinding', 'gpu-upgrades') ?? {};
    expect([roleRef?.name, subjects]).toEqual([
      'gpu-upgrades',
      [{ apiGroup: '', kind: 'ServiceAccount', name: 'nvidia-driver-upgrades', namespace: 'gpu' }],
    ]);
    expect(find('ServiceAccount', 'nvidia-driver-upgrades')?.automountServiceAccountToken).toBe(true);
  });
});

describe('the trigger of upgrades', () => {
  const trigger = find('Trigger', 'r580-x86-64-upgrade')?.spec;

  test('is served by the listener', () => {
    expect(find('EventListener', 'nvidia-driver-builds')?.spec.triggers).toEqual([
      { triggerRef: 'r580-x86-64' },
      { triggerRef: 'r580-x86-64-upgrade' },
    ]);
  });

  test('makes the run that an event makes, of the desired version and its first kernel', () => {
    expect(trigger).toMatchObject({
      template: { ref: 'r580-x86-64' },
      bindings: [
        { name: 'release', value: '$(body.status.desired.version)' },
        { name: 'part', value: '$(extensions.part)' },
      ],
    });
  });

  test('lets a ClusterVersion pass that is being updated, and no preflight', () => {
    const [{ params: [filter, overlays] = [] } = {}] = (trigger?.interceptors ?? []) as {
      readonly params?: { readonly value: unknown }[];
    }[];
    expect(String(filter?.value).split(' && ')).toEqual([
      '(type(body.kind) == string',
      'type(body.metadata) == map',
      'type(body.metadata.name) == string',
      'type(body.spec) == map',
      '(!has(body.spec.desiredUpdate) || (type(body.spec.desiredUpdate) == map',
      '(!has(body.spec.desiredUpdate.mode) || type(body.spec.desiredUpdate.mode) == string)))',
      'type(body.status) == map',
      'type(body.status.desired) == map',
      'type(body.status.desired.version) == string',
      'type(body.status.history) == list',
      'body.status.history.all(e0, type(e0) == map',
      'type(e0.state) == string))',
      "body.kind == 'ClusterVersion'",
      "body.metadata.name == 'version'",
      '(size(body.status.desired.version) >= 5',
      'size(body.status.desired.version) <= 27)',
      expect.stringMatching(/^body\.status\.desired\.version\.matches\('.*'\)$/),
      "body.status.history[0].state == 'Partial'",
      "(!has(body.spec.desiredUpdate) || (!has(body.spec.desiredUpdate.mode) || !(body.spec.desiredUpdate.mode == 'Preflight')))",
    ]);
    expect(overlays?.value).toEqual([{ key: 'part', expression: "body.status.desired.version.translate('[^a-z0-9]', '-')" }]);
  });
});

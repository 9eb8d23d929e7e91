import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/read-config';
import { render } from '../../src/deployment/synth';
import type { KubernetesObject } from '../support/deployed';

const text = `
image: quay.io/acme/gpu
drivers: [{ version: 580.105.08, runfile: { sha256: { aarch64: ${'a'.repeat(64)} } } }]
platforms: [aarch64, aarch64+64k]
nodeFeatureRule: true
`;
const { applied, runs } = render(parseConfig('nvidia-drivers.yaml', text));
const label = 'nvidia-driver-pipelines/page-size';

test('a file of its own labels the nodes by page size, by what their kernel was configured with', () => {
  const rule = (pages: string, option: string) => ({
    name: `pages of ${pages}`,
    labels: { [label]: pages },
    matchFeatures: [{ feature: 'kernel.config', matchExpressions: { [option]: { op: 'In', value: ['y'] } } }],
  });
  expect(applied.at(-1)?.chart.node.id).toBe('node-feature-rule');
  expect(applied.at(-1)?.objects).toEqual([
    {
      apiVersion: 'nfd.openshift.io/v1alpha1',
      kind: 'NodeFeatureRule',
      metadata: { name: 'nvidia-driver-page-size', namespace: 'nvidia-driver-pipelines', labels: expect.anything() },
      spec: { rules: [rule('4k', 'ARM64_4K_PAGES'), rule('64k', 'ARM64_64K_PAGES')] },
    },
  ]);
});

test('is not written unless it is asked for: a cluster without Node Feature Discovery would refuse it', () => {
  const without = render(parseConfig('nvidia-drivers.yaml', text.replace('true', 'false').replace(', aarch64+64k', '')));
  expect(without.applied.map(({ chart }) => chart.node.id)).not.toContain('node-feature-rule');
});

test('the NVIDIADriver resources and the watcher select nodes by that label', () => {
  const selectors = [
    { 'kubernetes.io/arch': 'arm64', [label]: '4k' },
    { 'kubernetes.io/arch': 'arm64', [label]: '64k' },
  ];
  const drivers = runs.map(({ objects }) => {
    const value = (objects[0] as KubernetesObject | undefined)?.spec.params.find(({ name }) => name === 'nvidia-driver')?.value;
    return JSON.parse(value ?? '{}').spec.nodeSelector;
  });
  expect(drivers).toEqual(selectors);
  const objects = applied.flatMap(each => each.objects) as KubernetesObject[];
  const watcher = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'nvidia-driver-watcher');
  const { targets } = JSON.parse(watcher?.data?.['settings.json'] ?? '{}');
  expect(targets.map(({ nodeSelector }: { readonly nodeSelector: object }) => nodeSelector)).toEqual(selectors);
});

import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import { EventListener } from '../../../src/tekton/triggers/event-listener';
import { gitlab } from '../../../src/tekton/triggers/interceptor';

function chart() {
  return new Chart(new App(), 'chart');
}

test('a listener has what Triggers lets be said, and no user id', () => {
  const { spec } = new EventListener(chart(), 'builds', {
    serviceAccountName: 'builds',
    triggers: [{ name: 'push' }],
    cloudEventUri: 'http://events.example.com',
    resources: {
      replicas: 2,
      servicePort: 80,
      nodeSelector: { zone: 'a' },
      tolerations: [{ operator: 'Exists' }],
      tls: { secretName: 'tls', certificateKey: 'tls.crt', keyKey: 'tls.key' },
      computeResources: { requests: { cpu: '10m' } },
    },
  }).resource.toJson();
  expect(spec).toEqual({
    serviceAccountName: 'builds',
    triggers: [{ triggerRef: 'push' }],
    cloudEventURI: 'http://events.example.com',
    resources: {
      kubernetesResource: {
        replicas: 2,
        servicePort: 80,
        spec: {
          template: {
            spec: {
              nodeSelector: { zone: 'a' },
              tolerations: [{ operator: 'Exists' }],
              containers: [
                {
                  resources: { requests: { cpu: '10m' } },
                  env: [
                    { name: 'TLS_CERT', valueFrom: { secretKeyRef: { name: 'tls', key: 'tls.crt' } } },
                    { name: 'TLS_KEY', valueFrom: { secretKeyRef: { name: 'tls', key: 'tls.key' } } },
                  ],
                },
              ],
            },
          },
        },
      },
    },
  });
});

test('a listener may serve groups of triggers, or those with a label', () => {
  const resources = { computeResources: {} };
  const { spec } = new EventListener(chart(), 'builds', {
    serviceAccountName: 'builds',
    resources,
    triggerGroups: [{ name: 'git', interceptors: [gitlab({})], triggerSelector: { namespaceSelector: { matchNames: ['a'] } } }],
    selector: { labelSelector: { matchLabels: { team: 'ci' } } },
  }).resource.toJson();
  expect(spec.labelSelector).toEqual({ matchLabels: { team: 'ci' } });
  expect(spec.triggerGroups).toEqual([
    {
      name: 'git',
      triggerSelector: { namespaceSelector: { matchNames: ['a'] } },
      interceptors: [{ ref: { name: 'gitlab', kind: 'ClusterInterceptor' }, params: [] }],
    },
  ]);
});

test('the name of a listener leaves room for that of its Service', () => {
  const name = 'a'.repeat(61);
  const resources = { computeResources: {} };
  expect(() => new EventListener(chart(), name, { serviceAccountName: 'x', triggers: [{ name: 'push' }], resources })).toThrow(
    `chart/event-listener-${name}: the name "${name}" has 61 characters: shorten it to 60, el-${name} names a Service`,
  );
});

import { expect, test } from 'vitest';
import { find } from '../support/deployed';

const spec = find('NetworkPolicy', 'nvidia-driver-builds')?.spec;

test('the listener is reached by pods of its namespace, at its port, and by nobody else', () => {
  expect(spec).toMatchObject({
    podSelector: { matchLabels: { eventlistener: 'nvidia-driver-builds' } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080, protocol: 'TCP' }] }],
  });
});

test('the listener reaches DNS, the API server and the interceptors of Triggers, and nobody else', () => {
  const ports = (...numbers: number[]) =>
    numbers.flatMap(port => [
      { port, protocol: 'UDP' },
      { port, protocol: 'TCP' },
    ]);
  expect(spec?.egress).toEqual([
    { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } } }], ports: ports(5353) },
    { ports: ports(53) },
    {
      ports: [
        { port: 443, protocol: 'TCP' },
        { port: 6443, protocol: 'TCP' },
      ],
    },
    {
      to: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'tekton-triggers' } } }],
      ports: [{ port: 8443, protocol: 'TCP' }],
    },
  ]);
});

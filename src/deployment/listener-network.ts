import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { listenerName } from './names';

const port = (number: number, protocol: 'TCP' | 'UDP') => ({ port: number, protocol });
const dns = (number: number) => [port(number, 'UDP'), port(number, 'TCP')];

/**
 * Who reaches the pods of the listener, which knows no password: the pods of its namespace. And whom they reach: DNS (OpenShift's pods
 * take it at 5353), the API server, and the interceptors of Triggers.
 *
 * Source: tektoncd/triggers, config/interceptors/core-interceptors.yaml, pkg/reconciler/eventlistener/resources/deployment.go (labels);
 * openshift/cluster-dns-operator, assets/dns/daemonset.yaml.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function listenerNetwork(scope: Construct): void {
  new ApiObject(scope, 'network', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: listenerName },
    spec: {
      podSelector: { matchLabels: { eventlistener: listenerName } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: {} }], ports: [port(8080, 'TCP')] }],
      egress: [
        { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } } }], ports: dns(5353) },
        { ports: dns(53) },
        { ports: [port(443, 'TCP'), port(6443, 'TCP')] },
        {
          to: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'tekton-triggers' } } }],
          ports: [port(8443, 'TCP')],
        },
      ],
    },
  });
}

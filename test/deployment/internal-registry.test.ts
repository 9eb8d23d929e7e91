import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/read-config';
import { render } from '../../src/deployment/synth';
import type { CronJob, KubernetesObject } from '../support/deployed';

const registry = 'image-registry.openshift-image-registry.svc:5000';
const text = `
registry: internal
drivers:
  - version: 580.105.08
    runfile: { sha256: { x86_64: ${'a'.repeat(64)} } }
  - version: 570.211.01
    image: ${registry}/images/r570
    runfile: { sha256: { x86_64: ${'b'.repeat(64)} } }
    nodeSelector: { driver: old }
platforms: [x86_64]
apply: { operatorNamespace: gpu-operator }
caConfigMap: authority
`.replace('    runfile: { sha256: { x86_64: aaa', '    nodeSelector: { driver: new }\n    runfile: { sha256: { x86_64: aaa');

const { applied, runs } = render(parseConfig('nvidia-drivers.yaml', text));
const chart = (id: string) => applied.find(({ chart: { node } }) => node.id === id)?.objects as KubernetesObject[] | undefined;
const paramsOf = (rendering: { readonly runs: typeof runs }) =>
  (rendering.runs[0]?.objects[0] as KubernetesObject | undefined)?.spec.params;
const param = (name: string) => paramsOf({ runs })?.find(each => each.name === name)?.value;

test("a run in OpenShift's own registry is told that it is, and whom the token is for", () => {
  expect(['image', 'token-registry', 'token-audience'].map(param)).toEqual([
    `${registry}/nvidia-driver-pipelines/nvidia-gpu-driver`,
    registry,
    '',
  ]);
});

test('a run elsewhere is told neither: its token is for nobody', () => {
  const elsewhere = render(parseConfig('nvidia-drivers.yaml', text.replace('registry: internal', 'image: quay.io/acme/gpu')));
  expect(paramsOf(elsewhere)?.filter(({ name }) => name.startsWith('token-'))).toEqual([]);
  const pipeline = (elsewhere.applied.flatMap(({ objects }) => objects) as KubernetesObject[]).find(({ kind }) => kind === 'Pipeline');
  const defaults = pipeline?.spec.params.filter(({ name }) => name.startsWith('token-'));
  expect(defaults?.map(({ name, default: value }) => [name, value])).toEqual([
    ['token-registry', ''],
    ['token-audience', 'nobody'],
  ]);
  expect(elsewhere.applied.some(({ chart: { node } }) => node.id === 'registry')).toBe(false);
});

test('in each namespace of images, the accounts may do what they have to, and the pods of the operator pull', () => {
  const namespaces = ['nvidia-driver-pipelines', 'images'];
  const ours = (account: string) => ['ServiceAccount', `nvidia-driver-${account}`, 'nvidia-driver-pipelines'];
  const name = (what: string) => `nvidia-driver-pipelines-images-${what}`;
  const bindings = chart('registry')?.filter(({ kind }) => kind === 'RoleBinding') as (Omit<KubernetesObject, 'subjects'> & {
    readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
  })[];
  expect(
    bindings.map(({ metadata, roleRef, subjects }) => [
      metadata.namespace,
      metadata.name,
      roleRef,
      subjects.map(subject => [subject.kind, subject.name, subject.namespace]),
    ]),
  ).toEqual(
    namespaces.flatMap(namespace => {
      const role = (kind: string, of: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: of });
      return [
        [namespace, name('push'), role('ClusterRole', 'system:image-builder'), [ours('build'), ours('lookup')]],
        [
          namespace,
          name('pull'),
          role('ClusterRole', 'system:image-puller'),
          [ours('apply'), ours('watcher'), ['Group', 'system:serviceaccounts:gpu-operator', undefined]],
        ],
        [namespace, name('staging'), role('Role', name('staging')), [ours('cleanup')]],
      ];
    }),
  );
  const roles = chart('registry')?.filter(({ kind }) => kind === 'Role');
  expect(roles?.map(({ metadata, rules }) => [metadata.namespace, metadata.name, rules])).toEqual(
    namespaces.map(namespace => [
      namespace,
      name('staging'),
      [{ apiGroups: ['image.openshift.io'], resources: ['imagestreamtags'], verbs: ['delete'] }],
    ]),
  );
});

test('the watcher reads tags with its own token, and sees no push Secret', () => {
  const job = chart('watcher')?.find(({ kind }) => kind === 'CronJob')?.spec as CronJob | undefined;
  const { initContainers = [], volumes = [] } = job?.jobTemplate.spec.template.spec ?? {};
  expect(volumes.map(({ name }) => name)).toEqual(['scripts', 'api', 'work', 'pull', 'token', 'ca']);
  expect(volumes.find(({ name }) => name === 'token')).toEqual({
    name: 'token',
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token', audience: '', expirationSeconds: 14_400 } },
        { configMap: { name: 'openshift-service-ca.crt', optional: true, items: [{ key: 'service-ca.crt', path: 'service-ca.crt' }] } },
      ],
    },
  });
  const asks = initContainers.find(({ name }) => name === 'registry');
  expect(asks?.volumeMounts.map(({ name, mountPath }) => `${name} ${mountPath}`)).toEqual([
    'scripts /scripts',
    'work /work',
    'token /secrets/token',
    'ca /ca',
  ]);
  expect(asks?.env.slice(4)).toEqual([
    { name: 'CA_FILE', value: '/ca/ca-bundle.crt' },
    { name: 'TOKEN_REGISTRY', value: registry },
    { name: 'TOKEN_FOLDER', value: '/secrets/token' },
  ]);
});

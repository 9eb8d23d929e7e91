import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/read-config';
import { nextSteps } from '../../src/deployment/next-steps';
import { render } from '../../src/deployment/synth';
import type { KubernetesObject } from '../support/deployed';

const text = (lines: string) => `
image: quay.io/acme/driver
drivers: [{ version: 580.105.08, runfile: { sha256: { x86_64: ${'a'.repeat(64)}, aarch64: ${'b'.repeat(64)} } } }]
platforms: [x86_64, { name: aarch64, nodeSelector: { pages: 4k } }, { name: aarch64+64k, nodeSelector: { pages: 64k } }]
${lines}
`;

/** What is written of it: objects that are applied, what a run is told, commands. */
function written(lines: string) {
  const config = parseConfig('nvidia-drivers.yaml', text(lines));
  const { applied, runs } = render(config);
  const [run] = runs.flatMap(({ objects }) => objects) as KubernetesObject[];
  return {
    objects: applied.flatMap(({ chart, objects }) => (chart.node.id === 'entitlement' ? objects : [])),
    told: run?.spec.params.filter(({ name }) => name.startsWith('entitlement')).map(({ name, value }) => `${name}=${value}`),
    commands: nextSteps(config, { manifests: 'm', runs: ['r/a.yaml'], patches: ['p'], warnings: [] }),
  };
}

test("the cluster's own entitlement may be read by the accounts of preflight and build, and nothing else of its namespace", () => {
  const { objects, told, commands } = written('subscription: entitlement');
  const metadata = { name: 'nvidia-driver-pipelines-entitlement', namespace: 'openshift-config-managed' };
  const secrets = ['etc-pki-entitlement', 'etc-pki-entitlement-amd64', 'etc-pki-entitlement-arm64'];
  const apiGroup = 'rbac.authorization.k8s.io';
  expect(objects).toMatchObject([
    {
      kind: 'Role',
      metadata,
      rules: secrets.map(name => ({ apiGroups: [''], resources: ['secrets'], resourceNames: [name], verbs: ['get'] })),
    },
    {
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'Role', name: metadata.name },
      subjects: ['lookup', 'build'].map(name => ({
        kind: 'ServiceAccount',
        name: `nvidia-driver-${name}`,
        namespace: 'nvidia-driver-pipelines',
      })),
    },
  ]);
  expect(told).toEqual([]);
  expect(commands).not.toContain('entitlement');
});

test.each([
  ['subscription: entitlement\nsecrets: { entitlement: mine }', ['entitlement-source=secret', 'entitlement-secret=mine'], true],
  ['subscription: activation-key', [], false],
  ['subscription: none', [], false],
])('nobody may read it with %s', (lines, params, created) => {
  const { objects, told, commands } = written(lines);
  expect([objects, told]).toEqual([[], params]);
  for (const arch of ['amd64', 'arm64'])
    expect(commands.includes(`create secret generic mine-${arch} --from-file=entitlement.pem --from-file=entitlement-key.pem`)).toBe(
      created,
    );
});

test('a run is told of RPMs that are brought up to date and of repositories of RHEL, where there are any', () => {
  const key = 'file:///etc/pki/rpm-gpg/RPM-GPG-KEY-redhat-release';
  const config = parseConfig(
    'nvidia-drivers.yaml',
    text(`subscription: none
sources: { rhel: [{ id: baseos, baseUrl: "https://sat.lan/{releasever}/{arch}", gpgKey: "${key}" }, { id: app, baseUrl: "https://sat.lan/app" }] }`).replace(
      '580.105.08,',
      '580.105.08, cveUpdates: [openssl-libs, curl-8.1],',
    ),
  );
  const [run] = render(config).runs.flatMap(({ objects }) => objects) as KubernetesObject[];
  const params = run?.spec.params ?? [];
  expect(params.filter(({ name }) => /^(cve|rhel)-/.test(name))).toEqual([
    { name: 'cve-updates', value: 'openssl-libs curl-8.1' },
    { name: 'rhel-repositories', value: `baseos https://sat.lan/{releasever}/{arch} ${key}\napp https://sat.lan/app` },
  ]);
});

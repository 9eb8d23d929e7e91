import { expect, test } from 'vitest';
import { ensureNamespace } from '../../harness/admission';
import { fileSecret } from '../../harness/cluster';
import { kubectl } from '../../harness/command';
import { build, driverRows } from '../../harness/driver-row';
import { env } from '../../harness/environment';
import { log } from '../../harness/pipeline-run';
import { namespace, server, sources } from '../../harness/project';
import { forgetRegistrations, registrations } from '../../harness/rhsm';

/** Where OpenShift keeps the entitlements of the cluster. */
const cluster = 'openshift-config-managed';
const secretName = 'etc-pki-entitlement';

/** Certificate and key for an architecture, as the Insights Operator keeps them. */
function clusterEntitlement(name: string, arch: 'x86_64' | 'aarch64'): void {
  const folder = `entitlement/${arch}`;
  fileSecret(name, { 'entitlement.pem': `${folder}/entitlement.pem`, 'entitlement-key.pem': `${folder}/entitlement-key.pem` }, cluster);
}

driverRows(async () => {
  ensureNamespace(cluster);
  await forgetRegistrations();
});

/** A base in which the certificate of an entitlement opens the repository of RHEL; nothing else does. */
const baseImage = `${env('E2E_SECURE_REGISTRY')}/nvidia/cuda-ubi:12.8.1-base-ubi{rhel}`;
const entitled = { subscription: 'entitlement', driver: { baseImage } };

test("entitlement of the cluster's own: that of the target's architecture, without a copy that a user makes", async () => {
  clusterEntitlement(secretName, 'aarch64');
  clusterEntitlement(`${secretName}-amd64`, 'x86_64');
  const outcome = await build({ what: 'entitlement', deployed: true, changes: entitled });
  expect(outcome.succeeded).toBe(true);
  expect(log(outcome.name, 'driver-image-build', namespace)).toContain(
    `entitlement certificates: of the Secret ${secretName}-amd64 of the namespace ${cluster}`,
  );
  expect(await registrations()).toEqual([]);
});

test('entitlement of another architecture: told before anything is built', async () => {
  kubectl('-n', cluster, 'delete', 'secret', `${secretName}-amd64`, '--ignore-not-found');
  const outcome = await build({ what: 'entitlement of another architecture', deployed: true, changes: entitled });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.tasks.map(({ name }) => name)).toEqual(['lookup', 'driver-image-preflight']);
  expect(outcome.results.outcome).toMatch(/^driver-image-preflight: permanent error: .* are for aarch64, the target for x86_64: /);
});

test('no subscription: what RHEL gives comes from a mirror of the configuration', async () => {
  const rhel = [{ id: 'mirror-appstream', baseUrl: `${server}/rpms/rhel` }];
  const changes = { subscription: 'none', sources: { ...sources(), rhel } };
  const outcome = await build({ what: 'no subscription', changes });
  expect(outcome.succeeded).toBe(true);
  expect(await registrations()).toEqual([]);
});

test('no subscription, and no mirror either: the RPM that is missing is named', async () => {
  const outcome = await build({ what: 'no subscription, no mirror', changes: { subscription: 'none' } });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(/^driver-image-build: permanent error: .*nothing provides ocl-icd .*sources\.rhel/);
});

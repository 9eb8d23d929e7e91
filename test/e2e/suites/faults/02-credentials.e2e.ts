import { expect, test } from 'vitest';
import { secret, signingSecret } from '../../harness/cluster';
import { build, faultRows, repositoryOf } from '../../harness/fault-row';
import { faultyRegistry, rules } from '../../harness/faulty';
import { registrationFaults } from '../../harness/rhsm';

faultRows(() => {
  secret('wrong-activation-key', { org: '12345678', activationkey: 'not-the-key' });
  signingSecret('two-halves', 'first', 'second');
  signingSecret('expired', 'expired');
});

const secrets = (given: object) => ({ secrets: { stepImages: ['nvidia-driver-pull'], ...given } });

test.each([
  [
    'wrong activation key',
    secrets({ activationKey: 'wrong-activation-key' }),
    /driver-image-build: permanent error: .*org and activationkey/,
  ],
  ['key and certificate that do not match', secrets({ signingKey: 'two-halves' }), /permanent error: .*do not belong together/],
  ['expired certificate', secrets({ signingKey: 'expired' }), /permanent error: .*expired/],
  [
    'userspace RPM missing',
    { driver: { packages: ['nvidia-driver-cuda', 'nvidia-driver-nonexistent', 'nvlsm'] } },
    /permanent error: .*: no repository has nvidia-driver-nonexistent, nvlsm: drivers\[\]\.packages of the configuration names the RPMs$/,
  ],
  [
    'userspace RPM of another version',
    { driver: { packages: ['nvidia-driver-cuda-3:535.300.02', 'nvidia-persistenced-3:535.300.02'] } },
    /permanent error: .*535\.300\.02/,
  ],
])('%s: permanent', async (fault, changes, seen) => {
  const outcome = await build({ fault, changes });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(seen);
});

test('subscription management slow and failing once: the registration is tried again', async () => {
  await registrationFaults({ fail: 1, slow: 5 });
  const outcome = await build({ fault: 'subscription management slow and failing once' });
  await registrationFaults({ fail: 0, slow: 0 });
  expect(outcome.succeeded).toBe(true);
});

const denied = (what: string) =>
  JSON.stringify({ errors: [{ code: 'DENIED', message: `${what}: requested access to the resource is denied` }] });

test('pull denied: permanent', async () => {
  await rules({ path: '/v2/nvidia/cuda/', status: 403, body: denied('pull'), times: 99 });
  const changes = { driver: { baseImage: `${faultyRegistry}/nvidia/cuda:12.8.1-base-ubi{rhel}` } };
  const outcome = await build({ fault: 'pull denied', changes });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(
    /^lookup: permanent error: \S*nvidia\/cuda:12\.8\.1-base-ubi9 cannot be read: .*denied.*: check the Secret/,
  );
});

test('push denied: permanent', async () => {
  const path = new URL(`https://${repositoryOf('push denied')}-kmod`).pathname;
  await rules({ method: 'POST', path: `/v2${path}/blobs/uploads`, status: 403, body: denied('push'), times: 99 });
  const outcome = await build({ fault: 'push denied' });
  expect(outcome.succeeded).toBe(false);
  expect(outcome.results.outcome).toMatch(/permanent error: .*-kmod/);
});

import { expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { needs, program } from '../support/needs';
import { check } from '../support/preflight';
import { type Ran, runStep } from '../support/run-step';

const managed = 'openshift-config-managed';
const pem = { 'entitlement.pem': 'hunter-certificate', 'entitlement-key.pem': 'hunter-key' };

interface World {
  readonly subscription?: string;
  /** Secret of the namespace; unset: the cluster's own. */
  readonly secret?: string;
  readonly arch?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Secrets of the cluster by name, and what is in them. */
  readonly cluster?: Readonly<Record<string, object>>;
  /** What the API server says instead. */
  readonly refused?: string;
  readonly traced?: boolean;
}

function given({ subscription = 'entitlement', secret, arch = 'amd64', files = {}, cluster = {}, refused, traced = false }: World) {
  const secrets = Object.entries(cluster).map(([name, data]) => {
    const encoded = Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]));
    return `'get secret ${name} --namespace ${managed} -o json --ignore-not-found') printf '%s' '${JSON.stringify({ data: encoded })}' ;;`;
  });
  return {
    params: { subscription, 'node-arch': arch, ...(secret && { 'entitlement-source': 'secret', 'entitlement-secret': secret }) },
    files: { '/entitlement/.keep': '', ...files },
    programs: { oc: refused === undefined ? `case "$*" in\n${secrets.join('\n')}\nesac` : `echo '${refused}' >&2; exit 1` },
    traced,
  };
}

const build = (world: World) => runStep(driverImageBuild, 'entitlement', given(world));
const preflight = (world: World) => check('entitlement-secret', given(world));
const copied = ({ file }: Ran) => ['entitlement.pem', 'entitlement-key.pem', 'from', 'secret'].map(name => file(`entitlement/${name}`));
const all = (from: string) => [...Object.values(pem), from, undefined];

needs('jq', program('jq'))('the entitlement certificates of a run', () => {
  test.each([
    ['for the architecture', { 'etc-pki-entitlement-arm64': pem, 'etc-pki-entitlement': {} }, 'etc-pki-entitlement-arm64'],
    ['of a cluster with one architecture', { 'etc-pki-entitlement': pem }, 'etc-pki-entitlement'],
    ['where the other holds none', { 'etc-pki-entitlement-arm64': { other: 'x' }, 'etc-pki-entitlement': pem }, 'etc-pki-entitlement'],
  ])("are the cluster's own: %s", async (_, cluster, name) => {
    for (const run of [build, preflight]) {
      const ran = await run({ arch: 'arm64', cluster });
      expect([ran.code, ran.last]).toEqual([0, `entitlement certificates: of the Secret ${name} of the namespace ${managed}`]);
      expect(copied(ran)).toEqual(all(`${name} of the namespace ${managed}`));
    }
  });

  test('are those of the Secret that the configuration names, the one for the architecture first', async () => {
    const of = (folder: string) => Object.fromEntries(Object.entries(pem).map(([name, text]) => [`/secrets/${folder}/${name}`, text]));
    const plain = await build({ secret: 'mine', files: of('entitlement') });
    expect([plain.code, plain.last, plain.calls]).toEqual([0, 'entitlement certificates: of the Secret mine', ['']]);
    expect(copied(plain)).toEqual(all('mine'));
    const both = { ...of('entitlement-arch'), '/secrets/entitlement/entitlement.pem': 'other' };
    expect(copied(await preflight({ secret: 'mine', files: both }))).toEqual(all('mine-amd64'));
  });

  test('are in no line, argument or file but those of the copy, under set -x either', async () => {
    const { code, log, calls } = await build({ cluster: { 'etc-pki-entitlement': pem }, traced: true });
    expect(code).toBe(0);
    expect(log).toContain('+ copy_entitlement');
    for (const text of Object.values(pem))
      for (const secret of [text, Buffer.from(text).toString('base64')]) expect(`${log}${calls.join('\n')}`).not.toContain(secret);
  });

  test.each(['activation-key', 'none'])('are not asked for with subscription %s', async subscription => {
    const built = await build({ subscription, refused: 'no' });
    expect([built.code, built.log, built.calls]).toEqual([0, '', ['']]);
    const { code, found, last } = await preflight({ subscription, refused: 'no' });
    expect([code, found, last]).toEqual([0, [], `subscription is ${subscription}: no entitlement is needed`]);
  });

  test.each([
    [
      'the cluster has none',
      {},
      1,
      `neither the Secret etc-pki-entitlement-amd64 nor etc-pki-entitlement of the namespace ${managed} holds entitlement certificates (*.pem): let the Insights Operator keep them there (simple content access), or name a Secret of yours in secrets.entitlement`,
    ],
    [
      'the namespace has none',
      { secret: 'mine' },
      1,
      "neither the Secret mine-amd64 nor mine holds entitlement certificates (*.pem): create one of them, or leave out secrets.entitlement for the cluster's own",
    ],
    [
      'the account may not',
      { refused: 'Error from server (Forbidden): secrets "etc-pki-entitlement-amd64" is forbidden' },
      1,
      `the Secret etc-pki-entitlement-amd64 of the namespace ${managed} cannot be read: Error from server (Forbidden): secrets "etc-pki-entitlement-amd64" is forbidden: let this service account get it, or name a Secret of yours in secrets.entitlement`,
    ],
    [
      'the API server does not answer',
      { refused: 'Unable to connect to the server: dial tcp: i/o timeout' },
      75,
      `the Secret etc-pki-entitlement-amd64 of the namespace ${managed} cannot be read: Unable to connect to the server: dial tcp: i/o timeout (TRIES tries): see that it can be reached from the cluster, then run again`,
    ],
  ])('are missed where %s', async (_, world, exit, sentence) => {
    const kind = exit === 1 ? 'permanent' : 'transient';
    const built = await build(world);
    expect([built.code, built.last]).toEqual([exit, `${kind} error: ${sentence.replace('TRIES', '7')}`]);
    const { code, found, file } = await preflight(world);
    expect([code, found]).toEqual([0, [`${kind} ${sentence.replace('TRIES', '4')}`]]);
    expect(file('entitlement/from')).toBeUndefined();
  });
});

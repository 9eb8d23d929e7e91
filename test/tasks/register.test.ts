import { expect, test } from 'vitest';
import { script } from '../../src/tasks/script';
import { needs, program } from '../support/needs';
import { runInside } from '../support/run-step';

/** subscription-manager is a script of bash here, so that bash reads register.py as well: it keeps its arguments and an identity. */
const manager = { 'subscription-manager': 'echo "System has been unregistered."' };
const register = `echo "The registered system name is: $2"
echo "$0 \${1##*/} $2 $3" >called
mkdir -p ../../etc/pki/consumer
echo new >../../etc/pki/consumer/cert.pem
`;
const identity = { '/etc/pki/consumer/cert.pem': 'old' };

const inside = (name: string, files: Readonly<Record<string, string>>, programs: Readonly<Record<string, string>> = manager) =>
  runInside(script(`driver-image-build/${name}.sh`), {
    env: { SYSTEM_NAME: 'system-1' },
    files: { '/run/registration/register.py': register, '/etc/rhsm-host': 'host', '/etc/pki/entitlement-host': 'host', ...files },
    programs,
  });

needs('bash', program('bash'))('in the container of a registration', () => {
  test('a system is registered with the interpreter of subscription-manager, and what dnf needs is left beside the script', async () => {
    const { code, log, calls, file } = await inside('register', {
      '/etc/pki/entitlement/1.pem': 'entitlement',
      '/etc/yum.repos.d/redhat.repo': 'repository',
    });
    expect([code, log, calls]).toEqual([0, 'The registered system name is: system-1\n', ['']]);
    expect(file('run/registration/called')).toBe('register.py subscription-manager system-1 secrets\n');
    const left = ['consumer/cert.pem', 'entitlement/1.pem', 'redhat.repo'].map(name => file(`run/registration/${name}`));
    expect(left).toEqual(['new\n', 'entitlement', 'repository']);
    expect([file('etc/rhsm-host'), file('etc/pki/entitlement-host')]).toEqual([undefined, undefined]);
  });

  test('a system without certificates and repositories of its own leaves an empty list of repositories', async () => {
    const { code, file } = await inside('register', {});
    expect([code, file('run/registration/redhat.repo')]).toEqual([0, '']);
  });

  test('what a try before registered is unregistered first', async () => {
    const { code, calls, log, file } = await inside('register', identity);
    expect([code, calls]).toEqual([0, ['subscription-manager unregister']]);
    expect(log).toBe('System has been unregistered.\nThe registered system name is: system-1\n');
    expect(file('run/registration/consumer/cert.pem')).toBe('new\n');
  });

  test('nothing registers where the base image has no subscription-manager', async () => {
    const { code, log } = await inside('register', {}, {});
    expect([code, log]).toEqual([1, 'the base image has no subscription-manager\n']);
  });

  test('a system is unregistered, and nothing is said', async () => {
    const { code, calls, log, file } = await inside('unregister', identity);
    expect([code, calls, log]).toEqual([0, ['subscription-manager unregister'], '']);
    expect([file('etc/rhsm-host'), file('etc/pki/entitlement-host')]).toEqual([undefined, undefined]);
  });

  test('where none registered there is no identity', async () => {
    const { code, calls, log } = await inside('unregister', {});
    expect([code, calls, log]).toEqual([0, [''], 'no identity\n']);
  });

  test.each([
    [0, 'Consumer profile "d5e5b1f0-6c3a-4c8e-9c5d-0e4d7c2b9a11" has been deleted from the server.'],
    [0, 'This system is currently not registered.'],
    [0, "This system is not yet registered. Try 'subscription-manager register --help' for more information."],
    [1, 'Remote server error. Please check the connection details, or see /var/log/rhsm/rhsm.log for more information.'],
  ])('unregistering ends with %i after: %s', async (status, said) => {
    const { code, log } = await inside('unregister', identity, { 'subscription-manager': `cat >&2 <<'SAID'\n${said}\nSAID\nexit 70` });
    expect([code, log]).toEqual([status, status === 0 ? '' : `${said}\n`]);
  });
});

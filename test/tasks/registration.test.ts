import { expect, test } from 'vitest';
import { build, key, registerCall, removal } from '../support/build-step';
import { needs, program } from '../support/needs';

needs('bash and python3', program('bash') && program('python3'))('the registration of a build at Red Hat', () => {
  test('is made in a container that becomes no image, is mounted into the build, and is undone', async () => {
    const { code, log, last, told, calls, commands, file } = await build({
      build: `while [[ $1 != --volume ]]; do shift; done; cat "\${2%%:*}/cert.pem" "\${4%%:*}/1.pem" "\${6%%:*}" >/work/seen; ls /run/registration >>/work/seen`,
    });
    expect(last).toMatch(/^build of the driver image done in \d+ s$/);
    expect(code).toBe(0);
    expect(told).toEqual([registerCall, 'unregister']);
    expect(commands).toEqual(['from', 'run', 'build', 'run', 'rm']);
    expect(calls.find(call => call.includes('from'))).toBe('buildah from --pull=never --name registration base');
    expect(calls.find(call => call.includes('register.sh'))).toBe(
      'buildah run --isolation chroot --env SMDEV_CONTAINER_OFF=1 --env SYSTEM_NAME=system-1 --volume /folder:/run/registration registration -- bash /run/registration/register.sh',
    );
    expect(calls.find(call => call.startsWith('buildah build'))).toContain(
      '--volume /folder/consumer:/etc/pki/consumer --volume /folder/entitlement:/etc/pki/entitlement --volume /folder/redhat.repo:/etc/yum.repos.d/redhat.repo',
    );
    expect(file('work/seen')).toBe(
      'identityentitlementrepositoryconsumer\nentitlement\nredhat.repo\nregister.py\nregister.sh\nunregister.sh\n',
    );
    expect(file('mode')).toBe('1 False\n1 False\n');
    expect(log).toContain('registering system system-1 at Red Hat\n');
    expect(log).toContain('system system-1 is unregistered\n');
  });

  test.each([
    ['succeeds', {}],
    ['fails', { build: 'exit 1' }],
    ['is refused', { register: "fail('no such key ' + sys.argv[-1])" }],
  ])('shows neither organisation nor key to anybody when it %s, also where the script is traced', async (_, situation) => {
    const { log, calls, file } = await build({ ...situation, traced: true });
    expect(log).toContain('+ buildah from');
    expect(`${log}${calls.join('\n')}${file('seen')}${file('work/build.log')}`).not.toMatch(/hunter/);
  });

  test('is undone before the step says why the build failed', async () => {
    const { code, log, told } = await build({ build: "echo 'permanent error: the RPM x is missing'; exit 1" });
    expect(log.trimEnd().split('\n').slice(-2)).toEqual(['system system-1 is unregistered', 'permanent error: the RPM x is missing']);
    expect(code).toBe(1);
    expect(told).toEqual([registerCall, 'unregister']);
  });

  test('with a wrong key ends for good, with the keys of the Secret to look at', async () => {
    const { code, log, last, told, failure, commands } = await build({
      register: "fail('Invalid key ' + sys.argv[-1] + ' (HTTP error code 401)')",
    });
    expect(last).toBe(
      "permanent error: Red Hat's subscription management does not register system system-1: Invalid key --activationkey=(activationkey) (HTTP error code 401): check the keys org and activationkey of the activation key Secret",
    );
    expect([code, failure]).toEqual([1, last]);
    expect(told).toEqual([registerCall]);
    expect(commands).toEqual(['from', 'run', 'run', 'rm']);
    expect(log).not.toMatch(/unregistered|registered:/);
  });

  test.each(['org', 'activationkey'])('needs the key %s of the Secret', async missing => {
    const { last, commands } = await build({ secrets: { ...key, [`/secrets/activation-key/${missing}`]: '' } });
    expect(last).toBe(`permanent error: the activation key Secret has no key "${missing}": create it with --from-file=${missing}=…`);
    expect(commands).toEqual([]);
  });

  test('needs a container of the base image', async () => {
    const { code, log, last, commands } = await build({ from: "echo 'Error: base: image not known' >&2; exit 125" });
    expect(log).toContain('Error: base: image not known\n');
    expect(last).toBe('permanent error: no container of base image base can be made: see above');
    expect([code, commands]).toEqual([1, ['from']]);
  });

  test('leaves its container behind where that cannot be removed: the storage is of this pod', async () => {
    const { code, last, commands } = await build({ rm: 'exit 125' });
    expect([code, commands.at(-1)]).toEqual([0, 'rm']);
    expect(last).toMatch(/^build of the driver image done in \d+ s$/);
  });

  test('is tried again while the service is busy', async () => {
    const { code, log, told } = await build({
      register: "if count() < 3: fail('Remote server error. Please check the connection details')",
    });
    expect(code).toBe(0);
    expect(log).toContain('try 2 of 7 failed, the next in 4 s\n');
    expect(told).toEqual([registerCall, registerCall, registerCall, 'unregister']);
  });

  test('that came half way is undone before the next try', async () => {
    const { code, told } = await build({ register: "if count() < 2: save(); fail('Remote server error')" });
    expect(code).toBe(0);
    expect(told).toEqual([registerCall, 'unregister', registerCall, 'unregister']);
  });

  test('ends as transient where the service stays busy', async () => {
    const { code, last, told } = await build({ register: "fail('Remote server error')" });
    expect(last).toBe(
      "transient error: Red Hat's subscription management does not register system system-1: Remote server error (7 tries): see that it can be reached from the cluster, then run again",
    );
    expect(code).toBe(75);
    expect(told).toHaveLength(7);
  });

  test('that cannot be undone is a warning with the command that does it; the image is built all the same', async () => {
    const { code, log, last } = await build({ unregister: "fail('Unregister failed')" });
    expect(last).toMatch(/^build of the driver image done in \d+ s$/);
    expect(code).toBe(0);
    const warning = log.split('\n').find(line => line.startsWith('warning: '));
    expect(warning).toMatch(new RegExp(`^warning: system system-1 is still registered: ${removal.source}$`));
  });

  test('that the service does not undo in time is a warning too', async () => {
    const { code, log, told } = await build({ programs: { timeout: 'exit 124' } });
    expect(code).toBe(0);
    expect(log).toMatch(
      /^timed out after 30 s\ntry 4 of 5 failed, the next in 16 s\ntimed out after 30 s\nwarning: system system-1 is still registered: /m,
    );
    expect(told).toEqual([registerCall]);
  });

  test('is undone with as many tries as it needs; what an earlier try undid is enough', async () => {
    const busy = await build({ unregister: "if count() < 4: fail('Remote server error')" });
    expect(busy.told).toEqual([registerCall, 'unregister', 'unregister', 'unregister']);
    expect(busy.log).toContain('system system-1 is unregistered\n');
    const gone = await build({ unregister: "fail('Consumer profile has been deleted from the server.')" });
    expect(gone.log).toContain('system system-1 is unregistered\n');
  });
});

needs('bash', program('bash'))('a build without an activation key', () => {
  test('mounts a copy of the entitlement', async () => {
    const { code, last, told, calls, commands } = await build({
      subscription: 'entitlement',
      secrets: { '/entitlement/1.pem': 'certificate', '/entitlement/from': 'mine' },
    });
    expect(last).toMatch(/^build of the driver image done in \d+ s$/);
    expect(code).toBe(0);
    expect(told).toEqual(['']);
    expect(commands).toEqual(['build']);
    expect(calls.find(call => call.startsWith('buildah build'))).toContain('--volume /folder/entitlement:/etc/pki/entitlement:ro');
  });

  test('refuses an unknown subscription', async () => {
    const unknown = await build({ subscription: 'satellite' });
    expect(unknown.last).toBe('permanent error: subscription "satellite" is unknown: use activation-key, entitlement or none');
  });

  test('has no subscription at all with none', async () => {
    const { code, calls, commands } = await build({ subscription: 'none' });
    expect(code).toBe(0);
    expect(commands).toEqual(['build']);
    expect(calls.find(call => call.startsWith('buildah build'))).not.toContain('--volume');
  });
});

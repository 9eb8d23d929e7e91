import { expect, test } from 'vitest';
import { build, registerCall, removal } from '../support/build-step';
import { needs, program } from '../support/needs';

/** Waiting is part of it. */
const programs = { sleep: 'exec /bin/sleep "$@"' };
const end = ['interrupted: the build is given up', 'system system-1 is unregistered'];

needs('bash and python3', program('bash') && program('python3'))('the registration of a build at Red Hat', () => {
  test('is undone when the pod is ended while the image is built', async () => {
    const { code, log, told, commands } = await build({ programs, build: 'echo building; exec /bin/sleep 60', endAfter: 'building' });
    expect(code).toBe(143);
    expect(log.trimEnd().split('\n').slice(-2)).toEqual(end);
    expect(told).toEqual([registerCall, 'unregister']);
    expect(commands).toEqual(['from', 'run', 'build', 'run', 'rm']);
  });

  test('is undone when the pod is ended and buildah does not care', async () => {
    const { code, log, last, told, file } = await build({
      programs,
      build: `trap '' TERM; echo $$ >/work/pid; echo building; while :; do /bin/sleep 1; done`,
      endAfter: 'building',
    });
    expect(code).toBe(143);
    expect(last).toBe('system system-1 is unregistered');
    expect(log).not.toContain('warning');
    expect(told).toEqual([registerCall, 'unregister']);
    expect(() => process.kill(Number(file('work/pid')), 0)).toThrow('ESRCH');
  }, 20_000);

  test('is finished, then undone, when the pod is ended while it is made', async () => {
    const { code, log, told, commands } = await build({ programs, register: 'end_pod(); time.sleep(1)' });
    expect(code).toBe(143);
    expect(log.trimEnd().split('\n').slice(-2)).toEqual(end);
    expect(told).toEqual([registerCall, 'unregister']);
    expect(commands).toEqual(['from', 'run', 'run', 'rm']);
  });

  test('may be there when the pod is ended while it is made and nothing came of it', async () => {
    const { code, last, told } = await build({ programs, register: "end_pod(); fail('killed')" });
    expect(code).toBe(143);
    expect(last).toMatch(new RegExp(`^warning: registering was interrupted: system system-1 may be registered: ${removal.source}$`));
    expect(told).toEqual([registerCall]);
  });

  test('is undone in the time that a pod has, and else named in a warning', async () => {
    const { code, log, last } = await build({ programs: { ...programs, sleep: '', timeout: 'exit 124' }, register: 'end_pod()' });
    expect(code).toBe(143);
    expect(log).toContain('timed out after 8 s\ntry 1 of 2 failed, the next in 2 s\ntimed out after 8 s\n');
    expect(last).toMatch(/^warning: system system-1 is still registered: /);
  });
});

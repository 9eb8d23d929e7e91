import { expect, test } from 'vitest';
import { nvidiaDriverApply } from '../../src/tasks/nvidia-driver-apply/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const kernel = '5.14.0-570.62.1.el9_6.x86_64';

/** Applies for nodes that run such kernels, by name; nothing is published for them. */
function apply(kernels: Readonly<Record<string, string>>, params: Readonly<Record<string, string>>) {
  const prefix = 'feature.node.kubernetes.io/';
  const items = Object.entries(kernels).map(([name, of]) => ({
    metadata: {
      name,
      labels: {
        [`${prefix}kernel-version.full`]: of,
        [`${prefix}system-os_release.ID`]: 'rhel',
        [`${prefix}system-os_release.VERSION_ID`]: '9.6',
      },
    },
  }));
  return runStep(nvidiaDriverApply, 'apply', {
    params: {
      'nvidia-driver': JSON.stringify({ metadata: { name: 'r580' }, spec: { version: '580.105.08' } }),
      image: 'quay.io/acme/gpu',
      tags: 'a',
      'node-arch': 'amd64',
      ...params,
    },
    programs: {
      oc: `case "$1" in get) printf '%s' '${JSON.stringify({ items })}' ;; *) echo 'error: manifest unknown' >&2; exit 1 ;; esac`,
    },
  });
}

needs('jq', program('jq'))('nodes that keep an image which was replaced under their tags', () => {
  const three = { 'gpu-1': kernel, 'gpu-2': '5.14.0-999.el9_6.x86_64', 'gpu-3': kernel };
  const [one, two] = ['1', '2'].map(digit => `sha256:${digit.repeat(64)}`);

  test('are named, with what to do', async () => {
    const { results, log } = await apply(three, { kernel, replaced: `${one} ${two}` });
    expect(results).toEqual({ state: 'waiting', 'stale-nodes': '2: gpu-1, gpu-3' });
    expect(log).toContain(
      `nodes of kernel ${kernel} (2: gpu-1, gpu-3): where they have the earlier image ${one} or ${two}, they keep it until they are restarted: README, Controlled restart; oc get nodes -l feature.node.kubernetes.io/kernel-version.full=${kernel}\n`,
    );
  });

  test.each([
    ['no node runs the kernel', { kernel: '5.14.0-1.el9_6.x86_64', replaced: 'sha256:2' }],
    ['nothing was replaced', { kernel, replaced: 'none' }],
    ['nobody says what was replaced', {}],
  ])('are none where %s', async (_, params) => {
    const { results, log } = await apply(three, params);
    expect([results['stale-nodes'], log.includes('Controlled restart')]).toEqual(['none', false]);
  });

  test('have pages of 64 KiB by their label, where + is _', async () => {
    const params = { kernel: '5.14.0-570.el9_6.aarch64+64k', replaced: 'sha256:2' };
    expect((await apply({ 'gpu-1': '5.14.0-570.el9_6.aarch64_64k' }, params)).results['stale-nodes']).toBe('1: gpu-1');
  });

  test('are three by name where they are many: a result is short', async () => {
    const five = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map(name => [name, kernel]));
    expect((await apply(five, { kernel, replaced: 'sha256:2' })).results['stale-nodes']).toBe('5: a, b, c and 2 more');
  });
});

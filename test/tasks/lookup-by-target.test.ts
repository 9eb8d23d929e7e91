import { expect, test } from 'vitest';
import { kernelTag } from '../../src/driver/kernel';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { kernelRows } from '../driver/package-rows';
import { needs, program } from '../support/needs';
import { check } from '../support/preflight';
import { runStep } from '../support/run-step';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

/** oc with a release of both RHEL streams where the kernel is of the second, and its toolkits. */
function oc({ arch, rhel, release }: (typeof kernelRows)[number]): string {
  const ten = rhel.startsWith('10');
  const tags = [...(ten ? ['driver-toolkit'] : []), ten ? 'driver-toolkit-10' : 'driver-toolkit'];
  const about = {
    metadata: { version: ten ? '5.0.1' : '4.22.3' },
    references: { spec: { tags: tags.map(name => ({ name, from: { name } })) } },
  };
  const toolkit = (kernel: string, version: string) =>
    `printf '%s' '{"KERNEL_VERSION": "${kernel}.${arch}", "RHEL_VERSION": "${version}"}' >driver-toolkit-release.json`;
  return `case "$*" in
    'adm release info '*) printf '%s' '${JSON.stringify(about)}' ;;
    'image extract driver-toolkit-10'*) ${toolkit(release, rhel)} ;;
    'image extract driver-toolkit'*) ${ten ? toolkit('5.14.0-687.39.1.el9_8', '9.8') : toolkit(release, rhel)} ;;
    'image info nvcr.io/nvidia/cuda:13.1.0-base-ubi${rhel.split('.')[0]} '*) printf '%s' '{"digest": "${digest('b')}"}' ;;
    *) echo 'manifest unknown' >&2; exit 1 ;;
  esac`;
}

needs('jq', program('jq'))('a target', () => {
  test.each(kernelRows)('$driver for $kernel: its tags, base image and nodes', async row => {
    const { driver, rhel, arch, platform, kernel } = row;
    const nodeArch = arch === 'aarch64' ? 'arm64' : 'amd64';
    const { code, results } = await runStep(driverToolkitLookup, 'release', {
      params: {
        release: 'quay.io/ocp/release:1',
        kernel,
        platform,
        'node-arch': nodeArch,
        'driver-version': driver,
        'base-image': 'nvcr.io/nvidia/cuda:13.1.0-base-ubi{rhel}',
      },
      programs: { oc: oc(row) },
    });
    expect(code).toBe(0);
    const tags = [rhel, rhel.split('.')[0]].map(os => `${driver}-${kernelTag(kernel)}-rhel${os}`);
    expect(results).toMatchObject({
      kernel,
      'rhel-version': rhel,
      tags: tags.join(' '),
      'driver-toolkit-image': rhel.startsWith('10') ? 'driver-toolkit-10' : 'driver-toolkit',
      'base-image': `nvcr.io/nvidia/cuda@${digest('b')}`,
    });

    const osImage = `Red Hat Enterprise Linux CoreOS ${rhel}.20251015-1 (Plow)`;
    const node = (name: string, kernelVersion: string) => ({
      metadata: { name },
      spec: {},
      status: { nodeInfo: { architecture: nodeArch, osImage, kernelVersion } },
    });
    const other = kernel.replace(/^5\.14\.0-\d+|^6\.12\.0-\d+/, '5.14.0-1');
    const { found } = await check('nodes', {
      params: { platform, arch, 'node-arch': nodeArch, kernel, 'machine-os': `${rhel}.20251015-1` },
      programs: { oc: `printf '%s' '${JSON.stringify({ items: [node('right', kernel), node('other', other)] })}'` },
    });
    expect(found).toEqual([
      expect.stringContaining(
        `node other runs kernel ${other}, the driver toolkit of its operating system ${rhel}.20251015-1 has ${kernel}`,
      ),
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { packageNames } from '../../src/driver/package-names';
import type { PlatformName } from '../../src/driver/platform';

const link = ['infiniband-diags', 'nvlsm'];

function versioned(version: string, ...names: string[]): string[] {
  return names.map(name => `${name}-${version}`);
}

/** The four of every image, with NVML under the name of its branch. */
function base(version: string, nvml = 'libnvidia-ml'): string[] {
  return versioned(version, 'nvidia-driver-cuda', 'nvidia-driver-libs', nvml, 'nvidia-persistenced');
}

describe('RPMs of a driver image', () => {
  test.each<[string, PlatformName, string[]]>([
    [
      '535.309.01',
      'x86_64',
      [...base('535.309.01', 'nvidia-driver-NVML'), ...versioned('535.309.01', 'nvidia-fabric-manager', 'libnvidia-nscq-535')],
    ],
    [
      '550.163.01',
      'x86_64',
      [
        ...base('550.163.01', 'nvidia-driver-NVML'),
        ...versioned('550.163.01', 'nvidia-fabric-manager', 'libnvidia-nscq-550', 'nvidia-imex-550'),
        ...link,
      ],
    ],
    [
      '560.35.05',
      'aarch64',
      [...base('560.35.05'), ...versioned('560.35.05', 'nvidia-fabric-manager', 'libnvidia-nscq-560', 'nvidia-imex-560'), ...link],
    ],
    [
      '570.133.20',
      'x86_64',
      [
        ...base('570.133.20'),
        ...versioned('570.133.20', 'nvidia-fabric-manager', 'libnvidia-nscq-570', 'nvidia-imex-570', 'libnvsdm-570'),
        ...link,
      ],
    ],
    [
      '580.105.08',
      'x86_64',
      [...base('580.105.08'), ...versioned('580.105.08', 'nvidia-fabricmanager', 'libnvidia-nscq', 'nvidia-imex', 'libnvsdm'), ...link],
    ],
    [
      '580.105.08',
      'aarch64',
      [...base('580.105.08'), ...versioned('580.105.08', 'nvidia-fabricmanager', 'libnvidia-nscq', 'nvidia-imex'), ...link],
    ],
    [
      '610.57.04',
      'x86_64',
      [...base('610.57.04'), ...versioned('610.57.04', 'nvidia-fabricmanager', 'libnvidia-nscq', 'nvidia-imex', 'libnvsdm'), ...link],
    ],
  ])('%s on %s', (driverVersion, platform, names) => {
    expect(packageNames({ driverVersion, platform })).toStrictEqual(names);
  });

  test('nodes with 64 KiB pages get what those with 4 KiB get', () => {
    const cudaVersion = '13.1.0';
    expect(packageNames({ driverVersion: '580.105.08', platform: 'aarch64+64k', cudaVersion })).toStrictEqual(
      packageNames({ driverVersion: '580.105.08', platform: 'aarch64', cudaVersion }),
    );
  });

  test('CUDA’s have the version of CUDA in their name, and come last', () => {
    const names = packageNames({ driverVersion: '580.105.08', platform: 'x86_64', cudaVersion: '13.1.0' });
    expect(names.slice(-2)).toStrictEqual(['cuda-compat-13-1', 'cuda-cudart-13-1']);
  });

  test('a branch alone has none', () => {
    expect(() => packageNames({ driverVersion: '580', platform: 'x86_64' })).toThrow('"580" is not a full version');
  });

  test('every branch has exactly one of each kind, and no placeholder is left', () => {
    for (let branch = 470; branch <= 700; branch += 5) {
      const names = packageNames({ driverVersion: `${branch}.10.01`, platform: 'x86_64' });
      for (const kind of [/^libnvidia-ml-|^nvidia-driver-NVML-/, /^nvidia-fabric-?manager-/, /^libnvidia-nscq-/]) {
        expect(
          names.filter(name => kind.test(name)),
          `${branch} ${kind}`,
        ).toHaveLength(1);
      }
      expect(names.join(' ')).toMatch(/^[A-Za-z0-9. -]+$/);
    }
  });
});

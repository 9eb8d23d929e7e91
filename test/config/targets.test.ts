import { describe, expect, it } from 'vitest';
import { configOf, minimal, sha256 } from './drivers-yaml';

describe('targets', () => {
  const text = minimal
    .replace(
      'drivers:',
      `drivers:\n  - { version: 570.133.20, nodeSelector: { driver: old }, runfile: { sha256: { x86_64: ${sha256('c')}, aarch64: ${sha256('d')} } } }`,
    )
    .replace('    runfile:', '    nodeSelector: { driver: new }\n    runfile:')
    .replace(
      '  - x86_64',
      '  - x86_64\n  - name: aarch64\n    nodeSelector: { page: 4k }\n  - name: aarch64+64k\n    nodeSelector: { page: 64k }',
    );
  const { targets } = configOf(text);

  it('are each driver on each platform, in the order of the file', () => {
    expect(targets.map(({ name }) => name)).toEqual([
      'r570-x86-64',
      'r570-aarch64',
      'r570-aarch64-64k',
      'r580-x86-64',
      'r580-aarch64',
      'r580-aarch64-64k',
    ]);
  });

  it('select nodes by architecture, platform and driver', () => {
    expect(targets.map(({ nodeSelector }) => nodeSelector)).toEqual([
      { 'kubernetes.io/arch': 'amd64', driver: 'old' },
      { 'kubernetes.io/arch': 'arm64', page: '4k', driver: 'old' },
      { 'kubernetes.io/arch': 'arm64', page: '64k', driver: 'old' },
      { 'kubernetes.io/arch': 'amd64', driver: 'new' },
      { 'kubernetes.io/arch': 'arm64', page: '4k', driver: 'new' },
      { 'kubernetes.io/arch': 'arm64', page: '64k', driver: 'new' },
    ]);
  });

  it('take the runfile of their architecture, whatever the page size', () => {
    expect(targets.map(({ runfile }) => runfile.sha256[0])).toEqual(['c', 'd', 'd', 'a', 'b', 'b']);
    expect(targets[5]?.runfile.url).toBe('https://us.download.nvidia.com/tesla/580.105.08/NVIDIA-Linux-aarch64-580.105.08.run');
  });

  it('may share a tag when they share all that is published under it', () => {
    const twice = minimal.replace(
      'platforms:',
      `  - { name: b, version: 580.105.08, nodeSelector: { pool: b }, runfile: { sha256: { x86_64: ${sha256('a')} } } }\nplatforms:`,
    );
    expect(configOf(twice.replace('    runfile:', '    nodeSelector: { pool: a }\n    runfile:')).targets).toHaveLength(2);
  });

  it('can be a thousand', () => {
    const entry = (index: number) =>
      `  - { name: d${index}, version: 580.105.08, nodeSelector: { pool: p${index} }, runfile: { sha256: { x86_64: ${sha256('a')} } } }`;
    const drivers = Array.from({ length: 1000 }, (_, index) => entry(index)).join('\n');
    expect(configOf(`image: quay.io/acme/gpu\ndrivers:\n${drivers}\nplatforms: [x86_64]\n`).targets).toHaveLength(1000);
  });
});

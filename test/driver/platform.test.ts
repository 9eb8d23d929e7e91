import { describe, expect, test } from 'vitest';
import { platforms } from '../../src/driver/platform';

describe('platforms', () => {
  test.each(Object.entries(platforms))('%s is named in the words of everybody who names it', (name, platform) => {
    expect(platform.name).toBe(name);
    expect(`${platform.arch}${platform.kernelSuffix}`).toBe(name);
    expect(platform.nodeArch).toBe(platform.arch === 'x86_64' ? 'amd64' : 'arm64');
    expect(platform.rpmRepositoryArch).toBe(platform.arch === 'x86_64' ? 'x86_64' : 'sbsa');
    expect(platform.pageSize).toBe(platform.kernelSuffix === '' ? '4k' : '64k');
    expect(platform.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test('no two share a name part of Kubernetes objects', () => {
    expect(Object.values(platforms).map(({ id }) => id)).toEqual(['x86-64', 'aarch64', 'aarch64-64k']);
  });
});

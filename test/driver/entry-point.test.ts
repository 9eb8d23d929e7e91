import { describe, expect, test } from 'vitest';
import { defaultEntryPoint, entryPointLines } from '../../src/driver/entry-point';

describe('the runtime entry point', () => {
  test.each(['9', '10'])('of RHEL %s is pinned by commit and checksum', rhel => {
    const files = Object.entries(defaultEntryPoint[rhel] ?? {});
    expect(files.map(([name]) => name)).toStrictEqual(['nvidia-driver', 'common.sh']);
    for (const [name, { url, sha256 }] of files) {
      expect(url).toMatch(new RegExp(`/NVIDIA/gpu-driver-container/[0-9a-f]{40}/rhel${rhel}/precompiled/${name}$`));
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  test('is handed to a task a line a file', () => {
    const file = { url: 'https://example.com/nvidia-driver', sha256: 'ab' };
    expect(entryPointLines({ 9: { 'nvidia-driver': file, 'common.sh': file } })).toBe(
      '9 nvidia-driver ab https://example.com/nvidia-driver\n9 common.sh ab https://example.com/nvidia-driver',
    );
  });
});

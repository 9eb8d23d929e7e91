import type { Config } from '../../src/config/config';
import { parseConfig } from '../../src/config/read-config';
import { type PlatformName, platforms } from '../../src/driver/platform';
import type { ReleaseFacts } from '../../src/plan/facts';

/** A configuration of one driver for platforms, whose nodes are told apart by a label. */
export function configuration(names: readonly PlatformName[], driver: object = {}): Config {
  const sha256 = { x86_64: '0'.repeat(64), aarch64: '0'.repeat(64) };
  const file = {
    image: 'quay.io/acme/nvidia-gpu-driver',
    drivers: [{ version: '580.105.08', runfile: { sha256 }, ...driver }],
    platforms: names.map(name => ({ name, nodeSelector: { 'example.com/pages': platforms[name].pageSize } })),
  };
  return parseConfig('nvidia-drivers.yaml', JSON.stringify(file));
}

/** A release with one kernel, whose RHEL is that of its name. */
export function facts(version: string, kernel: string): ReleaseFacts {
  const rhel = /\.el(\d+)_(\d+)/.exec(kernel)?.slice(1).join('.') ?? '';
  return { version, arch: kernel.includes('aarch64') ? 'aarch64' : 'x86_64', streams: [{ kernel, rhel }] };
}

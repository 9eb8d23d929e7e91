import { expect, it } from 'vitest';
import { findingsOf, sha256 } from './drivers-yaml';

const text = `image: quay.io/acme/nvidia-gpu-driver:latest
namespce: gpu
retag: sometimes
releases:
  - 4.20
drivers:
  - version: 580.10
    runfile:
      sha256:
        x86_64: abc
  - version: 620.10.02
    modules: proprietary
    runfile:
      sha256:
        x86_64: ${sha256('a')}
        x86_64: ${sha256('a')}
platforms:
  - x86_64
  - aarch64
  - arm64
secrets:
  push: Nvidia_Push
build:
  timeout: 4 hours
`;

it('tells twelve different mistakes at once, each with its place', () => {
  expect(findingsOf(text).map(finding => finding.split('\n').slice(0, 2).join('\n'))).toEqual([
    'drivers.yaml:1:8 image: quay.io/acme/nvidia-gpu-driver:latest\n  why: has a tag: tags are made of driver, kernel and OS',
    'drivers.yaml:2:1 namespce: gpu\n  why: is not a field that is known here',
    'drivers.yaml:3:8 retag: sometimes\n  why: is not one of always, never',
    'drivers.yaml:5:5 releases[0]: 4.20\n  why: is a number to YAML, where a text is wanted',
    'drivers.yaml:7:14 drivers[0].version: 580.10\n  why: is a number to YAML, where a text is wanted',
    'drivers.yaml:10:17 drivers[0].runfile.sha256.x86_64: abc\n  why: is not a sha256 checksum',
    'drivers.yaml:12:14 drivers[1].modules: proprietary\n  why: branch 620 has no proprietary kernel modules (removed in 620)',
    'drivers.yaml:15:9 drivers[1].runfile.sha256.aarch64: (missing)\n  why: is required: aarch64 is among the platforms',
    `drivers.yaml:16:9 drivers[1].runfile.sha256.x86_64: ${'a'.repeat(59)}…\n  why: is written twice: first in line 15`,
    'drivers.yaml:20:5 platforms[2]: arm64\n  why: is not one of x86_64, aarch64, aarch64+64k',
    'drivers.yaml:22:9 secrets.push: Nvidia_Push\n  why: is not the name of a Kubernetes object',
    'drivers.yaml:24:12 build.timeout: 4 hours\n  why: is not a duration',
  ]);
});

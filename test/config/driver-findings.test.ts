import { describe, expect, it } from 'vitest';
import { expectFinding, findingsOf, minimal, sha256 } from './drivers-yaml';

const runfile = `runfile: { sha256: { x86_64: ${sha256('a')}, aarch64: ${sha256('b')} } }`;

describe('a driver', () => {
  it.each([
    [
      '580.10',
      '3:14 drivers[0].version: 580.10',
      'is a number to YAML, where a text is wanted',
      'write it in full, like "580.105.08", in quotes',
    ],
    ['"580"', '3:14 drivers[0].version: "580"', 'is not a full driver version', 'write it in full, like "580.105.08"'],
  ])('of version %s', (version, where, why, fix) => expectFinding(minimal.replace('580.105.08', version), where, why, fix));

  it('without a version', () =>
    expectFinding(
      minimal.replace('version: 580.105.08', 'name: a'),
      '3:5 drivers[0].version: (missing)',
      'is required',
      'add version: 580.105.08',
    ));

  it('of a branch without proprietary modules', () =>
    expectFinding(
      minimal.replace('580.105.08', '620.10.02\n    modules: proprietary'),
      '4:14 drivers[0].modules: proprietary',
      'branch 620 has no proprietary kernel modules (removed in 620)',
      'use open',
    ));

  it('of a branch without open modules', () =>
    expectFinding(
      minimal.replace('580.105.08', '470.256.02\n    modules: open'),
      '4:14 drivers[0].modules: open',
      'branch 470 has no open kernel modules (they exist since 515)',
      'use proprietary',
    ));

  it('with a CUDA version that is not full', () =>
    expectFinding(
      minimal.replace('580.105.08', '580.105.08\n    cuda: "13.1"'),
      '4:11 drivers[0].cuda: "13.1"',
      'is not a full CUDA version',
      'write it in full, like "13.1.0"',
    ));

  it('with a package name that a shell would read otherwise', () =>
    expectFinding(
      minimal.replace('580.105.08', '580.105.08\n    packages: ["a; b"]'),
      '4:16 drivers[0].packages[0]: "a; b"',
      'is not the name of an RPM',
      'write the name, and the version where it matters, like "nvidia-driver-cuda-580.105.08"',
    ));

  it.each([
    ['0', '5:23', '0', 'is less than 1', 'write a number of bytes, like 424242424'],
    ['400M', '5:23', '400M', 'is a text to YAML, where a whole number is wanted', 'write a whole number, like 424242424'],
  ])('with a size of %s', (size, where, value, why, fix) =>
    expectFinding(
      minimal.replace('runfile:', `runfile:\n      size: { x86_64: ${size} }`),
      `${where} drivers[0].runfile.size.x86_64: ${value}`,
      why,
      fix,
    ),
  );

  it('with a checksum that is none', () =>
    expectFinding(
      minimal.replace(sha256('a'), 'abc'),
      '5:25 drivers[0].runfile.sha256.x86_64: abc',
      'is not a sha256 checksum',
      'write the 64 hex digits that sha256sum prints',
    ));

  it('with a name that makes the name of a target too long', () =>
    expectFinding(
      minimal.replace('version:', 'name: the-driver-of-our-production-cluster\n    version:'),
      '3:11 drivers[0].name: the-driver-of-our-production-cluster',
      'makes the target the-driver-of-our-production-cluster-x86-64, whose name is longer than 32 characters',
      'shorten it to 25 characters',
    ));

  it('that is not in the list at all', () =>
    expectFinding(
      'image: quay.io/acme/gpu\ndrivers: []\nplatforms: [x86_64]\n',
      '2:10 drivers: []',
      'is empty',
      'write at least one entry, like [{"version":"580.105.08"}]',
    ));
});

describe('a runfile without checksum', () => {
  const url = 'https://us.download.nvidia.com/tesla/580.105.08/NVIDIA-Linux-aarch64-580.105.08.run';
  const fix = `write the checksum of a runfile that you trust:\n       curl -fsSL ${url} | sha256sum`;
  const why = 'is required: aarch64 is among the platforms';
  const text = minimal.replace('x86_64\n', 'aarch64+64k\n');

  it('for one architecture', () =>
    expectFinding(text.replace(/, aarch64: b+/, ''), '5:15 drivers[0].runfile.sha256.aarch64: (missing)', why, fix));

  it('for any', () => expectFinding(text.replace(/ {4}runfile:\n.*\n/, ''), '3:5 drivers[0].runfile.sha256.aarch64: (missing)', why, fix));

  it('at a URL of the user', () =>
    expectFinding(
      text.replace(/runfile:\n.*\n/, 'runfile: { url: "https://mirror.example.com/{arch}.run" }\n'),
      '4:14 drivers[0].runfile.sha256.aarch64: (missing)',
      why,
      fix.replace(url, 'https://mirror.example.com/aarch64.run'),
    ));

  it('is not told twice where the checksum is there but wrong', () => {
    expect(findingsOf(text.replace(/sha256: .*/, 'sha256: abc'))).toHaveLength(1);
    expect(findingsOf(text.replace(/aarch64: b+/, 'aarch64: abc'))).toHaveLength(1);
  });
});

describe('two drivers', () => {
  const two = (first: string, second: string) =>
    `image: quay.io/acme/gpu\ndrivers:\n  - { ${first}, ${runfile} }\n  - { ${second}, ${runfile} }\nplatforms: [x86_64]\n`;

  it('of one name', () => {
    const text = two('version: 580.105.08, nodeSelector: { pool: a }', 'version: 580.95.05, nodeSelector: { pool: b }');
    expect(findingsOf(text)).toEqual([
      [
        `drivers.yaml:4:5 drivers[1]: {"version":"580.95.05","nodeSelector":{"pool":"b"},"runfile…`,
        '  why: has the name r580, as drivers[0] has',
        '  fix: give it another one, like "name: r580-2"',
      ].join('\n'),
    ]);
  });

  it('that select the same nodes', () => {
    expect(findingsOf(two('version: 570.133.20', 'version: 580.105.08'))).toEqual([
      [
        `drivers.yaml:4:5 drivers[1]: {"version":"580.105.08","runfile":{"sha256":{"x86_64":"aaaa…`,
        '  why: selects nodes that r570-x86-64 selects, too: no label has different values in the node selectors of r570-x86-64 and' +
          ' r580-x86-64, and the GPU operator refuses both (ConflictingNodeSelector)',
        '  fix: label the nodes of each driver, and select them by that label:',
        '       oc label node <node> nvidia-driver-pipelines/driver=r570',
        '       oc label node <node> nvidia-driver-pipelines/driver=r580',
        '       drivers[0]: nodeSelector: { nvidia-driver-pipelines/driver: r570 }',
        '       drivers[1]: nodeSelector: { nvidia-driver-pipelines/driver: r580 }',
      ].join('\n'),
    ]);
  });

  it('that select by labels of which no node has only one', () => {
    const text = two('version: 570.133.20, nodeSelector: { a: x }', 'version: 580.105.08, nodeSelector: { b: x }');
    expect(findingsOf(text)).toHaveLength(1);
  });

  it.each([
    ['modules: proprietary', 'modules'],
    [`baseImage: "quay.io/acme/base:{rhel}", cuda: 13.1.0`, 'baseImage'],
    ['packages: [a]', 'packages'],
  ])('with one tag and other contents, by %s', (field, named) => {
    const text = two(
      'name: a, version: 580.105.08, nodeSelector: { pool: a }',
      `name: b, version: 580.105.08, ${field}, nodeSelector: { pool: b }`,
    );
    expectFinding(
      text,
      '4:25 drivers[1].version: 580.105.08',
      `publishes under the same tags as drivers[0], but they differ in ${named}`,
      'give it an image of its own, like "image: quay.io/acme/gpu-2", or make them the same',
    );
    expect(findingsOf(text.replace(field, `${field}, image: quay.io/acme/other`))).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { type ClusterSeen, cluster, node, pages64k, release, settings, target, unreadable } from '../../support/cluster-world';
import { jq } from '../../support/jq';
import { needs, program } from '../../support/needs';

interface Wanted {
  readonly images: readonly {
    readonly kernel: string;
    readonly tags: readonly string[];
    readonly releases: readonly string[];
    readonly wanted: string;
    readonly rank: readonly (number | string)[];
  }[];
  readonly unknown: readonly { readonly kernel: string; readonly nodes: readonly string[]; readonly tags: readonly string[] }[];
  readonly unseen: readonly { readonly release: string; readonly reason: string }[];
}

const el96 = '5.14.0-570.62.1.el9_6';
const el94 = '5.14.0-427.40.1.el9_4';
const el10 = '6.12.0-124.8.1.el10_1';
const workers = [node('worker-0', `${el96}.x86_64`, '4.20.3')];

/** What each target needs of such a cluster, by the target's name. */
const wantedBy = (targets: readonly ReturnType<typeof target>[], seen: Partial<ClusterSeen>) =>
  jq('wanted', cluster(seen), { settings: settings(targets) }) as Readonly<Record<string, Wanted>>;

/** What the one target needs. */
function wanted(seen: Partial<ClusterSeen>, of = target()): Wanted {
  const found = wantedBy([of], seen)[of.name];
  if (!found) throw new Error(`nothing is said of ${of.name}`);
  return found;
}

const kernels = ({ images }: Wanted) => images.map(({ kernel }) => kernel);

needs('jq', program('jq'))('the images that a target needs', () => {
  test('are one for each kernel, however many releases have it, newest first', () => {
    const found = wanted({
      releases: [
        release('4.20.3', ['desired'], { [el96]: 'rhel 9.6' }),
        release('4.20.10', ['offered'], { [el96]: 'rhel 9.6' }),
        release('4.20.9', ['offered'], { [el96]: 'rhel 9.6' }),
      ],
      nodes: workers,
    });
    const tags = [`580.105.08-${el96}.x86_64-rhel9.6`, `580.105.08-${el96}.x86_64-rhel9`];
    expect(found).toEqual({
      images: [
        {
          kernel: `${el96}.x86_64`,
          tags,
          releases: ['4.20.10', '4.20.9', '4.20.3'],
          wanted: 'desired',
          rank: [0, 0, 0, 0, `${el96}.x86_64`],
        },
      ],
      unknown: [],
      unseen: [],
    });
  });

  test('have the OS tags of every release that has the kernel, those of the newest first', () => {
    const [image] = wanted({
      releases: [
        release('4.16.50', ['desired'], { [el94]: 'rhcos 4.16' }),
        release('4.18.30', ['offered'], { [el94]: 'rhcos 4.18' }),
        release('4.18.29', ['offered'], { [el94]: 'rhcos 4.18' }),
      ],
    }).images;
    const tag = (os: string) => `580.105.08-${el94}.x86_64-${os}`;
    expect(image?.tags).toEqual([tag('rhcos4.18'), tag('rhcos4.16')]);
  });

  test('are of the one kernel that a driver toolkit of the user is for, under the OS tags of every release with its RHEL', () => {
    const hotFix = `${el96}.hf2`.replace('.el9_6.hf2', '.hf2.el9_6');
    const found = wanted(
      {
        releases: [
          release('4.18.30', ['desired'], { [el94]: 'rhcos 4.18' }),
          release('4.21.2', ['offered'], { [el96]: 'rhel 9.6', [el10]: 'rhel 10.1' }),
        ],
        nodes: [node('worker-0', `${hotFix}.x86_64`, '4.18.30'), node('worker-1', `${el94}.x86_64`, '4.18.30')],
      },
      target({ kernel: `${hotFix}.x86_64` }),
    );
    const tags = ['rhel9.6', 'rhel9', 'rhcos4.18'].map(os => `580.105.08-${hotFix}.x86_64-${os}`);
    expect(found.images).toEqual([
      { kernel: `${hotFix}.x86_64`, tags, releases: ['4.21.2', '4.18.30'], wanted: 'desired', rank: [0, 0, 0, 0, `${hotFix}.x86_64`] },
    ]);
    expect(found.unknown.map(({ kernel, nodes }) => [kernel, ...nodes])).toEqual([[`${el94}.x86_64`, 'worker-1']]);
  });

  test('are none of a release whose RHEL is not that of the kernel', () => {
    const releases = [release('5.0.1', ['desired'], { [el10]: 'rhel 10.1' })];
    expect(kernels(wanted({ releases }, target({ kernel: `${el96}.x86_64` })))).toEqual([]);
  });

  test('are of the architecture and page size of the target', () => {
    const arm = target({ ...pages64k, name: 'r580-aarch64', platform: 'aarch64', pages: '' });
    const found = wantedBy([target(), arm, pages64k], { releases: [release('4.20.3', ['desired'], { [el96]: 'rhel 9.6' })] });
    expect(Object.entries(found).map(([name, each]) => [name, ...kernels(each)])).toEqual([
      ['r580-x86-64', `${el96}.x86_64`],
      ['r580-aarch64', `${el96}.aarch64`],
      ['r580-aarch64-64k', `${el96}.aarch64+64k`],
    ]);
    expect(found['r580-aarch64-64k']?.images[0]?.tags[0]).toBe(`580.105.08-${el96}.aarch64_64k-rhel9.6`);
  });

  test('of two streams of RHEL are those that the nodes of the target run; the first where there are none', () => {
    const releases = [release('4.21.0', ['offered'], { [el96]: 'rhel 9.6', [el10]: 'rhel 10.1' })];
    const on9 = node('a', '5.14.0-1.el9_4.x86_64', '4.18.1');
    const on10 = node('b', '6.12.0-1.el10_0.x86_64', '4.20.1');
    const on8 = node('c', '4.18.0-1.el8_6.x86_64', '4.12.1');
    expect(kernels(wanted({ releases, nodes: [on9] }))).toEqual([`${el96}.x86_64`]);
    expect(kernels(wanted({ releases, nodes: [on10] }))).toEqual([`${el10}.x86_64`]);
    expect(kernels(wanted({ releases, nodes: [on9, on10] }))).toEqual([`${el96}.x86_64`, `${el10}.x86_64`]);
    expect(kernels(wanted({ releases }))).toEqual([`${el96}.x86_64`]);
    expect(kernels(wanted({ releases, nodes: [on8] }))).toEqual([`${el96}.x86_64`]);
  });

  test('of a release that some nodes run are for their target only, by its name or, where nobody tells it, by their kernel', () => {
    const releases = [release('4.20.3', ['desired'], { [el96]: 'rhel 9.6' }), release('4.18.30', ['running'], { [el94]: 'rhcos 4.18' })];
    const pool = (name: string) => target({ name, nodeSelector: { pool: name } });
    const found = (of: string) =>
      Object.values(wantedBy([pool('one'), pool('two')], { releases, nodes: [node('paused', `${el94}.x86_64`, of, { pool: 'two' })] })).map(
        each => each.images.map(({ kernel, wanted: why }) => `${kernel} ${why}`),
      );
    const expected = [[`${el96}.x86_64 desired`], [`${el94}.x86_64 running`, `${el96}.x86_64 desired`]];
    expect(found('4.18.30')).toEqual(expected);
    expect(found('')).toEqual(expected);
    expect(found('4.18.29')[1]).toEqual([`${el96}.x86_64 desired`]);
  });

  test('are not those of nodes of other labels, architecture or pages', () => {
    const seen = {
      nodes: [
        node('other-pool', '5.14.0-1.el9_6.x86_64', '', { pool: 'b' }),
        node('no-pool', '5.14.0-2.el9_6.x86_64', ''),
        node('arm', '5.14.0-3.el9_6.aarch64', '', { pool: 'a' }),
        node('ours', '5.14.0-4.el9_6.x86_64', '', { pool: 'a' }),
      ],
    };
    expect(wanted(seen, target({ nodeSelector: { pool: 'a' } })).unknown.map(({ nodes }) => nodes)).toEqual([['ours']]);
    expect(wanted(seen, target({ ...pages64k, nodeSelector: {} })).unknown).toEqual([]);
  });

  test('are wanted for the most urgent reason: desired, running, named, offered', () => {
    const found = wanted({
      releases: [
        release('4.20.3', ['offered', 'running', 'desired'], { '5.14.0-1.el9_6': 'rhel 9.6' }),
        release('4.20.2', ['offered', 'running'], { '5.14.0-2.el9_6': 'rhel 9.6' }),
        release('4.20.1', ['offered', 'named'], { '5.14.0-3.el9_6': 'rhel 9.6' }),
        release('4.20.4', ['offered'], { '5.14.0-4.el9_6': 'rhel 9.6' }),
      ],
      nodes: [node('a', '5.14.0-2.el9_6.x86_64', '4.20.2')],
    });
    expect(found.images.map(image => image.wanted)).toEqual(['desired', 'running', 'named', 'offered']);
  });

  test('have a rank: urgency, the minor of the desired release, newest release, order of targets', () => {
    const releases = [
      release('4.20.3', ['desired'], { '5.14.0-5.el9_6': 'rhel 9.6' }),
      release('4.21.0', ['offered'], { '5.14.0-9.el9_6': 'rhel 9.6' }),
      release('4.21.0-rc.2', ['offered'], { '5.14.0-8.el9_6': 'rhel 9.6' }),
      release('4.21.0-rc.10', ['offered'], { '5.14.0-7.el9_6': 'rhel 9.6' }),
      release('4.20.4', ['offered'], { '5.14.0-6.el9_6': 'rhel 9.6' }),
      release('4.19.9', ['named'], { '5.14.0-4.el9_6': 'rhel 9.6' }),
    ];
    const ranked = Object.entries(wantedBy([target({ name: 'b' }), target({ name: 'a' })], { releases }))
      .flatMap(([name, { images }]) => images.map(image => ({ name, ...image })))
      .sort((one, other) => {
        const at = one.rank.findIndex((part, index) => part !== other.rank[index]);
        return Number(one.rank[at]) - Number(other.rank[at]);
      });
    expect(ranked.filter(({ name }) => name === 'a').map(image => image.releases[0])).toEqual([
      '4.20.3',
      '4.19.9',
      '4.20.4',
      '4.21.0',
      '4.21.0-rc.10',
      '4.21.0-rc.2',
    ]);
    expect(ranked.slice(0, 3).map(image => `${image.name} ${image.releases[0]}`)).toEqual(['b 4.20.3', 'a 4.20.3', 'b 4.19.9']);
  });

  test('cannot be told for a kernel of a node that no release has; its labels say which tags the operator will ask for', () => {
    const hotFix = '5.14.0-570.62.9.el9_6.x86_64';
    const os = {
      'feature.node.kubernetes.io/system-os_release.ID': 'rhel',
      'feature.node.kubernetes.io/system-os_release.VERSION_ID': '9.6',
    };
    const found = wanted({
      releases: [release('4.20.3', ['desired'], { [el96]: 'rhel 9.6' })],
      nodes: [
        ...workers,
        node('worker-1', hotFix, '4.20.3', os),
        node('worker-2', hotFix, ''),
        node('worker-3', '5.14.0-1.el9_6.x86_64', ''),
      ],
    });
    expect(found.unknown).toEqual([
      { kernel: '5.14.0-1.el9_6.x86_64', nodes: ['worker-3'], tags: [] },
      { kernel: hotFix, nodes: ['worker-1', 'worker-2'], tags: [`580.105.08-${hotFix}-rhel9.6`, `580.105.08-${hotFix}-rhel9`] },
    ]);
  });

  test('cannot be told for a release that could not be read; one that has nothing for the architecture needs no image', () => {
    const found = wanted({
      releases: [
        unreadable('4.20.4', ['offered'], 'permanent error: release 4.20.4 does not exist: give a release that does'),
        unreadable('4.18.1', ['running'], 'no node of the target runs it'),
        { ...unreadable('4.20.5', ['offered'], ''), reasons: {} },
        release('4.20.3', ['desired'], {}),
      ],
    });
    expect(found.images).toEqual([]);
    expect(found.unseen).toEqual([
      { release: '4.20.5', reason: 'it has not been read yet' },
      { release: '4.20.4', reason: 'permanent error: release 4.20.4 does not exist: give a release that does' },
    ]);
  });
});

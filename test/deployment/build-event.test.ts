import { describe, expect, test } from 'vitest';
import { buildsOf } from '../../src/deployment/build-event';
import { parseKernel } from '../../src/driver/kernel';
import { type PlatformName, platforms } from '../../src/driver/platform';

const names = Object.values(platforms).map(({ name }) => name);

/** Text of a CEL literal. */
const literal = (text: string) => text.replace(/\\(.)/g, '$1');

/** Whether a kernel passes what the filter of a platform's target says of it, read from its text as CEL would. */
function passes(kernel: string, platform: PlatformName): boolean {
  const { filter = '' } = buildsOf({ name: 'target', platform }).params;
  const conditions = [...filter.matchAll(/(!\()?body\.kernel\.(endsWith|matches)\('(.*?)'\)/g)];
  expect(conditions.map(([, , what]) => what)).toEqual(['endsWith', 'matches', 'matches']);
  const most = Number(/size\(body\.kernel\) <= (\d+)/.exec(filter)?.[1]);
  const holds = conditions.map(([, not, what, text = '']) => {
    const found = what === 'matches' ? new RegExp(literal(text)).test(kernel) : kernel.endsWith(literal(text));
    return found === (not === undefined);
  });
  return kernel.length <= most && !holds.includes(false);
}

/** The part of a run's name that an overlay makes, read from its text as CEL would. */
function part(platform: PlatformName, release: string, kernel?: string): string {
  const [overlay] = buildsOf({ name: 'target', platform }).params.overlays ?? [];
  const [, end = '', other = ''] =
    /^\(has\(body\.kernel\) \? body\.kernel\.translate\('(.*)', ''\) : body\.release\)\.translate\('(.*)', '-'\)$/.exec(
      overlay?.expression ?? '',
    ) ?? [];
  return (kernel?.replace(new RegExp(literal(end)), '') ?? release).replace(new RegExp(literal(other), 'g'), '-');
}

/** The platform of a kernel, where it is one of RHEL that drivers are built for. */
function platformOf(kernel: string): PlatformName | undefined {
  try {
    const { arch, pageSize } = parseKernel(kernel);
    return names.find(name => platforms[name].arch === arch && platforms[name].pageSize === pageSize);
  } catch {
    return undefined;
  }
}

describe('the kernel of an event', () => {
  test.each([
    '4.18.0-372.76.1.el8_6.x86_64',
    '4.18.0-553.117.1.el8_10.aarch64',
    '5.14.0-570.62.1.el9_6.x86_64',
    '5.14.0-570.62.1.el9_6.aarch64',
    '5.14.0-570.62.1.el9_6.aarch64+64k',
    '5.14.0-570.62.1.hf2.el9_6.x86_64',
    '5.14.0-531.el9.x86_64',
    '6.12.0-211.9.1.el10_2.x86_64',
    '',
    'x86_64',
    '6.1.0-47-amd64',
    '6.5.9-300.fc39.x86_64',
    '5.14.0-570.62.1.el9_6',
    '5.14.0-570.62.1.el9_6.ppc64le',
    '5.14.0-570.62.1.el9_6.x86_64 ',
    ' 5.14.0-570.62.1.el9_6.x86_64',
    '5.14.0-570.62.1.el9_6.test.x86_64',
    '5.14.0-570.62.1.el9_6.x86_64.x86_64',
    '5.14-570.62.1.el9_6.x86_64',
    '5.14.0-570.62.1.el9_6.x86_64+rt',
    '5.14.0-284.54.1.rt14.339.el9_2.x86_64',
    '5.14.0-570.62.1.el9_6.x86_64+debug',
    '5.14.0-570.62.1.el9_6.x86_64+64k',
    '5.14.0-570.62.1.el9_6.aarch64+64k-debug',
  ])('"%s" passes for the platform that it is of, and for no other', kernel => {
    const own = platformOf(kernel);
    expect(names.filter(name => passes(kernel, name))).toEqual(own === undefined ? [] : [own]);
  });

  test('passes as uname -r prints it only: not as a label has it, nor with letters of which a name could be made twice', () => {
    expect(passes('5.14.0-570.62.1.el9_6.aarch64_64k', 'aarch64+64k')).toBe(false);
    expect(passes('5.14.0-570_62.1.el9_6.x86_64', 'x86_64')).toBe(false);
    expect(passes('5.14.0-570.62.1.HOTFIX.el9_6.x86_64', 'x86_64')).toBe(false);
  });

  test('passes with 27 characters before the architecture, as many as a name has room for', () => {
    const kernel = '5.14.0-1234.123.1234.el9_10';
    expect(kernel).toHaveLength(27);
    expect(passes(`${kernel}.aarch64+64k`, 'aarch64+64k')).toBe(true);
    expect(passes(`1${kernel}.aarch64+64k`, 'aarch64+64k')).toBe(false);
  });
});

describe('the name of a run', () => {
  test.each<[PlatformName, string | undefined, string]>([
    ['x86_64', '5.14.0-570.62.1.el9_6.x86_64', '5-14-0-570-62-1-el9-6'],
    ['aarch64', '5.14.0-570.62.1.el9_6.aarch64', '5-14-0-570-62-1-el9-6'],
    ['aarch64+64k', '5.14.0-570.62.1.el9_6.aarch64+64k', '5-14-0-570-62-1-el9-6'],
    ['x86_64', undefined, '4-21-0-rc-1'],
  ])('of a target for %s has of kernel %s, or else of the release: %s', (platform, kernel, wanted) => {
    expect(part(platform, '4.21.0-rc.1', kernel)).toBe(wanted);
  });

  test('of a release is that of no kernel: what follows the hyphen of a version is a letter, and of a kernel a digit', () => {
    const { filter = '' } = buildsOf({ name: 'target', platform: 'x86_64' }).params;
    const version = new RegExp(literal(/body\.release\.matches\('(.*?)'\)/.exec(filter)?.[1] ?? ''));
    expect(['4.20.3', '4.21.0-rc.1', '4.18.0-372.76.1.el8'].filter(text => version.test(text))).toEqual(['4.20.3', '4.21.0-rc.1']);
    expect(passes('4.18.0-rc.1.el8.x86_64', 'x86_64')).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import schema from '../../src/config/config.schema.json';
import { buildsOf } from '../../src/deployment/build-event';
import { kernelExpression, kernelOf, parseKernel, realTimeExpression } from '../../src/driver/kernel';
import { type PlatformName, platforms } from '../../src/driver/platform';
import { type Random, random } from '../support/random';

const names = Object.values(platforms).map(({ name }) => name);

/** A kernel as somebody may write it: right, of another architecture or page size, of a variant, or garbled in one place. */
function written(from: Random): string {
  const version = from.of(['5.14.0', '5.14.0', '5.14.0', '6.12.0', '5.14', '5.14.0.1']);
  const numbers = Array.from({ length: from.number(1, 4) }, () => from.number(0, 999)).join('.');
  const release = numbers + from.of(['', '', '', '', '', '', '.hf2', '.rt14.339', '.HOTFIX', '~rc1', '+1', '_1', '.']);
  const dist = from.of(['el9_6', 'el9_6', 'el9', 'el10_2', 'el9_', 'fc39', 'el', 'el9_6.test']);
  const arch = from.of(['x86_64', 'x86_64', 'aarch64', 'aarch64', 'ppc64le']);
  const suffix = from.of(['', '', '', '+64k', '+64k', '_64k', '+64k+64k', '_64k+64k', '+rt', '_rt', '+debug', '+64k-debug', ' ']);
  return [`${version}-${release}`, dist, `${arch}${suffix}`].join('.');
}

/** The platform of a kernel as `uname -r` prints it, where drivers are built for it. */
function platformOf(kernel: string): PlatformName | undefined {
  try {
    const { arch, pageSize } = parseKernel(kernel);
    return names.find(name => platforms[name].arch === arch && platforms[name].pageSize === pageSize && kernelOf(kernel, name) === kernel);
  } catch {
    return undefined;
  }
}

/** Text of a CEL literal. */
const literal = (text: string) => text.replace(/\\(.)/g, '$1');

/** Whether an event for a target of the platform may name the kernel, read from the text of its filter. */
function mayBeNamed(kernel: string, platform: PlatformName): boolean {
  const { filter = '' } = buildsOf({ name: 'target', platform }).params;
  return [...filter.matchAll(/(!\()?body\.kernel\.(endsWith|matches)\('(.*?)'\)/g)].every(([, not, what, text = '']) => {
    const found = what === 'matches' ? new RegExp(literal(text)).test(kernel) : kernel.endsWith(literal(text));
    return found === (not === undefined);
  });
}

describe.each([11, 12, 13, 14])('of the kernels that are written with seed %i', seed => {
  const from = random(seed);
  const kernels = Array.from({ length: 3000 }, () => written(from));

  test('the lookup of a release takes those that are read here, of 4 KiB pages', () => {
    const takes = (kernel: string) => new RegExp(kernelExpression).test(kernel) && !new RegExp(realTimeExpression).test(kernel);
    const wrong = kernels.filter(kernel => takes(kernel) !== ['x86_64', 'aarch64'].includes(platformOf(kernel) ?? ''));
    expect(wrong).toEqual([]);
    expect(kernels.filter(takes).length).toBeGreaterThan(100);
  });

  test('an event names none but of its platform, as uname -r prints it', () => {
    const named = kernels.flatMap(kernel => names.filter(name => mayBeNamed(kernel, name)).map(name => [kernel, name]));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(([kernel = '', name]) => platformOf(kernel) !== name)).toEqual([]);
  });

  test('one that the configuration takes for a driver toolkit can be named by an event', () => {
    const taken = kernels.filter(
      kernel => new RegExp(schema.definitions.driver.properties.kernel.pattern).test(kernel) && platformOf(kernel) !== undefined,
    );
    expect(taken.length).toBeGreaterThan(100);
    expect(taken.filter(kernel => !names.some(name => mayBeNamed(kernel, name)))).toEqual([]);
  });

  test('+64k is added once or not at all, whoever wrote it', () => {
    for (const kernel of kernels.filter(text => platformOf(text.replace(/[+_]64k$/, '')) === 'aarch64')) {
      const wide = kernelOf(kernel, 'aarch64+64k');
      expect(wide).toBe(`${kernel.replace(/[+_]64k$/, '')}+64k`);
      expect(kernelOf(wide, 'aarch64+64k')).toBe(wide);
    }
  });
});
